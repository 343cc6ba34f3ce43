// What the page says when the server is away or sockets are refused, and how it comes back by itself.
import assert from "node:assert/strict";

import { developed, rises, roll, strip } from "./support/film.mjs";
import { KNEE } from "./support/notes.mjs";
import { bar, button, comeBack, connection, ready, rows } from "./support/parts.mjs";
import { Proxy } from "./support/proxy.mjs";
import { scene } from "./support/scene.mjs";
import { seen, until } from "./support/wait.mjs";
import { AWAY } from "./support/watch.mjs";

const SLOW = "stage.after-run=delay(700ms)";
const SLOWER = "stage.after-run=delay(1500ms)";
const REFUSED = [/WebSocket connection to/, /status of 403/];
const FILMED = { percent: "main progress:not(.step-bar)", said: ".conn" };

scene(
  "killed in the middle of a report and started again: lost, then live, then ready",
  { faults: SLOW, allow: AWAY },
  async ({ go, page, server, api, watch }) => {
    const id = await api.start(KNEE);
    await go(`/reports/${id}`);
    await roll(page, FILMED);
    await until("twenty percent", async () => Number(await bar(page).getAttribute("value")) >= 20);
    await server.kill();
    await seen(connection(page, /last seen|lost/i));
    const before = Number(await bar(page).getAttribute("value"));
    await seen(page.locator(".banner").getByText(/no connection/i));
    const cancel = button(page, /cancel report/i);
    assert.ok(await cancel.isDisabled(), "what needs the server cannot be pressed");
    await server.again();
    await seen(connection(page, /^live/i));
    await page.locator(".banner").waitFor({ state: "hidden" });
    await ready(page);
    assert.equal(watch.loads, 1);
    const percents = strip((await developed(page)).percent, 0).map(Number);
    assert.ok(rises(percents), `percent fell: ${percents}`);
    assert.ok(Math.max(...percents) > before, `nothing moved after the restart: ${percents}`);
    assert.equal((await api.status(id)).status, "complete");
  },
);

scene(
  "the list comes back too, without a notice",
  { allow: AWAY },
  async ({ go, page, server, api, watch }) => {
    await api.made(KNEE);
    await go("/");
    await rows(page).first().waitFor();
    await seen(connection(page, /^live/i));
    await server.kill();
    await seen(connection(page, /last seen|lost/i));
    assert.equal(await rows(page).count(), 1, "what was known stays");
    await button(page, /try now/i).click();
    await seen(connection(page, /last seen|lost/i));
    await server.again();
    await comeBack(page);
    await seen(connection(page, /^live/i));
    assert.equal(await page.locator(".toast").count(), 0);
    assert.equal(watch.loads, 1);
  },
);

scene(
  "where sockets are refused the page polls, and says so; allowed again, it is live",
  { faults: SLOWER, allow: REFUSED, through: Proxy.before },
  async ({ go, page, api, between, watch }) => {
    const id = await api.start(KNEE);
    await go(`/reports/${id}`);
    await roll(page, FILMED);
    await seen(connection(page, /polling/i));
    assert.ok(between.refused >= 3, `polling after ${between.refused} refusals`);
    const then = Number(await bar(page).getAttribute("value"));
    await until(
      "progress by polling",
      async () => (await bar(page).count()) === 0 || Number(await bar(page).getAttribute("value")) > then,
    );
    await ready(page);
    const percents = strip((await developed(page)).percent, 0).map(Number);
    assert.ok(rises(percents), `percent fell: ${percents}`);
    between.refuses = false;
    await comeBack(page);
    await seen(connection(page, /^live/i));
    assert.equal(watch.loads, 1);
  },
);
