// The parts of the page, named as a person finds them.
import { seen } from "./wait.mjs";

export const heading = (page, name) => page.getByRole("heading", { level: 1, name });
export const button = (page, name) => page.getByRole("button", { name });
export const rows = (page) =>
  page
    .getByRole("table", { name: /encounters/i })
    .locator("tbody")
    .getByRole("row");
export const dialog = (page) => page.getByRole("dialog");
export const toast = (page, text) => page.locator(".toast").filter({ hasText: text });

/** What the page says of its connection. */
export const connection = (page, words) => page.locator(".conn").filter({ hasText: words });

/** The state in the head of a report's page. */
export const state = (page, words) => page.locator(".page-head .status").filter({ hasText: words });

/** Number shown while a report is made, as the bar tells assistive technology. */
export const bar = (page) => page.getByRole("progressbar", { name: /report progress/i });

/** The words of the note. */
export const note = (page) => page.getByRole("region", { name: /text of the note/i });

export const steps = (page) => page.getByRole("list", { name: /steps/i }).getByRole("listitem");

/** An entry for a code in the list of the report. */
export const entry = (page, code) =>
  page.locator(".finding").filter({
    has: page.locator(".finding-head .code", { hasText: new RegExp(`^${code.replace(".", "\\.")}$`) }),
  });

/** What is lit, among the elements of a selector. */
export const linked = (page, selector) => page.locator(`${selector}.is-linked`);

/** Settings of a window in which the clipboard can be read. */
export const COPYING = { window: { permissions: ["clipboard-read", "clipboard-write"] } };
export const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

/** The row of an encounter, by its label. */
export const row = (page, label) => rows(page).filter({ hasText: label });

/** What opens the dialog for a note that is pasted, on an empty page or a list. */
export const pasteButton = (page) => button(page, /^(paste a note|new report)$/i).first();

/** The item of the menu of sample notes that a first visitor chooses. */
export async function sampleItem(page) {
  await button(page, /try a sample note/i).click();
  const item = page.locator(".menu").getByRole("button").first();
  await seen(item);
  return item;
}

/** Opens the fields of the visit in the dialog for a note that is pasted. */
export async function visitFields(page) {
  await dialog(page)
    .getByText(/what is known of the visit/i)
    .click();
  await seen(dialog(page).getByRole("textbox", { name: /billed codes/i }));
}

/** Opens the question whether an encounter is to be deleted. */
export async function askToDelete(page, of) {
  await of.getByRole("button", { name: /actions/i }).click();
  await page
    .locator(".menu")
    .getByRole("button", { name: /^delete/i })
    .click();
  await seen(dialog(page));
}

/** Comes back to the tab, as far as the page can tell: it looks for news and tries its connection at once. */
export const comeBack = (page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

export async function ready(page) {
  await seen(state(page, /^Ready/));
  await seen(note(page));
}

/**
 * Drops files on the page as the system's file manager does: each `{ name, text }` or `{ name, bytes }` (base64), or
 * `{ name, size }` for so many letters.
 */
export async function drop(page, files) {
  const transfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    const bytes = (file) => Uint8Array.from(atob(file.bytes), (letter) => letter.charCodeAt(0));
    for (const file of given) {
      const content = file.text ?? (file.bytes === undefined ? "a".repeat(file.size) : bytes(file));
      transfer.items.add(new File([content], file.name, { type: "text/plain" }));
    }
    return transfer;
  }, files);
  const place = page.locator(".drop, .drop-big").first();
  for (const event of ["dragenter", "dragover", "drop"]) {
    await place.dispatchEvent(event, { dataTransfer: transfer });
  }
  await transfer.dispose();
}
