// Finds sections of the guide for the words of a reader. Knows nothing of the page that shows them.
import MiniSearch from "minisearch";
import { isSlip } from "./slips.mjs";
import { rules, unpacked, words, written } from "./words.mjs";

const MOST = 10; // pages shown
const NEAR = [0.1, 0.3]; // of the score of the best section, what a page needs: for one word, for several
const ECHO = 0.5; // what a synonym counts, beside the word itself
const START = 0.6; // what a longer word that begins so counts
const WHOLE = 1.5; // what a section counts whose heading is just the words
const REST = 0.2; // what the other sections of a page count, beside its best
const PART = 4; // keys of a part of a word, where words are written together
const TAIL = 2; // letters of the shortest word that follows another without a space; that one has more
const LAY = 2; // what the words of an editor count, beside those of the text
const FIRST = 4; // what it counts that an editor put a section first
const BREATH = 8; // milliseconds of work on end; a telephone is some five times slower

const isIn = (phrase, typed) => phrase.length > 0 && phrase.every((word) => typed.includes(word));

/** Return a function that lets the page answer; not by a timer, which takes a second each in a tab that nobody looks at. */
function pauser() {
  if (globalThis.scheduler?.yield) return () => scheduler.yield();
  const { port1, port2 } = new MessageChannel();
  return () =>
    new Promise((done) => {
      port1.onmessage = done;
      port2.postMessage("");
    });
}

/** Let the page answer a key or a touch, if it could not for a while: a telephone takes a second for a whole guide. */
function breather() {
  const pause = pauser();
  let since = performance.now();
  return async () => {
    if (performance.now() - since < BREATH) return;
    await pause();
    since = performance.now();
  };
}

/** A search over an index as `_theme/search.py` writes it. */
export class Guide {
  /** Return a search over an index, made bit by bit. */
  static async over(index) {
    const guide = new Guide(index);
    const breathe = breather();
    for (const _bit of guide.bits()) await breathe();
    return guide;
  }

  constructor(index) {
    this.index = index;
    const { stem, small, joins } = rules(index.language);
    const stems = (text) => words(text).map(stem);
    Object.assign(this, { stem, stems, small, joins });
    this.sections = new MiniSearch({
      fields: ["heading", "title", "text", "lay"],
      tokenize: words,
      processTerm: stem,
      searchOptions: { boost: { heading: 3, title: 2, lay: LAY } },
    });
    // Words of an editor count in part, too: of "afraid to move" those who are "afraid" have something.
    this.lay = new Map();
    for (const { section, words: said } of index.find) this.lay.set(section, [...(this.lay.get(section) ?? []), ...said]);
    this.headings = [];
    this.same = [];
    this.find = [];
    this.help = new Map(index.help.map(({ number, section, first }) => [number, { section, first }]));
    this.known = new Map(); // every stem that the guide or a synonym has, with the shortest word that has it
    this.written = new Map(); // how a word is written
    this.real = new Set(unpacked(index.real));
  }

  /** Take in the index; between one bit and the next, the page may do something else. */
  *bits() {
    const { pages, sections, same, find } = this.index;
    for (const { title } of Object.values(pages)) this.learn(title);
    for (const id of sections.keys()) yield this.add(id);
    for (const group of same) yield this.same.push(this.phrases(group));
    for (const { section, words: said } of find) yield this.find.push({ section, phrases: this.phrases(said) });
  }

  /** Add the section of a number. */
  add(id) {
    const { page, anchor, heading, text } = this.index.sections[id];
    // The name of a page counts once, at its top.
    const title = anchor ? "" : this.index.pages[page].title;
    this.sections.add({ id, heading, text, title, lay: (this.lay.get(id) ?? []).join(" ") });
    this.headings[id] = this.stems(heading);
    this.learn(heading);
    this.learn(text);
  }

  /** Learn the phrases of an editor, and return their stems. */
  phrases(said) {
    said.forEach((text) => this.learn(text));
    return said.map(this.stems);
  }

