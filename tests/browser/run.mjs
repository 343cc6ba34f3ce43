// Runs the tests of the page in a real browser, two files side by side, and the measurement after them alone.
//
//   node tests/browser/run.mjs             all of them
//   node tests/browser/run.mjs report axe  only the files whose names begin so
//   node tests/browser/run.mjs shots       pictures of every page, into the folder that REVRX_SHOTS names
//
// REVRX_BIN names the binary, built with the feature `faults`; CHROMIUM names the browser.
import { readdirSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

/** Nobody else may work while it measures. */
const ALONE = "performance.test.mjs";
/** Files that run side by side. */
const SIDE_BY_SIDE = 2;
/** No file takes longer, in milliseconds. */
const LIMIT_MS = 240_000;

const folder = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);

if (wanted[0] === "shots") {
  const { shots } = await import("./shots.mjs");
  await shots();
} else {
  const fits = (name) => wanted.length === 0 || wanted.some((word) => name.startsWith(word));
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".test.mjs") && fits(name))
    .sort();
  if (files.length === 0) {
    throw new Error(`no file of tests begins with ${wanted.join(" or ")}`);
  }
  await tests(files.filter((name) => name !== ALONE));
  await tests(files.filter((name) => name === ALONE));
}

/** Runs files and prints what comes of it; the process ends with 1 when a test failed. */
async function tests(names) {
  if (names.length === 0) {
    return;
  }
  const stream = run({
    files: names.map((name) => folder + name),
    concurrency: SIDE_BY_SIDE,
    timeout: LIMIT_MS,
  });
  stream.on("test:fail", () => {
    process.exitCode = 1;
  });
  const shown = stream.compose(new spec());
  for await (const part of shown) {
    process.stdout.write(part);
  }
}
