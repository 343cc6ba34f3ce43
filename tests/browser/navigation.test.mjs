// From page to page without loading anew: notices, long lists, the way back, long notes.
import assert from "node:assert/strict";

import { KNEE, OTITIS } from "./support/notes.mjs";
import { bar, button, comeBack, entry, heading, note, ready, row, rows, toast } from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { seen, until } from "./support/wait.mjs";

const SLOW = "stage.after-run=delay(300ms)";
const CODING_FAILS = `${SLOW};stage.after-run@ai_coding=error(internal)`;
/** More than one page of the list. */
const MANY = 60;
const FIRST_PAGE = 50;
/** As long as a note may be, in bytes. */
const LONGEST = 1024 * 1024;

const crumb = (page) =>
  page.getByRole("navigation", { name: /you are here/i }).getByRole("link", { name: "Encounters" });
const scrolled = (page) => page.evaluate(() => Math.round(scrollY));

scene(
  "a notice says that a report is ready, and leads to it",
  { faults: SLOW },
  async ({ go, page, watch, api }) => {
    await go(`/reports/${await api.start(KNEE)}`);
    await seen(bar(page));
    await crumb(page).click();
    await seen(heading(page, "Encounters"));
    await seen(toast(page, /report ready/i));
    await toast(page, /report ready/i)
      .getByRole("link")
      .click();
    await ready(page);
    assert.equal(await page.locator(".toast").count(), 0, "no notice for the page one is on");
    assert.equal(watch.loads, 1);
  },
);

scene(
  "a notice of a failed report stays until it is closed",
  { faults: CODING_FAILS },
  async ({ go, page, api }) => {
    await go(`/reports/${await api.start(KNEE)}`);
    await seen(bar(page));
    await crumb(page).click();
    await seen(toast(page, /report failed/i));
    await seen(toast(page, /report failed/i).getByRole("link"));
    await toast(page, /report failed/i)
      .getByRole("button", { name: /close/i })
      .click();
    await until("no notice", async () => (await page.locator(".toast").count()) === 0);
  },
);

scene(
  "a long list is read on, and the way back leads to where one was",
  {},
  async ({ go, page, watch, api }) => {
    await api.made(KNEE);
    for (let number = 0; number < MANY - 1; number += 1) {
      await api.encounter({ note: OTITIS.note, reference: `visit ${number}` });
    }
    await go("/");
    await until("the first page", async () => (await rows(page).count()) === FIRST_PAGE);
    await button(page, /show more/i).click();
    await until("all rows", async () => (await rows(page).count()) === MANY);
    await seen(row(page, "visit 0").last());
    const last = rows(page).last();
    await last.scrollIntoViewIfNeeded();
    const far = await scrolled(page);
    assert.ok(far > 500, `scrolled by ${far}`);
    await last.getByRole("link").first().click();
    await ready(page);
    assert.equal(await scrolled(page), 0, "a page begins at its top");
    await page.goBack();
    await until("where one was", async () => Math.abs((await scrolled(page)) - far) < 50);
    await page.goForward();
    await ready(page);
    assert.equal(watch.loads, 1);
  },
);

scene("what is made elsewhere waits until it is asked for", {}, async ({ go, page, api }) => {
  await api.made(KNEE);
  await go("/");
  await until("one row", async () => (await rows(page).count()) === 1);
  await api.made(OTITIS);
  // The list looks for news when its tab is shown again.
  await comeBack(page);
  await seen(button(page, /1 new/i));
  assert.equal(await rows(page).count(), 1, "no row moves by itself");
  await button(page, /1 new/i).click();
  await until("two rows", async () => (await rows(page).count()) === 2);
});

scene("the address of an encounter leads to its newest report", {}, async ({ go, page, api }) => {
  const { encounter } = await api.made(KNEE);
  await go(`/encounters/${encounter.id}`);
  await ready(page);
  const without = await api.encounter(OTITIS);
  await go(`/encounters/${without}`);
  await button(page, /make (the|a) report/i).click();
  await ready(page);
});

scene("the longest note is shown, and can be worked with", {}, async ({ go, page, api }) => {
  const filler = "The patient walks to the mailbox every morning and feels well.\n\n";
  const whole = {
    note: filler.repeat(Math.floor((LONGEST - KNEE.note.length) / filler.length)) + KNEE.note,
    encounter: KNEE.encounter,
  };
  const report = await api.made(whole);
  await go(`/reports/${report.id}`);
  await ready(page);
  await seen(page.getByText(/1,04\d,\d{3}/));
  await entry(page, "M17.11").locator(".finding-title").click();
  const mark = note(page).locator("mark.is-linked").first();
  await until("the words in view", () =>
    mark.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }),
  );
});
