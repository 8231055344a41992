// Picks the sentences of a section that tell a reader why it was found.

const SENTENCE = /\S.*?(?:[.?!؟]["”’»)]*(?=\s)|$)/g;
const WORD = /([\p{L}\p{N}\p{M}'’]+)/u;

/** Return the sentences of a paragraph; a row of a table, which says what of what, stays whole. */
function sentences(block) {
  const parts = block.includes(" – ") ? [block] : (block.match(SENTENCE) ?? []);
  // The items of a list end without a mark.
  return parts.map((part, i) => (i === parts.length - 1 && !/[.?!؟:;؛"”’»)]$/.test(part) ? `${part};` : part));
}

/**
 * Return sentences of *text*, about *most* characters, from the one with most marked words on. The next one of
 * its paragraph is always there: "No one has shown this." must not be cut off.
 */
export function excerpt(text, isMarked, most = 170) {
  const all = text.split("\n").flatMap((block, at) => sentences(block).map((words) => ({ at, words })));
  const counts = all.map(({ words }) => new Set(words.split(WORD).filter(isMarked)).size);
  if (all.length === 0) return "";
  const [first, ...rest] = all.slice(Math.max(0, counts.indexOf(Math.max(...counts))));
  const picked = [first.words];
  let length = first.words.length;
  for (const { at, words } of rest) {
    length += words.length;
    const follows = picked.length === 1 && at === first.at;
    if (length > most && !follows) break;
    picked.push(words);
  }
  return picked.join(" ").replace(/;$/, "");
}

/** Return the text of the section that has most marked words: an editor's words may lead to one that has none. */
export function tellingOf(sections, isMarked) {
  const count = ({ text }) => new Set(text.split(WORD).filter(isMarked).map((word) => word.toLowerCase())).size;
  const counts = sections.map(count);
  return sections[counts.indexOf(Math.max(...counts))].text;
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
