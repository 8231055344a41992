// Knows a sign that is all that was typed, where a slip moved a space or made a real word: "leggo numb", "toe without".
import { distance } from "./slips.mjs";

const REAL = 10; // letters of a sign that may have a slip, if what was typed are words: "hear rip" is too short to tell
const TYPED = 7; // the same, if it is not

/** Return each of several groups with all the others. */
const inTurn = (groups) => groups.map((group, i) => [group, groups.filter((_other, j) => j !== i)]);

/** Return what a text has behind or in front of a phrase. */
const beside = (text, phrase) => [
  ...(text.startsWith(phrase) ? [text.slice(phrase.length)] : []),
  ...(text.endsWith(phrase) ? [text.slice(0, -phrase.length)] : []),
];

/** Return the phrases, one of each group, that make up a text without spaces, with so many slips; none if none do. */
function partsOf(text, groups, slips) {
  if (groups.length === 1) return groups[0].filter(({ joined }) => distance(text, joined, slips) <= slips).slice(0, 1);
  // A slip is in one phrase alone: the others can be taken off either end.
  for (const [group, others] of inTurn(groups)) {
    for (const phrase of group) {
      for (const rest of beside(text, phrase.joined)) {
        const found = partsOf(rest, others, slips);
        if (found.length > 0) return [phrase, ...found];
      }
    }
  }
  return [];
}

/** Return the words of the sign of such groups that *run*, which has no spaces, is from end to end. */
export function signIn(run, groups, areWords) {
  const slips = run.length < (areWords ? REAL : TYPED) ? 0 : 1;
  return partsOf(run, groups, slips).flatMap((phrase) => phrase.words);
}
