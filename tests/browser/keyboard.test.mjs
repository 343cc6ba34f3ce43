// Everything that can be done can be done by keyboard, and one sees where one is.
import assert from "node:assert/strict";

import { tabbed } from "./support/keyboard.mjs";
import { KNEE, OTITIS } from "./support/notes.mjs";
import { bar, button, dialog, heading, ready, rows, state, pasteButton } from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { gone, seen, until } from "./support/wait.mjs";

const CODING_FAILS = "stage.after-run@ai_coding=error(internal)";
const STANDS = "stage.after-run@infer_icd10=delay(60s)";

/** Tab reaches every action, each is seen, and nothing holds the focus. */
async function reachable(page) {
  const { missed, unseen } = await tabbed(page);
  assert.deepEqual({ missed, unseen }, { missed: [], unseen: [] });
}

scene("Tab reaches every action of the list, empty and with rows", {}, async ({ go, page, api }) => {
  await go("/");
  await seen(button(page, /try a sample note/i));
  await reachable(page);
  await api.made(KNEE);
  await api.made(OTITIS);
  await go("/");
  await seen(rows(page));
  await reachable(page);
});

scene("Tab reaches every action of a report", {}, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await go(`/reports/${report.id}`);
  await ready(page);
  await reachable(page);
});

scene(
  "Tab reaches every action of a report while it is made, and of a cancelled one",
  { faults: STANDS },
  async ({ go, page, api }) => {
    const id = await api.start(KNEE);
    await go(`/reports/${id}`);
    await seen(bar(page));
    await reachable(page);
    await api.call("POST", `/reports/${id}/cancel`);
    await seen(state(page, "Cancelled"));
    await reachable(page);
  },
);

scene(
  "Tab reaches every action of a failed report and of an address without anything",
  { faults: CODING_FAILS, allow: [/status of 404/] },
  async ({ go, page, api }) => {
    const report = await api.made(KNEE);
    await go(`/reports/${report.id}`);
    await seen(state(page, "Failed"));
    await reachable(page);
    await go("/nowhere");
    await seen(heading(page, /nothing/i));
    await reachable(page);
  },
);

scene("a dialog keeps the focus until it is closed", {}, async ({ go, page }) => {
  await go("/");
  await seen(heading(page, /.+/));
  await page.keyboard.press("?");
  await seen(dialog(page));
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const at = document.activeElement;
      return at !== null && at !== document.body && at.closest("dialog, [role=dialog]") === null;
    });
    assert.equal(outside, false, "the focus left an open dialog");
  }
  await page.keyboard.press("Escape");
  await gone(dialog(page));
});

scene("a note becomes a report by keyboard alone", {}, async ({ go, page }) => {
  await go("/");
  const target = button(page, /try a sample note/i);
  await seen(target);
  await until("the button has the focus", async () => {
    await page.keyboard.press("Tab");
    return target.evaluate((element) => element === document.activeElement);
  });
  await page.keyboard.press("Enter");
  await seen(page.locator(".menu").getByRole("button"));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await ready(page);
  await until("the page's own content has the focus", () =>
    page.evaluate(() => document.activeElement?.closest("main") !== null),
  );
  await page.goBack();
  await seen(rows(page).or(heading(page, "Encounters")));
});

scene("letters are letters while one writes", {}, async ({ go, page }) => {
  await go("/");
  await pasteButton(page).click();
  const note = dialog(page).getByRole("textbox", { name: /note/i });
  await note.pressSequentially("jkencq?/");
  assert.equal(await note.inputValue(), "jkencq?/");
  assert.equal(await dialog(page).count(), 1);
});

scene("the theme is chosen and kept", {}, async ({ go, page }) => {
  await go("/");
  const theme = button(page, /theme/i);
  const shown = () => page.evaluate(() => document.documentElement.dataset.theme ?? "system");
  const seenThemes = new Set([await shown()]);
  for (let press = 0; press < 3; press += 1) {
    const before = await shown();
    await theme.click();
    await until("another theme", async () => (await shown()) !== before);
    seenThemes.add(await shown());
  }
  assert.equal(seenThemes.size, 3, [...seenThemes].join());
  await theme.click();
  const chosen = await shown();
  await go("/");
  await seen(theme);
  assert.equal(await shown(), chosen);
});
