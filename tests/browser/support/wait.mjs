// Waiting for what is to come, instead of for time to pass.

/** A word or a state that has not come by then does not come, in milliseconds. */
export const PATIENCE_MS = 15_000;
const ASK_AGAIN_MS = 25;

/** Asks until the answer is yes, and gives it; `what` is said when it never is. */
export async function until(what, ask) {
  const began = Date.now();
  for (;;) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    if (Date.now() - began > PATIENCE_MS) {
      throw new Error(`still not: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}

/** Waits until one of them is seen. */
export async function seen(locator) {
  await locator.first().waitFor({ state: "visible" });
}

/** Waits until it is not seen any more. */
export async function gone(locator) {
  await locator.waitFor({ state: "hidden" });
}
