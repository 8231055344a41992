// Counts slips of the finger. `_theme/real_words.py` counts the same.

const LONG = 7; // letters of a word that may have two slips, if its first letter stands
const SHORT = 3; // letters below which a word has none
const KEYS = { long: 9, short: 4 }; // the same in keys of a Korean keyboard: a syllable alone has none

const isKorean = (word) => word[0] >= "ㄱ" && word[0] <= "ㅣ";

/** Return how many slips a word may have; a number has none. */
export function slipsIn(word) {
  const { short, long } = isKorean(word) ? KEYS : { short: SHORT, long: LONG };
  return word.length < short || /\d/.test(word) ? 0 : word.length < long ? 1 : 2;
}

/** Return the slips between two words, letters more, less, changed, or two swapped; *most* + 1 for more than *most*. */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_none, j) => j);
  for (let i = 0; i < one.length; i++) {
    const last = before;
    before = row;
    row = [i + 1];
    for (let j = 0; j < other.length; j++) {
      let steps = Math.min(before[j + 1] + 1, row[j] + 1, before[j] + (one[i] !== other[j]));
      if (i && j && one[i] === other[j - 1] && one[i - 1] === other[j]) steps = Math.min(steps, last[j - 1] + 1);
      row.push(steps);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return Math.min(row[other.length], most + 1);
}

/** Return whether *typed* may be a slip of *word*. */
export function isSlip(typed, word, most = slipsIn(word)) {
  if (Math.abs(typed.length - word.length) > most || strangers(typed, word) > 2 * most) return false;
  const found = distance(typed, word, most);
  return found <= most && (found < 2 || typed[0] === word[0]);
}

/** Return how many letters one of two words has and the other has not: a slip makes two at most. */
function strangers(one, other) {
  let left = lettersOf(one) ^ lettersOf(other);
  let count = 0;
  for (; left; left &= left - 1) count++;
  return count;
}

const masks = new Map();

/** Return the letters of a word as bits; a letter that is not English shares its bit with others. */
function lettersOf(word) {
  let mask = masks.get(word);
  if (mask === undefined) {
    mask = 0;
    for (let i = 0; i < word.length; i++) mask |= 1 << (word.charCodeAt(i) & 31);
    if (masks.size > 50_000) masks.clear();
    masks.set(word, mask);
  }
  return mask;
}
