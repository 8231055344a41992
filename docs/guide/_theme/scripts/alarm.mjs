// Finds words of an emergency, before and apart from the search. A box too many is better than one too few.
import { signIn, signOf } from "./signs.mjs";
import { SLIPS, isSlip, sieve, slipsIn } from "./slips.mjs";
import { remembering, rules, unpacked, words } from "./words.mjs";

const MOST = 100; // words of a query that are looked at: a field holds no more
const FIRM = 4; // letters of a word that a usual one may be a slip of
const RUN = 7; // words of a phrase
const LONG = 9; // letters of a phrase that may have two slips where a space is missing, too
const ONE = 5; // letters below which it has none
const HELD = 7; // letters of a phrase that is known within a longer word: "bothlegsnumb"
const LEAST = 3; // letters of a word that bears out a guess, or stands within another
const HEAD = 4; // keys of a word that surely is meant by others that begin with it, where words are written together

/** How surely a word was typed: itself, a slip that is no word, a rare word that is a slip from it, or a usual one. */
const SURE = 3;
const SLIP = 2;
const GUESS = 1;
const BOLD = 0;

/** Return whether words that were typed say what they seem to: a guess needs a firm word beside it, a bold one needs two. */
const isSure = (told) => told !== undefined && (told.guesses === 0 || (told.guesses === 1 && told.firm > told.bold));

/** Return the one of several phrases in which least is guessed, and least boldly. */
const surest = (told) => told.sort((one, other) => one.guesses - other.guesses || one.bold - other.bold || other.firm - one.firm)[0];

/** Return the parts of a sign as one phrase. */
function together(parts) {
  const sum = (key) => parts.reduce((count, part) => count + part[key], 0);
  return { words: parts.flatMap(({ words: said }) => said), guesses: sum("guesses"), bold: sum("bold"), firm: sum("firm") };
}

/** Return things by what *key* makes of them. */
function grouped(things, key) {
  const groups = new Map();
  for (const thing of things) groups.set(key(thing), [...(groups.get(key(thing)) ?? []), thing]);
  return groups;
}

/** Return how many slips a phrase may have where its spaces stand in the wrong places. */
const slipsOf = (joined) => (joined.length < ONE || /\d/.test(joined) ? 0 : joined.length < LONG ? 1 : SLIPS);

/** Finds the boxes of the tables that `_theme/emergency.py` writes. */
export class Alarm {
  constructor({ language, help, groups, common, real }) {
    const { stem, small, polite, joins, whole } = rules(language);
    Object.assign(this, { stem, small, polite, joins, whole });
    const phrase = (text) => {
      const [said, joined] = [words(text), words(text).join("")];
      return { words: said, joined, slips: slipsOf(joined) };
    };
    this.groups = groups.map((said, group) => said.map((text) => ({ ...phrase(text), group })));
    const sign = (parts) => ({
      parts: [...new Set(parts)].sort((one, other) => one - other),
      whole: signOf(parts.map((group) => this.groups[group])),
    });
    this.help = help.map((told) => ({ phrases: told.words.map(phrase), alone: told.alone.map(phrase), signs: told.signs.map(sign) }));
    const phrases = [...this.help.flatMap(({ phrases: usual, alone }) => [...usual, ...alone]), ...this.groups.flat()];
    this.known = new Set(phrases.flatMap((told) => told.words));
    this.wordsNear = sieve(this.known, (word) => word, slipsIn);
    this.byStem = grouped(this.known, stem);
    this.lasts = new Set(phrases.flatMap((told) => (told.words.length > 1 ? told.words.slice(-1) : [])));
    this.phrasesNear = sieve(phrases, ({ joined }) => joined, ({ slips }) => Math.max(1, slips));
    this.byFirst = grouped(phrases, (told) => told.words[0]);
    this.held = phrases.filter(({ words: { length }, joined }) => length > 1 && joined.length >= HELD);
    this.hear = remembering((word) => this.heardAs(word)); // most words of a query were there before the last key
    this.meet = remembering((run) => this.metBy(run.split(" ")));
    this.common = new Set(unpacked(common));
    this.real = new Set([...this.common, ...unpacked(real)]);
  }

  /** Return the numbers of the boxes that *query* calls for, and the words that did. */
  ring(query) {
    const typed = words(query).slice(0, MOST);
    const heard = this.heard([...typed, ...typed.flatMap((word) => this.parts(word))]);
    const met = this.met(typed);
    const weighed = this.weighed(heard, met);
    const rings = (phrase) => isSure(weighed.get(phrase));
    const spoken = new Set([...weighed.keys()].map(({ group }) => group));
    const said = (group) => surest(this.groups[group].map((phrase) => weighed.get(phrase)).filter(Boolean));
    const told = ({ parts }) => (parts.every((group) => spoken.has(group)) ? together(parts.map(said)) : undefined);
    const areWords = typed.every((word) => this.isWord(word));
    const runs = new Set([typed, typed.filter((word) => !this.isSmall(word))].map((said) => said.join("")));
    const found = this.help.map(({ phrases, alone, signs }) => [
      ...phrases.filter(rings),
      ...alone.filter((phrase) => rings(phrase) && this.isAlone(phrase, typed)),
      ...signs.map(told).filter(isSure),
      ...signs.flatMap((sign) => this.wholly(runs, areWords, sign)),
    ]);
    return {
      boxes: found.flatMap((phrases, box) => (phrases.length > 0 ? [box] : [])),
      phrases: found.map((told) => told.map((phrase) => phrase.words)),
    };
  }

  /** Return a sign, as one phrase, if nothing else was typed but small words: they are in one of *runs*. */
  wholly(runs, areWords, sign) {
    for (const run of runs) {
      const told = signIn(run, sign.whole, areWords);
      if (told.length > 0) return [{ words: told }];
    }
    return [];
  }

