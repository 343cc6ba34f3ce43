// A test with a server, a browser window, and a judgement at its end.
import { after, test } from "node:test";

import { Api } from "./api.mjs";
import { closed, launched, WIDE_SCREEN } from "./browser.mjs";
import { Server } from "./server.mjs";
import { PATIENCE_MS } from "./wait.mjs";
import { Watch } from "./watch.mjs";

const TEST_MS = 120_000;
/** Lines of the page that a failure's message shows. */
const LINES_SHOWN = 120;

after(closed);

/**
 * A test in a window of its own before a server of its own.
 *
 * `settings` are those of the server, besides `allow` (patterns of problems the test provokes), `window` (of
 * Playwright's context) and `through` (makes what stands between the two, with `address` and `close()`).
 * `body` gets `{ server, api, page, watch, between, go(path) }`.
 */
export function scene(name, settings, body) {
  test(name, { timeout: TEST_MS }, async (context) => {
    const server = await Server.start(settings);
    const between = await settings.through?.(server);
    try {
      await inWindow({ context, server, between, settings, body });
    } finally {
      await between?.close();
      await server.remove();
    }
  });
}

async function inWindow({ context, server, between, settings, body }) {
  const { allow = [], window = {} } = settings;
  const view = await (
    await launched()
  ).newContext({
    viewport: WIDE_SCREEN,
    locale: "en-US",
    timezoneId: "UTC",
    reducedMotion: "reduce",
    ...window,
  });
  view.setDefaultTimeout(PATIENCE_MS);
  try {
    await Watch.titles(view);
    const page = await view.newPage();
    const watch = new Watch(page, allow);
    const host = between?.address ?? server.address;
    const go = (path) => page.goto(`http://${host}${path}`);
    try {
      await body({ context, server, api: new Api(server), page, watch, between, go });
      await watch.judge(host);
    } catch (error) {
      throw told(error, await shown(page, server, watch));
    }
  } finally {
    await view.close();
  }
}

/** The same failure, with what the page showed. */
function told(error, page) {
  const whole = new Error(error.message);
  whole.stack = `${error.stack}\n${page}`;
  return whole;
}

/** What the page showed when a test failed. */
async function shown(page, server, watch) {
  const tree = await page.locator("body").ariaSnapshot({ timeout: 2_000 }).catch(String);
  const lines = tree.split("\n").slice(0, LINES_SHOWN).join("\n");
  return [`at ${page.url()}:`, lines, ...watch.problems, `server: ${server.log.slice(-1_000)}`].join("\n");
}