  /** Learn the words of a text. */
  learn(text) {
    for (const piece of written(text)) {
      if (this.written.has(piece)) continue;
      for (const word of words(piece)) {
        const root = this.stem(word);
        if (!this.written.has(word)) this.written.set(word, piece.toLowerCase());
        if (!this.known.has(root) || word.length < this.known.get(root).length) this.known.set(root, word);
      }
    }
  }

  /** Return the known word that is nearest to an unknown one, or nothing: a real word is never mended. */
  mend(word) {
    const root = this.stem(word);
    if (word.length < 4 || /\d/.test(word) || this.real.has(word)) return "";
    if (this.known.has(root) || this.small.has(root) || this.begins(root)) return "";
    const likely = [...this.known.values()].filter((known) => known.length > 3 && known[0] === word[0]);
    return likely.find((known) => isSlip(word, known, 1)) ?? likely.find((known) => isSlip(word, known)) ?? "";
  }

  /** Return whether a stem that no text has may be the start of a word: "exerc". */
  isStart(word) {
    return word.length > 2 && (this.joins || !this.known.has(word));
  }

  /** Return the known words that an unknown one is put together of; or itself. */
  parted(word) {
    const root = this.stem(word);
    if (this.known.has(root) || this.begins(root)) return [word];
    if (!this.joins) return this.halves(word);
    for (let at = word.length - 1; at >= PART; at--) {
      const [head, tail] = [word.slice(0, at), word.slice(at)];
      if (!this.known.has(head)) continue;
      return this.known.has(this.stem(tail)) && tail.length >= PART ? [head, tail] : [head];
    }
    return [word];
  }

  /** Return the two words between which a space is missing, "flareup", where no other word is meant. */
  halves(word) {
    if (!/^[a-z]+$/.test(word) || this.real.has(word) || this.mend(word)) return [word];
    for (let at = word.length - TAIL; at > TAIL; at--) {
      const parts = [word.slice(0, at), word.slice(at)];
      if (parts.every((part) => this.known.has(this.stem(part)))) return parts;
    }
    return [word];
  }

  /** Return whether a known word begins so. */
  begins(start) {
    for (const word of this.known.values()) if (word.startsWith(start)) return true;
    return false;
  }

  /**
   * Return what is found: pages with their best sections, and words that were mended. *rung* is what words of an
   * emergency called for.
   */
  search(query, rung) {
    const asked = new Map(written(query).flatMap((text) => words(text).map((word) => [word, text])));
    const typed = words(query).flatMap((word) => this.parted(word));
    const mended = new Map(typed.map((word) => [word, this.mend(word)]).filter(([, better]) => better));
    const meant = typed.map((word) => this.stem(mended.get(word) ?? word));
    const wide = this.widened(meant);
    const helping = rung.boxes.flatMap((box) => (this.help.has(box) ? [{ box, ...this.help.get(box) }] : []));
    const free = this.unspent(meant, rung);
    const pointed = this.pointers(meant, wide);
    const surest = Math.max(0, ...pointed.values());
    const first = [];
    for (const { box, section, first: leads } of helping) {
      const longest = Math.max(...rung.phrases[box].map((phrase) => phrase.length));
      // "Red flags in a therapist" is no emergency: who types more words of an editor's is led by them.
      if (leads && longest >= surest) first.push(section);
      pointed.set(section, Math.max(pointed.get(section) ?? 0, longest - 0.1));
    }
    return {
      pages: this.pages(this.scores(free), pointed, first, NEAR[free.length > 1 ? 1 : 0]),
      mended: [...mended].map(([word, better]) => [asked.get(word) ?? word, this.written.get(better) ?? better]),
      marked: this.marked(free),
    };
  }

