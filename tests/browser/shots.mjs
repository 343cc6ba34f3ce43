// Pictures of every page for people to look at: both themes, on a wide screen and on a phone.
//
// REVRX_SHOTS names the folder. With REVRX_SHOTS=docs/images only the two pictures of the documentation are made.
import { mkdirSync } from "node:fs";
import { basename } from "node:path";

import { Api } from "./support/api.mjs";
import { HEART, KNEE, OTITIS, WIDE } from "./support/notes.mjs";
import { bar, connection, ready, rows, state } from "./support/parts.mjs";
import { closed, launched, LOOKS, PHONE, WIDE_SCREEN } from "./support/browser.mjs";
import { seen, until } from "./support/wait.mjs";
import { Server } from "./support/server.mjs";

const STANDS = "stage.after-run=delay(250ms);stage.after-run@infer_snomed=delay(60s)";

/** Each: a name, a fault plan, and the way to what is to be seen. */
const PICTURES = [
  ["empty", "", async ({ open }) => seen((await open("/")).getByRole("heading", { level: 1 }))],
  ["encounters", "", encounters],
  ["progress", STANDS, progress],
  ["report", "", report],
  ["gaps", "stage.after-run@clinical_filter=error(internal)", report],
  ["failed", "stage.after-run@ai_coding=error(internal)", failed],
  ["lost", STANDS, lost],
  ["not-found", "", async ({ open }) => seen((await open("/nowhere")).getByRole("heading", { level: 1 }))],
];
/** No picture is higher, in pixels. */
const HEIGHT_MAX = 12_000;
/** Pictures that the documentation shows, as wide as a text column. */
const DOCUMENTED = ["progress", "report"];
/** Small enough for files below 200 KiB. */
const DOCUMENTED_SIZE = { width: 1280, height: 720 };

export async function shots() {
  const folder = process.env.REVRX_SHOTS;
  if (!folder) {
    throw new Error("REVRX_SHOTS names no folder");
  }
  mkdirSync(folder, { recursive: true });
  const documented = basename(folder) === "images";
  const only = process.argv.slice(3);
  for (const [name, faults, way] of PICTURES) {
    if (documented ? DOCUMENTED.includes(name) : only.length === 0 || only.includes(name)) {
      await taken({ name, faults, way, folder, documented });
    }
  }
  await closed();
}

async function taken({ name, faults, way, folder, documented }) {
  const server = await Server.start({ faults });
  const view = await (
    await launched()
  ).newContext({
    viewport: documented ? DOCUMENTED_SIZE : WIDE_SCREEN,
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  try {
    const page = await view.newPage();
    const open = async (path) => {
      await page.goto(`${server.url}${path}`);
      return page;
    };
    await way({ api: new Api(server), server, page, open });
    if (documented) {
      await page.screenshot({ path: `${folder}/${name}.png` });
      return;
    }
    for (const { theme, size } of LOOKS) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
      await page.screenshot({ path: `${folder}/${name}-${theme}-${size.width}.png` });
    }
    await page.emulateMedia({ colorScheme: "light" });
    for (const { width } of [PHONE, WIDE_SCREEN]) {
      await whole(page, width);
      await page.screenshot({ path: `${folder}/${name}-whole-${width}.png` });
    }
  } finally {
    await view.close();
    await server.remove();
  }
}

/** Makes the window as high as the page: what is out of sight is not drawn. */
async function whole(page, width) {
  await page.setViewportSize({ width, height: WIDE_SCREEN.height });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(height, HEIGHT_MAX) });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
}

async function encounters({ api, open }) {
  for (const whole of [WIDE, OTITIS, HEART, KNEE]) {
    await api.made(whole);
  }
  await seen(rows(await open("/")));
}

async function report({ api, open }) {
  await ready(await open(`/reports/${(await api.made(KNEE)).id}`));
}

async function progress({ api, page, open }) {
  await open(`/reports/${await api.start(KNEE)}`);
  await until("the middle", async () => (await bar(page).getAttribute("value")) === "60");
}

async function failed({ api, page, open }) {
  await open(`/reports/${(await api.made(KNEE)).id}`);
  await seen(state(page, "Failed"));
}

async function lost(place) {
  await progress(place);
  await place.server.kill();
  await seen(connection(place.page, /last seen|lost/i));
  await seen(place.page.locator(".banner"));
}
