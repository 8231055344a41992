// Finds words of an emergency, before and apart from the search. A box too many is better than one too few.
import { isSlip } from "./slips.mjs";
import { rules, words } from "./words.mjs";

const MOST = 40; // words of a query that are looked at
const FIRM = 4; // letters of a word that bears out a guess
const RUN = 7; // words of a phrase
const LONG = 9; // letters of a phrase that may have two slips where a space is missing, too
const ONE = 5; // letters below which it has none
const HELD = 7; // letters of a phrase that is known within a longer word: "bothlegsnumb"
const HEAD = 4; // keys of a word that others begin with, where words are written together

/** How surely a word was typed: itself, a slip that is no word, or a rare word that is a slip from it. */
const SURE = 2;
const SLIP = 1;
const GUESS = 0;

/** Finds the boxes of the tables that `_theme/emergency.py` writes. */
export class Alarm {
  constructor({ language, help, common, real }) {
    const { stem, small, polite, joins, whole } = rules(language);
    Object.assign(this, { stem, small, polite, joins, whole });
    const phrase = (text) => ({ words: words(text), joined: words(text).join("") });
    this.help = help.map((told) => ({ phrases: told.words.map(phrase), alone: told.alone.map(phrase) }));
    const phrases = this.help.flatMap(({ phrases: usual, alone }) => [...usual, ...alone]);
    this.known = new Set(phrases.flatMap((told) => told.words));
    this.stems = new Map([...this.known].map((word) => [word, stem(word)]));
    this.roots = new Set(this.stems.values());
    this.common = new Set(common.split(" "));
    this.real = new Set([...common.split(" "), ...real.split(" ")]);
  }

  /** Return the numbers of the boxes that *query* calls for, and the words that did. */
  ring(query) {
    const typed = words(query).slice(0, MOST);
    const heard = this.heard(typed);
    const runs = this.runs(typed);
    const rings = (phrase) => this.isSaid(phrase, heard) || this.isRun(phrase, runs);
    const found = this.help.map(({ phrases, alone }) => [
      ...phrases.filter(rings),
      ...alone.filter((phrase) => rings(phrase) && this.isAlone(phrase, typed)),
    ]);
    return {
      boxes: found.flatMap((phrases, box) => (phrases.length > 0 ? [box] : [])),
      phrases: found.map((told) => told.map((phrase) => phrase.words)),
    };
  }

  /** Return whether nothing that tells was typed beside a phrase. */
  isAlone({ words: phrase, joined }, typed) {
    const isPart = (word) => phrase.some((known) => this.stem(word) === this.stem(known) || isSlip(word, known));
    return typed.every((word) => this.polite.has(this.stem(word)) || isPart(word)) || isSlip(typed.join(""), joined, 2);
  }

  /** Return whether a word says nothing by itself. */
  isSmall(word) {
    return this.small.has(this.stem(word));
  }

  /** Return whether a word is one, and no slip. */
  isReal(word) {
    return this.real.has(word) || this.known.has(word) || this.roots.has(this.stem(word));
  }

  /** Return how surely each word of the tables was typed. */
  heard(typed) {
    const heard = new Map();
    for (const word of new Set(typed)) {
      const root = this.stem(word);
      const isReal = this.isReal(word);
      const [isUsual, isSmall] = [this.common.has(word), this.isSmall(word)];
      for (const [known, stem] of this.stems) {
        const sure = root === stem || this.begins(word, stem) ? SURE : isUsual || (isSmall && known === `${word}t`) || !isSlip(word, known) ? -1 : isReal ? GUESS : SLIP; // "can" is not "can't"
        if (sure > (heard.get(known) ?? -1)) heard.set(known, sure);
      }
    }
    return heard;
  }

  /** Return whether a word begins with another, where endings and what follows are written together. */
  begins(word, stem) {
    return this.joins && stem.length >= HEAD && word.startsWith(stem) && !this.real.has(word);
  }

  /** Return whether all words of a phrase were typed; a guess needs a firm word beside it. */
  isSaid({ words: phrase }, heard) {
    const sure = phrase.map((word) => heard.get(word) ?? -1);
    if (sure.includes(-1)) return false;
    const isFirm = (word, i) => sure[i] === SURE && word.length >= FIRM && !this.isSmall(word);
    const guesses = sure.filter((one) => one === GUESS).length;
    return guesses === 0 || (guesses === 1 && phrase.some(isFirm));
  }

  /** Return what was typed with spaces left out, "chestpain", with the number of its words and whether all are words. */
  runs(typed) {
    const runs = new Map();
    typed.forEach((_word, from) => {
      for (let to = from + 1; to <= Math.min(typed.length, from + RUN); to++) {
        const run = typed.slice(from, to);
        const joined = run.join("");
        if (!runs.has(joined)) runs.set(joined, { count: run.length, areWords: run.every((word) => this.isWord(word)) });
      }
    });
    return runs;
  }

  /** Return whether a word of a run stands for itself; a letter alone is a slip, but for "I" and "a". */
  isWord(word) {
    return this.isSmall(word) || (this.isReal(word) && word.length > 1);
  }

  /** Return whether a phrase was typed with its spaces in the wrong places, and perhaps a slip. */
  isRun({ words: { length: count }, joined }, runs) {
    if (runs.has(joined)) return true;
    const most = joined.length < ONE || /\d/.test(joined) ? 0 : joined.length < LONG ? 1 : 2;
    const isWhole = count > 2 && joined.length >= this.whole;
    const isHeld = count > 1 && joined.length >= HELD;
    for (const [run, told] of most > 0 ? runs : []) {
      if (isHeld && told.count === 1 && run.includes(joined)) return true;
      if (!told.areWords && isSlip(run, joined, most)) return true;
      if (isWhole && told.count === count && isSlip(run, joined, 1)) return true;
    }
    return false;
  }
}
