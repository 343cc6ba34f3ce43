// Codes and the note beside them: what is pointed at or chosen in one is lit in the other.
import assert from "node:assert/strict";

import { KNEE } from "./support/notes.mjs";
import { clipboard, COPYING, entry, linked, ready } from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { seen, until } from "./support/wait.mjs";

scene(
  "pointing at a code lights its words, and pointing at words lights the code",
  {},
  async ({ go, page, api }) => {
    const report = await api.made(KNEE);
    await go(`/reports/${report.id}`);
    await ready(page);
    const code = report.document.codes.find(
      (code) => code.verdict === "supported" && code.evidence.length > 0,
    );
    await entry(page, code.code).hover();
    await seen(linked(page, ".note mark"));
    const lit = (await linked(page, ".note mark").allTextContents()).join("\n");
    assert.ok(
      code.evidence.some(({ quote }) => lit.includes(quote)),
      `lit: ${lit}`,
    );
    await page.locator("h1").hover();
    await until("nothing lit", async () => (await linked(page, ".note mark").count()) === 0);
    await page.locator(".note mark").filter({ hasText: code.evidence[0].quote }).first().hover();
    await seen(linked(page, ".finding").filter({ hasText: code.code }));
    await page.locator("h1").hover();
    await entry(page, code.code).locator(".finding-title").click();
    await page.locator("h1").hover();
    await seen(linked(page, ".note mark"));
    await page.keyboard.press("Escape");
    await until("nothing chosen", async () => (await linked(page, ".note mark").count()) === 0);
  },
);

scene("the keys J, K, E, N, C and Escape", COPYING, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await go(`/reports/${report.id}`);
  await ready(page);
  const chosen = async () =>
    (await linked(page, ".finding").locator(".finding-head .code").allInnerTexts()).join();
  await page.keyboard.press("j");
  await until("a first code", chosen);
  const first = await chosen();
  await page.keyboard.press("j");
  await until("another code", async () => ![first, ""].includes(await chosen()));
  await page.keyboard.press("k");
  await until("the first again", async () => (await chosen()) === first);
  await page.keyboard.press("c");
  await until("a copy of the code", async () => (await clipboard(page)) === first);
  while ((await linked(page, ".note mark").count()) === 0) {
    const before = await chosen();
    await page.keyboard.press("j");
    await until("the next code", async () => (await chosen()) !== before);
  }
  await page.keyboard.press("e");
  await until("evidence in view", () => page.evaluate(litInView));
  await page.keyboard.press("n");
  await until("the note has the focus", () =>
    page.evaluate(() => document.activeElement?.closest(".note") !== null),
  );
  await page.keyboard.press("Escape");
  await until("nothing chosen", async () => (await chosen()) === "");
});

/** Whether lit words are in sight of the reader; runs in the page. */
function litInView() {
  return [...document.querySelectorAll(".note mark.is-linked")].some((mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}
