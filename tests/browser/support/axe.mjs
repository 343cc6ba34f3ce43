// Accessibility by axe-core: in both themes, on a wide screen and on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { LOOKS, WIDE_SCREEN } from "./browser.mjs";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with every violation of the page as it stands, in each look. */
export async function accessible(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    await page.evaluate(SOURCE);
  }
  const found = [];
  for (const { theme, size } of LOOKS) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize(size);
    const violations = await page.evaluate(audit, RULES);
    found.push(...violations.map((violation) => `${theme} ${size.width}: ${violation}`));
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(WIDE_SCREEN);
  assert.deepEqual(found, []);
}

/** Runs in the page, two frames after it was laid out anew. */
async function audit(rules) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
  await Promise.all(
    document
      .getAnimations()
      .filter(ends)
      .map((animation) => animation.finished.catch(() => {})),
  );
  const { violations } = await globalThis.axe.run(document, {
    runOnly: { type: "tag", values: rules },
    resultTypes: ["violations"],
    preload: false,
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) =>
        `${id}: ${help}: ${node.target.join(" ")} ${node.failureSummary.split("\n").slice(1).join(";")}`,
    ),
  );
}
