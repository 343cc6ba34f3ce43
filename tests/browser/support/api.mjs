// What a test arranges through the API, so that it can look at the page alone.

/** Nothing takes longer, in milliseconds. */
const LIMIT_MS = 60_000;
const ENDED = ["complete", "failed", "cancelled"];

export class Api {
  constructor(server) {
    this.server = server;
  }

  async call(method, path, body) {
    const answer = await fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.status === 204 ? null : answer.json();
  }

  /** Makes an encounter; gives its id. */
  async encounter(whole) {
    return (await this.call("POST", "/encounters", whole)).id;
  }

  /** Starts a report of a new encounter; gives the report's id. */
  async start(whole) {
    const encounter = await this.encounter(whole);
    return (await this.call("POST", `/reports/encounters/${encounter}/reports`, {})).id;
  }

  status(report) {
    return this.call("GET", `/reports/${report}/status`);
  }

  /** Waits until it has ended, or until `enough` of its status, by long polling. */
  async reached(report, enough) {
    const began = Date.now();
    for (;;) {
      const status = await this.status(report);
      if (enough(status)) {
        return status;
      }
      if (Date.now() - began > LIMIT_MS) {
        throw new Error(`the report is still ${JSON.stringify(status)}`);
      }
      await this.call("GET", `/reports/${report}/events?after=${status.seq}&wait=5`);
    }
  }

  ended(report) {
    return this.reached(report, (status) => ENDED.includes(status.status));
  }

  /** Makes a report and waits for its end; gives it whole. */
  async made(whole) {
    const report = await this.start(whole);
    await this.ended(report);
    return this.call("GET", `/reports/${report}`);
  }

  async encounters() {
    return (await this.call("GET", "/encounters?limit=100")).items;
  }
}
