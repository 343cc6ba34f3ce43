// The Tab key alone: where it leads, and whether one sees it.

/** Presses of Tab without reaching anything new, after which nothing new comes. */
const IDLE_PRESSES_MAX = 3;
const PRESSES_MAX = 400;

/**
 * Presses Tab until it comes back to where it began.
 *
 * Gives `{ missed, unseen, presses }`: names of what can be acted on and is not reached, and of what is reached
 * without a visible sign of it.
 */
export async function tabbed(page) {
  await page.evaluate(prepare);
  const reached = new Set();
  const unseen = [];
  let presses = 0;
  for (let idle = 0; idle < IDLE_PRESSES_MAX && presses < PRESSES_MAX; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(focused);
    if (at === null || reached.has(at.number)) {
      idle += 1;
      continue;
    }
    idle = 0;
    reached.add(at.number);
    if (!at.visible) {
      unseen.push(at.name);
    }
  }
  const wanted = await page.evaluate(actions);
  return {
    missed: wanted.filter(({ number }) => !reached.has(number)).map(({ name }) => name),
    unseen,
    presses,
  };
}

/** Numbers elements as they are met, and starts from the top of the document. */
function prepare() {
  const numbers = new Map();
  globalThis.numberOf = (element) => {
    if (!numbers.has(element)) {
      numbers.set(element, numbers.size);
    }
    return numbers.get(element);
  };
  globalThis.nameOf = (element) => `${element.tagName.toLowerCase()} ${element.outerHTML.slice(0, 140)}`;
  document.activeElement?.blur();
  getSelection().removeAllRanges();
}

/** What has the focus, and whether it, its label or what it stands in is drawn with an outline. */
function focused() {
  const element = document.activeElement;
  if (element === null || element === document.body) {
    return null;
  }
  const drawn = [element, ...(element.labels ?? [])];
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    drawn.push(around);
  }
  const ringed = (each, part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each, part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  };
  const visible = drawn.some((each) => [null, "::before", "::after"].some((part) => ringed(each, part)));
  return { number: globalThis.numberOf(element), name: globalThis.nameOf(element), visible };
}

/**
 * Everything that can be acted on: visible and enabled, besides the entries of a list that share one tab stop and
 * what takes the focus only when a script gives it.
 */
function actions() {
  const given = "main, dialog, [role=dialog], h1, h2, section, footer, [role=alert]";
  const acts = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled, [inert] *");
  const byScript = (element) => element.tabIndex < 0 && element.matches(given);
  const shares = (element) =>
    element.tabIndex < 0 &&
    Boolean(element.closest(".codes, [role=menu], [role=tablist]")?.querySelector("[tabindex='0']"));
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((element) => acts(element) && !byScript(element) && !shares(element))
    .map((element) => ({ number: globalThis.numberOf(element), name: globalThis.nameOf(element) }));
}