  /** Return the words without those of a phrase that made a box: "want" of "want to die" finds nothing. */
  unspent(meant, rung) {
    const spent = rung.phrases
      .flat()
      .map((phrase) => phrase.map(this.stem))
      .filter((phrase) => phrase.length > 1 && isIn(phrase, meant))
      .filter((phrase) => !this.headings.some((heading) => isIn(phrase, heading)))
      .flat();
    return spent.length > 0 ? meant.filter((word) => !spent.includes(word) && !this.small.has(word)) : meant;
  }

  /** Return the words that count: all, if none does. */
  telling(meant) {
    const telling = meant.filter((word) => !this.small.has(word));
    return telling.length > 0 ? telling : meant;
  }

  /** Return the groups of synonyms, without what was typed, for words of one meaning. */
  echoes(meant) {
    return this.same.flatMap((group) =>
      group.some((phrase) => isIn(phrase, meant)) ? group.filter((phrase) => !isIn(phrase, meant)) : [],
    );
  }

  /** Return the words with their synonyms of one word. */
  widened(meant) {
    return [...meant, ...this.echoes(meant).filter((phrase) => phrase.length === 1).flat()];
  }

  /** Return the scores of the sections that have the words. */
  scores(meant) {
    const telling = this.telling(meant);
    if (telling.length === 0) return new Map();
    const queries = [
      { queries: telling, prefix: (word) => this.isStart(word), weights: { prefix: START, fuzzy: 0 } },
      ...this.echoes(meant).map((phrase) => ({
        queries: this.telling(phrase),
        combineWith: "AND",
        boostTerm: () => ECHO,
      })),
    ];
    const found = this.sections.search({ combineWith: "OR", queries });
    const isWhole = (heading) => heading.length === telling.length && isIn(heading, telling);
    return new Map(found.map(({ id, score }) => [id, score * (isWhole(this.headings[id]) ? WHOLE : 1)]));
  }

  /** Return the sections that editors point to by what was typed, or by what means the same, with the number of words in the longest phrase. */
  pointers(meant, wide) {
    const ways = [wide, ...this.echoes(meant).flatMap((phrase) => (phrase.length > 1 ? [[...wide, ...phrase]] : []))];
    const pointed = new Map();
    for (const { section, phrases } of this.find) {
      const lengths = phrases.filter((phrase) => ways.some((way) => isIn(phrase, way))).map((phrase) => phrase.length);
      if (lengths.length > 0) pointed.set(section, Math.max(pointed.get(section) ?? 0, ...lengths));
    }
    return pointed;
  }

  /** Return the pages, best first, with their sections, best first; the sections in *first* lead. */
  pages(scores, pointed, first, near) {
    const top = Math.max(1, ...scores.values());
    for (const [id, length] of pointed) scores.set(id, (scores.get(id) ?? 0) + top * (1 + length / FIRST));
    const leads = (id) => (first.includes(id) ? 1 : 0);
    const ranked = [...scores].sort(([a, high], [b, low]) => leads(b) - leads(a) || low - high || a - b);
    const pages = new Map();
    for (const [id, score] of ranked) {
      const section = this.index.sections[id];
      const page = pages.get(section.page) ?? { ...this.index.pages[section.page], name: section.page, score: 0, leads: 0, sections: [] };
      page.score += score * (page.sections.length > 0 ? REST : 1);
      page.leads = Math.max(page.leads, leads(id));
      page.sections.push({ ...section, score });
      pages.set(section.page, page);
    }
    return [...pages.values()]
      .filter((page) => page.leads || page.score >= near * top)
      .sort((a, b) => b.leads - a.leads || b.score - a.score)
      .slice(0, MOST);
  }

  /** Return a function that says whether a word of a text is one that was looked for. */
  marked(meant) {
    const telling = this.telling(meant);
    const looked = new Set(this.widened(telling));
    const starts = telling.filter((word) => this.isStart(word));
    return (word) => {
      const root = this.stem(words(word).join(""));
      return looked.has(root) || starts.some((start) => root.startsWith(start));
    };
  }
}
