// Reports that are not simply ready: with gaps, failed, cancelled, deleted.
import assert from "node:assert/strict";

import { KNEE } from "./support/notes.mjs";
import { bar, button, entry, heading, ready, state, steps } from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { seen, until } from "./support/wait.mjs";

const NO_FILTER = "stage.after-run@clinical_filter=error(internal)";
const NO_CODES = "stage.after-run@infer_icd10=error(internal)";
const CODING_FAILS = "stage.after-run@ai_coding=error(internal)";
/** Only the first time; and slow, so that a retry can be watched. */
const CODING_FAILS_ONCE =
  "stage.after-run@ai_coding:1=error(internal);stage.after-run@ai_quality=delay(400ms)";
const SLOW_THEN_FAILS = `stage.after-run=delay(300ms);${CODING_FAILS}`;
const STANDS = "stage.after-run@ai_coding=delay(60s)";
/** Words of the engine, which no clinician should have to read. */
const ENGINE_WORDS = /degraded|dead letter|\bstage\b|\brun\b|\blease\b|panic|null|undefined|NaN/i;
const NOT_FOUND = { allow: [/status of 4(04|10)/] };

const gaps = (page) => page.getByRole("region", { name: /missing|gap/i });

scene("what is missing stands above the summary", { faults: NO_FILTER }, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  assert.ok(report.degraded);
  await go(`/reports/${report.id}`);
  await ready(page);
  await seen(state(page, /with gaps/i));
  const notice = await gaps(page).first().innerText();
  assert.match(notice, /filter/i);
  const [notices, summary] = [
    await gaps(page).first().boundingBox(),
    await page.getByRole("region", { name: "Summary" }).boundingBox(),
  ];
  assert.ok(notices.y < summary.y);
  await seen(entry(page, "M17.11"));
  assert.doesNotMatch(
    await page.locator("main .page-head, main .notice").allInnerTexts().then(String),
    ENGINE_WORDS,
  );
});

scene(
  "without any code an empty group is not read as: none found",
  { faults: NO_CODES },
  async ({ go, page, api }) => {
    const report = await api.made(KNEE);
    await go(`/reports/${report.id}`);
    await ready(page);
    await seen(state(page, /with gaps/i));
    await seen(gaps(page).getByText(/ICD-10/i));
    await seen(gaps(page).getByText(/not a finding|does not mean/i));
  },
);

scene(
  "a failed report says what happened, what is kept, and offers one way on",
  { faults: CODING_FAILS },
  async ({ go, page, api }) => {
    const report = await api.made(KNEE);
    assert.equal(report.status, "failed");
    await go(`/reports/${report.id}`);
    await seen(state(page, "Failed"));
    await seen(page.getByRole("heading", { name: /could not be made/i }));
    await seen(page.getByText(/note is kept/i));
    await seen(button(page, /again/i));
    const states = await steps(page).locator(".step-state").allInnerTexts();
    assert.deepEqual(
      states.map((text) => text.trim()),
      ["Done", "Done", "Done", "Failed"],
    );
    await seen(page.getByText(/do not code from this/i));
    for (const { code } of report.found.slice(0, 3)) {
      await seen(page.getByText(code, { exact: true }));
    }
    assert.doesNotMatch(await page.locator("main").innerText(), ENGINE_WORDS);
  },
);

scene(
  "a failed report is tried again from the page, and becomes ready",
  { faults: CODING_FAILS_ONCE },
  async ({ go, page, api, watch }) => {
    const report = await api.made(KNEE);
    assert.equal(report.status, "failed");
    await go(`/reports/${report.id}`);
    await button(page, /again/i).first().click();
    await ready(page);
    await seen(entry(page, "M17.11"));
    assert.equal(watch.loads, 1);
    assert.equal((await api.status(report.id)).status, "complete");
  },
);

scene(
  "a report that fails while it is watched becomes the failed page",
  { faults: SLOW_THEN_FAILS },
  async ({ go, page, api, watch }) => {
    const id = await api.start(KNEE);
    await go(`/reports/${id}`);
    await seen(bar(page));
    await seen(state(page, "Failed"));
    await seen(button(page, /again/i));
    assert.equal(watch.loads, 1);
  },
);

scene(
  "a cancelled report says so, and another can be made",
  { faults: STANDS },
  async ({ go, page, api }) => {
    const id = await api.start(KNEE);
    await api.reached(id, (status) => status.percent >= 80);
    await api.call("POST", `/reports/${id}/cancel`);
    await api.ended(id);
    await go(`/reports/${id}`);
    await seen(state(page, "Cancelled"));
    await button(page, /again|another|new report/i)
      .first()
      .click();
    await until("another report", async () => (await api.encounters())[0].report.id !== id);
    await until("its page", () => page.url() !== `${new URL(page.url()).origin}/reports/${id}`);
    await seen(bar(page));
  },
);

scene("an address without anything says so, and shows a way on", NOT_FOUND, async ({ go, page }) => {
  for (const path of ["/nowhere", "/reports/01935c0a-41e7-7d10-9b3e-5c2f8d06aa41", "/encounters/nothing"]) {
    await go(path);
    await seen(page.getByRole("heading", { level: 1, name: /nothing|no such/i }));
    await seen(page.getByRole("link", { name: /encounters/i }).last());
  }
  await page
    .getByRole("main")
    .getByRole("link", { name: /encounters/i })
    .click();
  await seen(heading(page, /.+/));
  assert.equal(new URL(page.url()).pathname, "/");
});

scene("a deleted encounter's report is gone", NOT_FOUND, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await api.call("DELETE", `/encounters/${report.encounter.id}`);
  await go(`/reports/${report.id}`);
  await seen(page.getByText(/deleted/i));
  assert.doesNotMatch(await page.locator("body").innerText(), /Lindqvist|osteoarthritis/i);
});
