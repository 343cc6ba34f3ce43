// How notes come in: by drop, from the samples, or pasted.
import assert from "node:assert/strict";

import { HEART, KNEE, OTITIS } from "./support/notes.mjs";
import {
  bar,
  button,
  dialog,
  drop,
  note,
  pasteButton,
  ready,
  row,
  rows,
  sampleItem,
  visitFields,
} from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { gone, seen, until } from "./support/wait.mjs";

const SLOW = "stage.after-run=delay(300ms)";

scene(
  "a sample note is chosen, and becomes a report without a reload",
  {},
  async ({ go, page, watch, api }) => {
    await go("/");
    await (await sampleItem(page)).click();
    await ready(page);
    assert.match(page.url(), /\/reports\/[\w-]+$/);
    assert.equal(watch.loads, 1);
    assert.equal((await api.encounters()).length, 1);
  },
);

scene("a dropped note becomes a report without a reload", { faults: SLOW }, async ({ go, page, watch }) => {
  await go("/");
  await drop(page, [{ name: "visit.txt", text: KNEE.note }]);
  await seen(bar(page));
  await ready(page);
  assert.equal(watch.loads, 1);
});

scene(
  "several dropped notes are several reports, and their rows move by themselves",
  { faults: SLOW },
  async ({ go, page, watch, api }) => {
    await go("/");
    const files = [KNEE, OTITIS, HEART].map((whole, number) => ({
      name: `note-${number}.txt`,
      text: whole.note,
    }));
    await drop(page, files);
    await until("three rows", async () => (await rows(page).count()) === 3);
    await until(
      "three ready",
      async () =>
        (await rows(page)
          .getByText(/^ready/i)
          .count()) === 3,
    );
    const made = await api.encounters();
    assert.deepEqual(
      made.map((row) => row.report?.status),
      ["complete", "complete", "complete"],
    );
    assert.equal(watch.loads, 1);
  },
);

scene("a note is pasted, with what is known of the visit", {}, async ({ go, page, api }) => {
  await go("/");
  await pasteButton(page).click();
  await seen(dialog(page));
  await dialog(page).getByRole("textbox", { name: /note/i }).fill(KNEE.note);
  await visitFields(page);
  await dialog(page)
    .getByRole("textbox", { name: /billed/i })
    .fill("M17.11 M25.561");
  await dialog(page)
    .getByRole("button", { name: /make the report/i })
    .click();
  await ready(page);
  const [made] = await api.encounters();
  const whole = await api.call("GET", `/encounters/${made.id}`);
  assert.equal(whole.note, KNEE.note);
  assert.deepEqual(whole.encounter.billed, ["M17.11", "M25.561"]);
});

scene("a dialog closes by Escape and gives the focus back", {}, async ({ go, page }) => {
  await go("/");
  const opener = pasteButton(page);
  await opener.click();
  await seen(dialog(page));
  await page.keyboard.press("Escape");
  await gone(dialog(page));
  assert.ok(
    await opener.evaluate((element) => element === document.activeElement),
    "the focus is where it was",
  );
});

const BAD = [
  { name: "empty.txt", text: "", says: /empty/i },
  { name: "large.txt", size: 2 * 1024 * 1024, says: /1 MB|1 MiB|too (large|long)/i },
  {
    name: "picture.png",
    bytes: Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1").toString("base64"),
    says: /not (plain )?text|text/i,
  },
  { name: "old.txt", bytes: Buffer.from("Café, fièvre.", "latin1").toString("base64"), says: /UTF-8/i },
];

scene("bad files say why, and the good ones go on", {}, async ({ go, page, api }) => {
  await go("/");
  await drop(page, [...BAD, { name: "good.txt", text: OTITIS.note }]);
  for (const { name, says } of BAD) {
    const line = page.getByRole("listitem").filter({ hasText: name });
    await seen(line);
    assert.match(await line.first().innerText(), says, name);
  }
  await until("one report", async () => (await api.encounters())[0]?.report?.status === "complete");
  assert.equal((await api.encounters()).length, 1);
});

scene("a double click makes one report", { faults: SLOW }, async ({ go, page, api }) => {
  await go("/");
  await (await sampleItem(page)).dblclick();
  await ready(page);
  assert.equal((await api.encounters()).length, 1);
  await go("/");
  await pasteButton(page).click();
  await dialog(page).getByRole("textbox", { name: /note/i }).fill(KNEE.note);
  await dialog(page)
    .getByRole("button", { name: /make the report/i })
    .dblclick();
  await ready(page);
  assert.equal((await api.encounters()).length, 2);
});
