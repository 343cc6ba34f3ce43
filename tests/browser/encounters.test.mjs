// The list of encounters: empty, with notes that look like markup, and after a deletion.
import assert from "node:assert/strict";

import { KNEE, OTITIS, SCRIPT } from "./support/notes.mjs";
import {
  askToDelete,
  button,
  connection,
  dialog,
  drop,
  heading,
  note,
  ready,
  row,
  rows,
} from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { gone, seen, until } from "./support/wait.mjs";

scene("an empty page says how to begin, and that nothing leaves this computer", {}, async ({ go, page }) => {
  await go("/");
  await seen(page.getByRole("heading", { level: 1 }));
  await seen(page.getByText(/drop/i));
  await seen(page.getByText(/this computer/i));
  await seen(button(page, /try a sample note/i));
  for (const step of ["PHI Detection", "Clinical Filtering", "Code Inference", "AI Analysis"]) {
    await seen(page.getByText(step));
  }
  assert.equal(await page.getByRole("table").count(), 0, "no table without rows");
  await seen(connection(page, /live/i));
});

scene("a script in a note is text", {}, async ({ go, page, api }) => {
  const { id } = await api.made(SCRIPT);
  await go("/");
  await seen(row(page, "<img src=x onerror=alert(2)> Quillonia"));
  await go(`/reports/${id}`);
  await ready(page);
  assert.match(
    await note(page).innerText(),
    /<script>alert\('note'\)<\/script> <img src=x onerror=alert\(1\)>/,
  );
  assert.equal(await page.locator("main script, main img").count(), 0);
  assert.equal(
    await page
      .locator(".note b")
      .filter({ hasText: /^bold$/ })
      .count(),
    0,
    "its markup is text too",
  );
});

scene("an encounter is deleted after a question, and is gone", {}, async ({ go, page, api }) => {
  const { encounter } = await api.made(KNEE);
  await api.made(OTITIS);
  await go("/");
  const doomed = row(page, encounter.label);
  await askToDelete(page, doomed);
  await dialog(page).getByRole("button", { name: /keep/i }).click();
  await gone(dialog(page));
  await seen(doomed);
  await askToDelete(page, doomed);
  await dialog(page)
    .getByRole("button", { name: /delete/i })
    .click();
  await gone(doomed);
  assert.equal((await api.encounters()).length, 1);
  await go("/");
  await seen(heading(page, "Encounters"));
  await until("one row", async () => (await rows(page).count()) === 1);
});
