// Picks the sentences of a section that tell a reader why it was found.

const SENTENCE = /\S.*?(?:[.?!]["”’)]*(?=\s)|$)/g;
const WORD = /([\p{L}\p{N}'’]+)/u;

/** Return sentences of *text*, about *most* characters, from the one with most marked words on. */
export function excerpt(text, isMarked, most = 170) {
  const sentences = text.split("\n").flatMap((block) => {
    const parts = block.match(SENTENCE) ?? [];
    // The items of a list end without a mark.
    return parts.map((part, i) => (i === parts.length - 1 && !/[.?!:;"”’)]$/.test(part) ? `${part};` : part));
  });
  const counts = sentences.map((sentence) => new Set(sentence.split(WORD).filter(isMarked)).size);
  const start = Math.max(0, counts.indexOf(Math.max(...counts)));
  const picked = [];
  let length = 0;
  for (const sentence of sentences.slice(start)) {
    if (picked.length > 0 && length + sentence.length > most) break;
    picked.push(sentence);
    length += sentence.length;
  }
  return picked.join(" ").replace(/;$/, "");
}

/** Return *text* as text and <mark> nodes. */
export function marked(text, isMarked) {
  return text.split(WORD).map((part) => {
    if (!part || !isMarked(part)) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}
