/* A sheet that is fetched to be dressed or bound, or a sentence that says why it is not here. */

import { fill } from "./handouts-words.js";

const KEPT = { cache: "only-if-cached", mode: "same-origin" }; // for a computer without a network

/** Return the PDF at an address, and what says that it is not what the page says; *title* names it there. */
export async function sheetAt(href, title, texts) {
  const fail = (words) => () => {
    throw new Error(fill(words, { title }));
  };
  const [unreached, broken] = [fail(texts.unreached), fail(texts.changed)];
  const answer = await fetch(href).catch(() => fetch(href, KEPT)).catch(unreached);
  if (!answer.ok) broken();
  return { pdf: await answer.arrayBuffer().catch(unreached), broken }; // a connection may end half way
}
