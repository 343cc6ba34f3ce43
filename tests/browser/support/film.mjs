// Films values on the page, frame by frame, so that a test can judge how they moved.

/**
 * Begins to film: `parts` maps a name to a selector; what is kept is the list of texts of all its elements (of a
 * `progress` its value). The film ends with the document: it proves that there was no reload.
 */
export function roll(page, parts) {
  return page.evaluate((selectors) => {
    const film = (globalThis.film = {});
    const read = (element) =>
      element.tagName === "PROGRESS" ? `${element.value}` : element.textContent.trim();
    const look = () => {
      for (const [name, selector] of Object.entries(selectors)) {
        const texts = [...document.querySelectorAll(selector)].map(read);
        const frames = (film[name] ??= []);
        if (texts.length > 0 && JSON.stringify(frames.at(-1)) !== JSON.stringify(texts)) {
          frames.push(texts);
        }
      }
      requestAnimationFrame(look);
    };
    look();
  }, parts);
}

/** What was filmed: for each name its values in the order they came, each a list of texts. */
export function developed(page) {
  return page.evaluate(() => globalThis.film);
}

/** The steps of one element through a film. */
export function strip(frames, index) {
  const texts = frames.map((texts) => texts[index]);
  return texts.filter((text, at) => text !== undefined && text !== texts[at - 1]);
}

/** Whether numbers never fall. */
export function rises(numbers) {
  return numbers.every((number, at) => at === 0 || number >= numbers[at - 1]);
}
