// Notes of invented patients, and the words of them that must not leave the page.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../workflows/samples/", import.meta.url));

/** A shipped sample as a new encounter: `{ note, encounter }`. */
export function sample(name) {
  const note = readFileSync(`${FOLDER}${name}.txt`, "utf8");
  return { note, encounter: JSON.parse(readFileSync(`${FOLDER}${name}.encounter.json`, "utf8")) };
}

export const KNEE = sample("orthopaedics-knee");
export const OTITIS = sample("paediatrics-otitis");
export const HEART = sample("cardiology-heart-failure");

/** Characters outside the basic plane, combining marks and both kinds of line end before every mention of a condition. */
export const WIDE = {
  note: [
    "Reason for visit: 🦵 right knee pain, caf\u00e9 and cafe\u0301, 𝒜𝓃𝓃𝒶.",
    "",
    "Assessment: 😀👩‍⚕️",
    "1. Primary osteoarthritis of the right knee. 🩺",
    "2. Carpal tunnel syndrome, right wrist.",
    "3. Type 2 diabetes mellitus.",
    "",
    "Plan 🧾: splint at night. Denies chest pain.",
    "",
  ].join("\r\n"),
  encounter: {
    date: "2026-01-20",
    billed: ["M17.11", "J45.909"],
    "patient-names": ["Wilhelmina Zandstra-Okafor"],
  },
};

/** Looks like markup, and is text. */
export const SCRIPT = {
  note: [
    "Reason for visit: <script>alert('note')</script> <img src=x onerror=alert(1)> right knee pain.",
    "",
    "Assessment:",
    "1. Primary osteoarthritis of the right knee <b>bold</b>.",
    "",
  ].join("\n"),
  encounter: { "patient-names": ["<img src=x onerror=alert(2)> Quillonia"], billed: ["M17.11"] },
};

/** Names, record numbers and parts of them: never in a title or an address. */
export function privateWords() {
  const visits = [WIDE.encounter, SCRIPT.encounter, ...shipped().map((whole) => whole.encounter)];
  const names = visits.flatMap((visit) => [...(visit["patient-names"] ?? []), ...(visit.clinicians ?? [])]);
  const parts = names.flatMap((name) => name.match(/[\p{L}-]{4,}/gu) ?? []);
  return [...new Set([...parts, ...visits.flatMap((visit) => visit.mrns ?? [])])];
}

/** Text of every note a test uses. */
export function noteTexts() {
  return [WIDE.note, SCRIPT.note, ...shipped().map((whole) => whole.note)];
}

function shipped() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));
  return names.map((name) => sample(name.slice(0, -4)));
}
