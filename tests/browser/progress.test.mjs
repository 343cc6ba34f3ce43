// A report while it is made: what moves, and that nothing goes back.
import assert from "node:assert/strict";

import { developed, rises, roll, strip } from "./support/film.mjs";
import { KNEE } from "./support/notes.mjs";
import { bar, button, dialog, ready, row, state, steps } from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { gone, seen, until } from "./support/wait.mjs";

const SLOW = "stage.after-run=delay(700ms)";
/** The first try fails in a way that is worth a second one, a second later. */
const TWICE = "stage.after-run=delay(200ms);stage.after-run@infer_icd10#1=error(unavailable)";
const STANDS = "stage.after-run@infer_icd10=delay(60s)";
const MILESTONES = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100];

const FILMED = {
  percent: "main progress:not(.step-bar)",
  shown: ".now-pct .num",
  states: ".step .step-state",
  sentence: ".now h2",
  elapsed: ".now-facts div:first-child dd",
};

scene(
  "percent, steps and time move forward, and the page becomes the report",
  { faults: SLOW },
  async ({ go, page, watch, api }) => {
    const id = await api.start(KNEE);
    await go(`/reports/${id}`);
    await seen(bar(page));
    await roll(page, FILMED);
    await ready(page);
    assert.equal(watch.loads, 1);
    const film = await developed(page);
    for (const name of ["percent", "shown"]) {
      const percents = strip(film[name], 0).map(Number);
      assert.ok(rises(percents), `${name} fell: ${percents}`);
      assert.ok(percents.length >= 5, `${name} hardly moved: ${percents}`);
    }
    const states = [0, 1, 2, 3].map((step) => strip(film.states, step));
    assert.equal(states[0].at(-1), "Done");
    for (const [number, path] of states.entries()) {
      assert.ok(path.length >= 2, `step ${number + 1} never changed: ${path}`);
      assert.ok(inOrder(path, ["Waiting", "Running", "Done"]), `step ${number + 1} went ${path}`);
    }
    assert.ok(strip(film.sentence, 0).length >= 4, `sentences: ${strip(film.sentence, 0)}`);
    const seconds = strip(film.elapsed, 0).map((text) => parseFloat(text));
    assert.ok(rises(seconds) && seconds.length >= 10, `elapsed does not run: ${seconds}`);
  },
);

scene("twelve milestones and a row for every part", { faults: STANDS }, async ({ go, page, api }) => {
  const id = await api.start(KNEE);
  await go(`/reports/${id}`);
  await until("sixty percent", async () => (await bar(page).getAttribute("value")) === "60");
  const milestones = page.locator(".milestones li");
  const places = await milestones.locator(".ms-at").allInnerTexts();
  assert.deepEqual(
    places.map((text) => parseInt(text, 10)),
    MILESTONES,
  );
  await seen(page.getByRole("heading", { name: /milestones.*7 of 12/i }));
  await seen(
    milestones.filter({ hasText: "Clinical filtering complete" }).locator(".ms-when", { hasText: /\d/ }),
  );
  const timeline = page.getByRole("table", { name: /when each part ran/i });
  await seen(timeline);
  assert.equal(await timeline.locator("tbody tr:not(.t-phase)").count(), 8, "a row for each part");
  assert.equal(await timeline.locator("tr.t-phase").count(), 4, "a row for each step");
  assert.match(await timeline.innerText(), /\d\.\d s/);
  assert.equal(await steps(page).count(), 4);
  const states = await steps(page).locator(".step-state").allInnerTexts();
  assert.deepEqual(
    states.map((text) => text.trim()),
    ["Done", "Done", "Running", "Waiting"],
  );
  assert.ok((await page.locator("[aria-current=step]").count()) > 0);
});

scene(
  "a part that is tried again says so, and leaves no gap",
  { faults: TWICE },
  async ({ go, page, api }) => {
    const id = await api.start(KNEE);
    await go(`/reports/${id}`);
    await roll(page, FILMED);
    await seen(steps(page).nth(2).getByText("Trying again"));
    await seen(page.getByRole("heading", { name: /next try in/i }));
    await ready(page);
    await seen(state(page, /^Ready$/));
    const path = strip((await developed(page)).states, 2);
    assert.ok(path.join().includes("Running,Trying again"), `step 3 went ${path}`);
  },
);

scene("a report is cancelled after a question", { faults: STANDS }, async ({ go, page, api, watch }) => {
  const id = await api.start(KNEE);
  await go(`/reports/${id}`);
  await button(page, /cancel report/i).click();
  await dialog(page).getByRole("button", { name: /go on/i }).click();
  await gone(dialog(page));
  await button(page, /cancel report/i).click();
  await dialog(page)
    .getByRole("button", { name: /cancel report/i })
    .click();
  await seen(state(page, "Cancelled"));
  assert.equal((await api.ended(id)).status, "cancelled");
  assert.equal(watch.loads, 1);
});

scene("rows of the list move with their reports", { faults: SLOW }, async ({ go, page, api, watch }) => {
  const id = await api.start(KNEE);
  await go("/");
  const badge = row(page, "Lindqvist").locator(".status");
  await seen(badge);
  await roll(page, { badge: "tbody tr .status" });
  await api.ended(id);
  await seen(badge.filter({ hasText: /ready/i }));
  const words = strip((await developed(page)).badge, 0);
  assert.ok(words.length >= 4, `the badge hardly moved: ${words}`);
  const percents = words
    .map((word) => /(\d+)\s*%/.exec(word)?.[1])
    .filter(Boolean)
    .map(Number);
  assert.ok(rises(percents), `percent fell: ${percents}`);
  assert.equal(watch.loads, 1);
});

/** Whether `path` visits states only in the order of `all`. */
function inOrder(path, all) {
  const places = path.map((word) => all.findIndex((each) => word.startsWith(each)));
  return places.every((place, at) => place >= 0 && (at === 0 || place >= places[at - 1]));
}
