// The browser, and the sizes of windows that are looked at.
import { chromium } from "playwright-core";

export const WIDE_SCREEN = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
/** Both themes, on both. */
export const LOOKS = ["light", "dark"].flatMap((theme) =>
  [WIDE_SCREEN, PHONE].map((size) => ({ theme, size })),
);

let browser;

/** One browser for a process. */
export function launched() {
  browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // In a container there is neither a second sandbox nor much shared memory.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  return browser;
}

/** Closes it, if it was opened. */
export async function closed() {
  await (await browser)?.close();
}
