// Writes down everything a page says, asks for and keeps, to be judged at the end of a test.
import assert from "node:assert/strict";

import { noteTexts, privateWords } from "./notes.mjs";

/** What Chromium itself says of a server that is away. */
export const AWAY = [
  /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE)/,
  /WebSocket connection to/,
];
/** A shorter text in the storage says nothing of a note. */
const CLINICAL_CHARACTERS = 12;
/** A page may give up a request of its own. */
const GIVEN_UP = "net::ERR_ABORTED";

export class Watch {
  /** Errors and warnings of the console, errors of scripts, requests that failed: empty at the end of a good test. */
  problems = [];
  /** Every address asked for, sockets too. */
  requests = [];
  /** Every address that stood in the address bar. */
  addresses = [];
  /** Documents loaded: 1 as long as nothing was loaded anew. */
  loads = 0;
  dialogs = 0;
  #page;
  #allowed;

  /** `allowed` are patterns of problems that a test provokes. */
  constructor(page, allowed) {
    this.#page = page;
    this.#allowed = allowed;
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        this.#problem(`console: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => this.#problem(`script: ${error.stack ?? error}`));
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      if (why !== GIVEN_UP) {
        this.#problem(`request: ${request.url()} ${why}`);
      }
    });
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("websocket", (socket) => this.requests.push(socket.url()));
    page.on("domcontentloaded", () => {
      this.loads += 1;
    });
    page.on("framenavigated", (frame) => this.addresses.push(frame.url()));
    page.on("dialog", (dialog) => {
      this.dialogs += 1;
      return dialog.dismiss();
    });
  }

  /** Keeps every title the document ever had; installed before its first script. */
  static async titles(context) {
    await context.addInitScript(() => {
      globalThis.titlesSeen = new Set();
      const look = () => globalThis.titlesSeen.add(document.title);
      new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    });
  }

  /** Fails when something was said, asked for or kept that should not have been. */
  async judge(host) {
    assert.deepEqual(this.problems, [], "errors on the page");
    assert.equal(this.dialogs, 0, "a dialog of the browser was opened");
    const elsewhere = this.requests.filter((address) => !sameHost(address, host));
    assert.deepEqual(elsewhere, [], "asked for from another host");
    const titles = await this.#page.evaluate(() => [...globalThis.titlesSeen]);
    const addresses = [...this.addresses, ...this.requests];
    const shown = [...titles, ...addresses, ...addresses.map(decoded)];
    for (const word of privateWords()) {
      const found = shown.filter((text) => text.toLowerCase().includes(word.toLowerCase()));
      assert.deepEqual(found, [], "a title or address names a person");
    }
    assertNotClinical(await this.#page.evaluate(kept));
  }

  #problem(text) {
    if (!this.#allowed.some((pattern) => pattern.test(text))) {
      this.problems.push(text);
    }
  }
}

/** Everything the page keeps in the browser; runs there. */
async function kept() {
  const stores = [localStorage, sessionStorage].flatMap((store) => Object.entries({ ...store }).flat());
  const databases = (await indexedDB.databases()).map((database) => `database ${database.name}`);
  return [
    ...stores,
    ...databases,
    ...(await caches.keys()),
    document.cookie,
    JSON.stringify(history.state) ?? "",
  ];
}

function assertNotClinical(values) {
  const notes = noteTexts();
  for (const value of values) {
    for (const word of privateWords()) {
      assert.ok(!value.includes(word), `the browser keeps a name: ${value}`);
    }
    for (let at = 0; at + CLINICAL_CHARACTERS <= value.length; at += 1) {
      const piece = value.slice(at, at + CLINICAL_CHARACTERS);
      assert.ok(!notes.some((note) => note.includes(piece)), `the browser keeps words of a note: ${piece}`);
    }
  }
}

function decoded(address) {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

function sameHost(address, host) {
  const { protocol, host: asked } = new URL(address);
  return ["data:", "blob:"].includes(protocol) || asked === host;
}
