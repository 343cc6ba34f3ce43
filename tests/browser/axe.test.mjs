// Accessibility of every page in every state, by axe-core, in both themes, wide and narrow.
import { accessible } from "./support/axe.mjs";
import { KNEE, WIDE } from "./support/notes.mjs";
import {
  askToDelete,
  bar,
  button,
  connection,
  dialog,
  drop,
  heading,
  pasteButton,
  ready,
  rows,
  sampleItem,
  state,
  visitFields,
} from "./support/parts.mjs";
import { scene } from "./support/scene.mjs";
import { seen } from "./support/wait.mjs";
import { AWAY } from "./support/watch.mjs";

const NO_FILTER = "stage.after-run@clinical_filter=error(internal)";
const CODING_FAILS = "stage.after-run@ai_coding=error(internal)";
const STANDS = "stage.after-run@infer_icd10=delay(60s)";

scene("the page without encounters, with its samples and its dialog", {}, async ({ go, page }) => {
  await go("/");
  await sampleItem(page);
  await accessible(page);
  await page.keyboard.press("Escape");
  await pasteButton(page).click();
  await visitFields(page);
  await accessible(page);
  await page.keyboard.press("Escape");
  await drop(page, [{ name: "empty.txt", text: "" }]);
  await seen(page.getByText("empty.txt"));
  await accessible(page);
});

scene("the list with its menus and questions", {}, async ({ go, page, api }) => {
  await api.made(KNEE);
  await api.encounter(WIDE);
  await go("/");
  await seen(rows(page));
  await accessible(page);
  await page.keyboard.press("?");
  await seen(dialog(page));
  await accessible(page);
  await page.keyboard.press("Escape");
  await button(rows(page).first(), /actions/i).click();
  await seen(page.locator(".menu").getByRole("button", { name: /^delete/i }));
  await accessible(page);
  await page.keyboard.press("Escape");
  await askToDelete(page, rows(page).first());
  await accessible(page);
});

scene("a report", {}, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await go(`/reports/${report.id}`);
  await ready(page);
  await accessible(page);
  await page.keyboard.press("j");
  await seen(page.locator(".finding.is-linked"));
  await accessible(page);
  await page.getByText("Export", { exact: true }).click();
  await seen(button(page, /CSV/));
  await accessible(page);
});

scene("a report with gaps", { faults: NO_FILTER }, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await go(`/reports/${report.id}`);
  await ready(page);
  await accessible(page);
});

scene("a failed report, and the list with it", { faults: CODING_FAILS }, async ({ go, page, api }) => {
  const report = await api.made(KNEE);
  await go(`/reports/${report.id}`);
  await seen(state(page, "Failed"));
  await accessible(page);
  await go("/");
  await seen(rows(page));
  await accessible(page);
});

scene(
  "a report while it is made, cancelled, and the list with both",
  { faults: STANDS },
  async ({ go, page, api }) => {
    const id = await api.start(KNEE);
    await go(`/reports/${id}`);
    await seen(bar(page));
    await accessible(page);
    await api.call("POST", `/reports/${id}/cancel`);
    await seen(state(page, "Cancelled"));
    await accessible(page);
    await api.start(WIDE);
    await go("/");
    await seen(rows(page));
    await accessible(page);
  },
);

scene("without a connection", { faults: STANDS, allow: AWAY }, async ({ go, page, api, server }) => {
  const id = await api.start(KNEE);
  await go(`/reports/${id}`);
  await seen(bar(page));
  await server.kill();
  await seen(connection(page, /last seen|lost/i));
  await seen(page.locator(".banner"));
  await accessible(page);
});

scene("nothing at this address", { allow: [/status of 404/] }, async ({ go, page }) => {
  await go("/nowhere");
  await seen(heading(page, /nothing/i));
  await accessible(page);
});
