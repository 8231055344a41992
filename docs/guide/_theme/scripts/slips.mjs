// Counts slips of the finger. `_theme/real_words.py` counts the same.

const LONG = 7; // letters of a word that may have two slips, if its first letter stands
const SHORT = 3; // letters below which a word has none
export const SLIPS = 2; // of a word or phrase, at most
const KEYS = { long: 9, short: 4 }; // the same in keys of a Korean keyboard: a syllable alone has none

const isKorean = (word) => word[0] >= "ㄱ" && word[0] <= "ㅣ";

/** Return how many slips a word may have; a number has none. */
export function slipsIn(word) {
  const { short, long } = isKorean(word) ? KEYS : { short: SHORT, long: LONG };
  return word.length < short || /\d/.test(word) ? 0 : word.length < long ? 1 : 2;
}

/** Return the slips between two words, letters more, less, changed, or two swapped; *most* + 1 for more than *most*. */
export function distance(one, other, most) {
  let [start, end, otherEnd] = [0, one.length, other.length];
  if (Math.abs(end - otherEnd) > most) return most + 1;
  // What both begin and end with has no slip, and the rest is short.
  while (start < end && start < otherEnd && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  while (end > start && otherEnd > start && one.charCodeAt(end - 1) === other.charCodeAt(otherEnd - 1)) {
    end--;
    otherEnd--;
  }
  if (start === end || start === otherEnd) return Math.max(end, otherEnd) - start;
  if (most > 1) return Math.min(steps(one.slice(start, end), other.slice(start, otherEnd), most), most + 1);
  const isChanged = end === otherEnd && end === start + 1;
  const isSwapped = end === otherEnd && end === start + 2 && one[start] === other[start + 1] && one[start + 1] === other[start];
  return isChanged || isSwapped ? 1 : most + 1;
}

const ROWS = [[], [], []];

/** Return the slips between two words, or any number above *most* for more. */
function steps(one, other, most) {
  let [last, before, row] = ROWS; // what was counted in them is written over
  for (let j = 0; j <= other.length; j++) row[j] = j;
  for (let i = 0; i < one.length; i++) {
    [last, before, row] = [before, row, last];
    row[0] = i + 1;
    let least = row[0];
    for (let j = 0; j < other.length; j++) {
      let count = Math.min(before[j + 1] + 1, row[j] + 1, before[j] + (one[i] === other[j] ? 0 : 1));
      if (i && j && one[i] === other[j - 1] && one[i - 1] === other[j]) count = Math.min(count, last[j - 1] + 1);
      row[j + 1] = count;
      least = Math.min(least, count);
    }
    if (least > most) return least;
  }
  return row[other.length];
}

/** Return whether *typed* may be a slip of *word*. */
export function isSlip(typed, word, most = slipsIn(word)) {
  if (Math.abs(typed.length - word.length) > most || bits(lettersOf(typed) ^ lettersOf(word)) > 2 * most) return false;
  const likely = typed[0] === word[0] ? most : Math.min(most, 1);
  return distance(typed, word, likely) <= likely;
}

/** Return a function that finds the things whose text may be meant by another, before each is looked at: few are. */
export function sieve(things, textOf, mostOf) {
  const byLength = [];
  for (const thing of things) {
    const [text, most] = [textOf(thing), mostOf(thing)];
    (byLength[text.length] ??= []).push({ thing, letters: lettersOf(text), most });
  }
  return (typed) => {
    const [found, letters] = [[], lettersOf(typed)];
    for (let length = Math.max(0, typed.length - SLIPS); length <= typed.length + SLIPS; length++) {
      const more = Math.abs(length - typed.length);
      for (const one of byLength[length] ?? []) {
        if (more <= one.most && bits(letters ^ one.letters) <= 2 * one.most) found.push(one.thing);
      }
    }
    return found;
  };
}

/** Return how many letters one of two words has and the other has not, of their bits: a slip makes two at most. */
function bits(left) {
  const pairs = left - ((left >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Return the letters of a word as bits; a letter that is not English shares its bit with others. */
function lettersOf(word) {
  let mask = 0;
  for (let i = 0; i < word.length; i++) mask |= 1 << (word.charCodeAt(i) & 31);
  return mask;
}
