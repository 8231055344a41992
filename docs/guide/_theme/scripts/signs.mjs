// Knows a sign that is all that was typed, where a slip moved a space or made a real word: "leggo numb", "toe without".
import { distance } from "./slips.mjs";

const REAL = 10; // letters of a sign that may have a slip, if what was typed are words: "hear rip" is too short to tell
const TYPED = 7; // the same, if it is not

/** Return what a text has behind or in front of a phrase. */
function beside(text, phrase) {
  const rests = text.startsWith(phrase) ? [text.slice(phrase.length)] : [];
  if (text.endsWith(phrase)) rests.push(text.slice(0, -phrase.length));
  return rests;
}

/** Return a sign of such groups: how each of them may be taken off, and how long what is left may be. */
export function signOf(groups) {
  const lengths = groups.map((phrases) => phrases.map(({ joined }) => joined.length));
  const sum = (pick) => lengths.reduce((length, of) => length + pick(...of), 0);
  const ways = groups.map((phrases, i) => ({ phrases, others: groups.length > 1 ? signOf(groups.filter((_one, j) => j !== i)) : null }));
  return { ways, shortest: sum(Math.min), longest: sum(Math.max) };
}

/** Return whether a text of so many letters may be a sign, with so many slips. */
const fits = (length, { shortest, longest }, slips) => length >= shortest - slips && length <= longest + slips;

/** Return the phrases, one of each group, that make up a text without spaces, with so many slips; none if none do. */
function partsOf(text, { ways }, slips) {
  // A slip is in one phrase alone: the others can be taken off either end.
  for (const { phrases, others } of ways) {
    for (const phrase of phrases) {
      const { joined } = phrase;
      if (!others && distance(text, joined, slips) <= slips) return [phrase];
      if (!others || !fits(text.length - joined.length, others, slips)) continue;
      for (const rest of beside(text, joined)) {
        const found = partsOf(rest, others, slips);
        if (found.length > 0) return [phrase, ...found];
      }
    }
  }
  return [];
}

/** Return the words of a sign that *run*, which has no spaces, is from end to end. */
export function signIn(run, sign, areWords) {
  const slips = run.length < (areWords ? REAL : TYPED) ? 0 : 1;
  if (!fits(run.length, sign, slips)) return [];
  return partsOf(run, sign, slips).flatMap((phrase) => phrase.words);
}
