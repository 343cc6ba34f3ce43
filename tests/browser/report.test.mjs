// A report that is ready: codes beside the note, and the way from one to the other.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { HEART, KNEE, WIDE } from "./support/notes.mjs";
import { button, clipboard, COPYING, linked, ready, state } from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { seen, until } from "./support/wait.mjs";

/** Groups in the order they stand, by verdict. */
const GROUPS = [
  ["unsupported", /^Unsupported/],
  ["under-specified", /^Under-specified/],
  ["missed", /^Missed/],
  ["supported", /^Supported/],
  ["suppressed", /^Suppressed/],
  ["rejected", /^Rejected/],
];
/** SNOMED CT concepts stand beside the codes they belong to. */
const isIcd = (code) => code.system === "icd-10-cm";

scene("billed codes stand beside what the note supports", {}, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await go(`/reports/${report.id}`);
  await ready(page);
  await seen(state(page, /^Ready$/));
  const strip = page.getByRole("group", { name: /billed codes compared/i });
  for (const code of report.billed) {
    await seen(strip.getByText(code, { exact: true }));
  }
  await seen(page.getByRole("region", { name: "Summary" }).getByText(/to look at|nothing to change/i));
  await strip.getByRole("link").first().click();
  await until(
    "an entry that is chosen",
    async () => (await linked(page, ".finding").or(page.locator(".finding:target")).count()) > 0,
  );
});

scene(
  "every code stands once in the group of its verdict, with its reason",
  {},
  async ({ go, page, api }) => {
    const report = await api.made(HEART);
    await go(`/reports/${report.id}`);
    await ready(page);
    const { codes, findings } = report.document;
    await page.locator("main details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
    for (const [verdict, title] of GROUPS) {
      const expected = codes.filter((code) => code.verdict === verdict && isIcd(code));
      const group = page
        .getByRole("region", { name: title })
        .or(page.locator("details.group").filter({ has: page.getByRole("heading", { name: title }) }));
      if (expected.length === 0) {
        continue;
      }
      const texts = await group.first().locator(".finding").allTextContents();
      assert.equal(texts.length, expected.length, verdict);
      for (const { code, title, reason } of expected) {
        const text = texts.find((text) => text.includes(code));
        assert.ok(text !== undefined, `${verdict}: ${code} is not in ${texts.join(" / ")}`);
        const said = text.toLowerCase();
        assert.ok(
          [title, reason].every((words) => said.includes(words.toLowerCase())),
          `${code} without title or reason: ${text}`,
        );
      }
    }
    for (const finding of findings) {
      await seen(page.getByText(finding.message));
    }
    await seen(page.getByText(report.document.notice));
  },
);

scene("the note is whole, and each quote is marked where it stands", {}, async ({ go, page, api }) => {
  for (const whole of [KNEE, WIDE]) {
    const report = await api.made(whole);
    await go(`/reports/${report.id}`);
    await ready(page);
    await page.locator("main details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
    const lines = (text) => text.replace(/\r\n?/g, "\n").replace(/\s+/g, " ").trim();
    assert.equal(lines(await page.evaluate(noteWithoutNumbers)), lines(whole.note));
    const marks = (await page.locator(".note mark").allTextContents()).join("\n");
    const quotes = report.document.codes
      .filter(isIcd)
      .flatMap((code) => code.evidence.map(({ quote }) => quote));
    assert.ok(quotes.length > 0);
    for (const quote of new Set(quotes)) {
      assert.ok(lines(whole.note).includes(lines(quote)), "a quote is words of the note");
      assert.ok(marks.includes(quote), `nothing marks ${quote}: ${marks}`);
    }
    for (const link of await page.locator("a.quote").all()) {
      const [said, target] = [await link.textContent(), await link.getAttribute("href")];
      const mark = page.locator(target.slice(target.indexOf("#")));
      assert.equal(lines(await mark.textContent()), lines(said), "a quote leads to the words it quotes");
    }
  }
});

scene("codes are copied, and exported", COPYING, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await go(`/reports/${report.id}`);
  await ready(page);
  const suggested = report.document.codes.filter(
    (code) => ["supported", "missed"].includes(code.verdict) && isIcd(code),
  );
  await button(page, /copy codes/i).click();
  const copied = await until("a copy", () => clipboard(page));
  suggested.forEach(({ code }) => assert.ok(copied.includes(code), `${code} is not in: ${copied}`));
  const download = page.waitForEvent("download");
  await page.getByText("Export", { exact: true }).click();
  await page.getByRole("button", { name: /CSV/ }).click();
  const file = await download;
  const content = readFileSync(await file.path(), "utf8");
  suggested.forEach(({ code }) => assert.ok(content.includes(code), `${code} is not in the file`));
  assert.doesNotMatch(file.suggestedFilename(), /Lindqvist|Barnaby/i);
});

scene(
  "on paper codes come first, the note after them, and nothing is folded",
  {},
  async ({ go, page, api }) => {
    const report = await api.made(KNEE);
    await go(`/reports/${report.id}`);
    await ready(page);
    await page.emulateMedia({ media: "print" });
    const top = async (selector) => (await page.locator(selector).first().boundingBox())?.y;
    assert.ok((await top(".codes")) < (await top(".note")), "codes first");
    await gone(page, ".top");
    await gone(page, ".head-acts");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await until(
      "folds open",
      async () => (await page.locator("main details:not([open])").count()) === 0 || page.evaluate(foldsShow),
    );
    const pdf = await page.pdf();
    assert.ok(pdf.length > 10_000);
  },
);

async function gone(page, selector) {
  assert.equal(await page.locator(selector).first().isVisible(), false, `${selector} is printed`);
}

/** The note as it is shown, without the numbers of codes and the reasons for leaving text out; runs in the page. */
function noteWithoutNumbers() {
  const copy = document.querySelector(".note").cloneNode(true);
  copy.querySelectorAll(".ref, .dropped-why, .vh").forEach((element) => element.remove());
  copy.querySelectorAll("p, li, h3, br, ul, div").forEach((element) => element.append("\n"));
  return copy.textContent;
}

/** Whether what closed folds hold is shown all the same; runs in the page. */
function foldsShow() {
  const folds = [...document.querySelectorAll("main details:not([open])")];
  return folds.every((fold) => [...fold.children].every((child) => child.getClientRects().length > 0));
}