  /** Return whether nothing that tells was typed beside a phrase. */
  isAlone({ words: phrase, joined }, typed) {
    const isHere = (word) => phrase.some((known) => this.stem(word) === this.stem(known) || isSlip(word, known));
    return typed.every((word) => this.polite.has(this.stem(word)) || isHere(word)) || isSlip(typed.join(""), joined, 2);
  }

  /** Return whether a word says nothing by itself. */
  isSmall(word) {
    return this.small.has(this.stem(word));
  }

  /** Return whether a word is one, and no slip. */
  isReal(word) {
    return this.real.has(word) || this.known.has(word) || this.byStem.has(this.stem(word));
  }

  /** Return how surely each word of the tables was typed. */
  heard(typed) {
    const heard = new Map();
    for (const [known, sure] of typed.flatMap(this.hear)) if (sure > (heard.get(known) ?? -1)) heard.set(known, sure);
    return heard;
  }

  /** Return the words of the tables that a word may be, each with how surely. */
  heardAs(word) {
    const isReal = this.isReal(word);
    const slips = this.wordsNear(word).map((known) => [known, this.slipped(word, known, isReal)]);
    const begun = this.joins && !this.real.has(word) ? [...this.byStem].flatMap(([stem, all]) => this.begun(word, stem, all)) : [];
    const sure = (this.byStem.get(this.stem(word)) ?? []).map((known) => [known, SURE]);
    return [...slips.filter(([, how]) => how >= BOLD), ...begun, ...sure];
  }

  /** Return how surely a word is a slip of one of the tables. */
  slipped(word, known, isReal) {
    if (!isSlip(word, known)) return -1;
    const isSmall = this.isSmall(word);
    if (isSmall && known === `${word}t`) return -1; // "can" is not "can't"
    if (!this.common.has(word)) return isReal ? GUESS : SLIP;
    const isBold = !isSmall && known.length >= FIRM && !this.byStem.has(this.stem(word)) && isSlip(word, known, 1);
    return isBold ? BOLD : -1;
  }

  /** Return the words of a stem that a word begins with, where endings are written together; a short one ends a phrase. */
  begun(word, stem, all) {
    if (!word.startsWith(stem)) return [];
    if (stem.length >= HEAD) return all.map((known) => [known, SURE]);
    return all.filter((known) => this.lasts.has(known)).map((known) => [known, GUESS]);
  }

  /** Return how each phrase was typed that was: word by word, or met in a run. */
  weighed(heard, met) {
    const weighed = new Map();
    for (const first of heard.keys()) {
      for (const phrase of this.byFirst.get(first) ?? []) {
        const told = this.weigh(phrase, heard);
        if (told) weighed.set(phrase, told);
      }
    }
    for (const phrase of met) {
      if (weighed.get(phrase)?.guesses !== 0) weighed.set(phrase, { words: phrase.words, guesses: 0, bold: 0, firm: 1 });
    }
    return weighed;
  }

  /** Return how a phrase was typed, if all of its words were. */
  weigh({ words: phrase }, heard) {
    if (!phrase.every((word) => heard.has(word))) return undefined; // most end here
    const sure = phrase.map((word) => heard.get(word));
    const isFirm = (word, i) => sure[i] === SURE && word.length >= LEAST && !this.isSmall(word);
    const bold = sure.filter((one) => one === BOLD).length;
    return { words: phrase, guesses: sure.filter((one) => one === GUESS).length + bold, bold, firm: phrase.filter(isFirm).length };
  }

  /** Return the words that a word without spaces is put together of, if it has no other sense: "mylegisfloppy". */
  parts(word) {
    if (word.length < HELD || this.isReal(word)) return [];
    const ways = [[]]; // how the letters up to each place may be parted
    for (let to = 1; to <= word.length; to++) {
      for (let from = 0; from < to && !ways[to]; from++) {
        const part = word.slice(from, to);
        if (ways[from] && this.isPart(part)) ways[to] = [...ways[from], part];
      }
    }
    return ways[word.length] ?? [];
  }

  /** Return whether letters within a word may be a word: "er" ends too many. */
  isPart(letters) {
    return this.small.has(letters) || (letters.length >= LEAST && this.known.has(letters));
  }

  /** Return the phrases that were typed with their spaces in the wrong places, "ches tpain", and perhaps a slip. */
  met(typed) {
    const met = typed.flatMap((_word, from) => {
      const last = Math.min(typed.length, from + RUN);
      return Array.from({ length: last - from }, (_none, i) => this.meet(typed.slice(from, from + i + 1).join(" "))).flat();
    });
    return new Set(met);
  }

  /** Return the phrases that words on end may be. */
  metBy(run) {
    const joined = run.join("");
    const areWords = run.every((word) => this.isWord(word));
    const near = this.phrasesNear(joined).filter((phrase) => this.isRun(phrase, run.length, joined, areWords));
    const held = run.length === 1 ? this.held.filter((phrase) => joined.includes(phrase.joined)) : [];
    return [...near, ...held];
  }

  /** Return whether a word of a run stands for itself; a letter alone is a slip, but for "I" and "a". */
  isWord(word) {
    return this.isSmall(word) || (this.isReal(word) && word.length > 1);
  }

  /** Return whether a phrase may be so many words, here without their spaces. */
  isRun({ words: { length: count }, joined, slips }, counted, run, areWords) {
    if (run === joined) return true;
    if (slips > 0 && !areWords && isSlip(run, joined, slips)) return true;
    return count > 2 && count === counted && joined.length >= this.whole && isSlip(run, joined, 1);
  }
}
