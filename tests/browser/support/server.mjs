// `revrx serve` in a folder of its own, killed and started again as a test needs it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** An invented SNOMED CT release, so that a report needs no gap. */
const SNOMED = join(ROOT, "workflows/samples/snomed-invented.tsv");
/** Bytes of the log that are kept for a failure's message. */
const LOG_BYTES_MAX = 8_192;

/** Whatever ends this process, no server outlives it. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export class Server {
  /** Host and port, once it runs. */
  address = "127.0.0.1:0";
  log = "";
  #child;
  #folder = mkdtempSync(join(tmpdir(), "revrx-page-"));
  #settings;

  /** Starts on a free port. `faults` is a fault plan; `snomed: false` leaves a gap in every report. */
  static async start(settings = {}) {
    const server = new Server();
    server.#settings = settings;
    mkdirSync(join(server.#folder, "tmp"));
    await server.again();
    return server;
  }

  get url() {
    return `http://${this.address}`;
  }

  /** Starts with the same data at the same address, as after a crash. */
  async again(settings = this.#settings) {
    const { faults = "", snomed = true } = settings;
    const args = ["serve", "--listen", this.address, "--data", "data", "--keys", "keys"];
    const child = spawn(binary(), snomed ? [...args, "--snomed", SNOMED] : args, {
      cwd: this.#folder,
      env: environment(this.#folder, faults),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    child.stderr.on("data", (data) => {
      this.log = (this.log + data).slice(-LOG_BYTES_MAX);
    });
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`the server ended with ${code}: ${this.log}`);
    });
    this.address = await Promise.race([spoken(child.stdout), ended]);
    ended.catch(() => {});
  }

  /** Ends it as `kill -9` does. */
  async kill() {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    }
  }

  /** Ends it and removes its folder. */
  async remove() {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function binary() {
  const path = process.env.REVRX_BIN;
  if (!path) {
    throw new Error(
      "REVRX_BIN names no binary; build one with `cargo build -p revrx-server --features faults`",
    );
  }
  return path;
}

/** Nothing of ours but the fault plan, and a home of its own. */
function environment(folder, faults) {
  const ours = (name) => name.startsWith("REVRX_") || name.startsWith("XDG_");
  const others = Object.entries(process.env).filter(([name]) => !ours(name));
  return { ...Object.fromEntries(others), HOME: folder, TMPDIR: join(folder, "tmp"), REVRX_FAULTS: faults };
}

/** The address in the line the server prints when it listens. */
async function spoken(stdout) {
  const lines = createInterface({ input: stdout });
  for await (const line of lines) {
    const found = /https?:\/\/([^\s/]+)/.exec(line);
    if (found) {
      stdout.resume();
      return found[1];
    }
  }
  return new Promise(() => {});
}
