/* The cover of a pack: tagged text in the letters of the sheets. Where these lack a letter, the page is
   a picture, drawn with the browser's own fonts: a name is never printed with a hole in it. */

import { Painting } from "./painting.mjs";
import { Writing } from "./writing.mjs";

const MARGIN = 57; // points: 20 mm
/** Type of the note, and of the list: what fits first is taken. */
const SIZES = [15, 13, 11, 9].flatMap((note) => [12, 11, 10, 9, 8].map((entry) => [note, entry]));
const SMALL = [7, 6, 5, 4].map((entry) => [9, entry]);

/** Draw the cover on the first page of the pack; return the references to its elements. */
export async function drawCover(pack, cover, letters, table) {
  const { width, height } = pack.getPage(0).getSize();
  const Surface = letters && !letters.missing(allWords(cover)).length ? Writing : Painting;
  const surface = new Surface({ width, height, letters, ...cover });
  const dry = { width: (...type) => surface.width(...type), begin() {}, put() {}, rule() {} };
  const fits = (sizes) => new Pen(dry, { width, height, ...cover }).draw(cover, sizes);
  const sizes = [...SIZES, ...SMALL].find(fits);
  if (!sizes) throw new Error(cover.texts.cover_full); // nothing of a note may be lost
  new Pen(surface, { width, height, ...cover }).draw(cover, sizes);
  return surface.finish(pack, table);
}

function allWords({ clinic, title, patient, date, note, contents, texts }) {
  const entries = contents.flatMap((part) => [part.title, part.id, part.state]);
  return [clinic, title, patient, date, note, ...entries, ...Object.values(texts)].join(" ");
}

/** Writes lines from the top of a page down, in points. */
class Pen {
  constructor(surface, { width, height, direction }) {
    const rtl = direction === "rtl";
    Object.assign(this, { surface, y: MARGIN, start: rtl ? width - MARGIN : MARGIN, end: rtl ? MARGIN : width - MARGIN });
    Object.assign(this, { room: width - 2 * MARGIN, bottom: height - MARGIN, side: rtl ? -1 : 1 });
  }

  /** Write all of it; return whether the page has room for it. */
  draw({ clinic, title, patient, date, note, contents, texts }, [ofNote, ofEntry]) {
    if (clinic) this.write(clinic, { size: 13 });
    this.write(title, { tag: "H1", size: 26, bold: true, above: clinic ? 14 : 0 });
    this.rule();
    for (const [label, words, size] of [[texts.cover_for, patient, 15], [texts.cover_date, date, 15], [texts.cover_note, note, ofNote]]) {
      if (words.trim()) this.pair(label, words.trimEnd(), size);
    }
    this.write(texts.cover_contents, { tag: "H2", size: 15, bold: true, above: 22 });
    for (const part of contents) this.entry(part, texts, ofEntry);
    return this.y <= this.bottom;
  }

  /** Write a text, in as many lines as it needs; return where its first line stands. */
  write(words, { tag = "P", goesOn = false, size, bold = false, above = 0, indent = 0, room = this.room - indent }) {
    this.y += above;
    const first = this.y + size;
    if (!goesOn) this.surface.begin(tag);
    for (const line of this.lines(words, { room, size, bold })) {
      this.surface.put(line, { x: this.start + this.side * indent, y: this.y + size, size, bold });
      this.y += size * 1.4;
    }
    return first;
  }

  /** Part a text into lines; a word that is longer than a line is parted, too. */
  lines(words, { room, size, bold }) {
    const fits = (text) => this.surface.width(text, size, bold) <= room;
    const lines = [];
    for (const paragraph of words.split("\n")) {
      let line = "";
      for (const word of paragraph.match(/\S*\s|\S+/g) ?? []) {
        if (fits((line + word).trimEnd())) {
          line += word;
          continue;
        }
        if (line) lines.push(line.trimEnd());
        line = "";
        for (const letter of word) {
          if (!fits(line + letter)) {
            lines.push(line);
            line = "";
          }
          line += letter;
        }
      }
      lines.push(line.trimEnd());
    }
    return lines;
  }

  /** Write a label, and beside it what it labels. */
  pair(label, words, size) {
    this.y += 8;
    this.surface.begin("P");
    this.surface.put(label, { x: this.start, y: this.y + size, size: Math.min(size, 11), bold: false });
    this.write(words, { goesOn: true, size, bold: true, indent: 70 });
  }

  /** Write a line of the contents: the handout, its id and state, and where it begins. */
  entry({ title, id, state, first }, texts, size) {
    const page = texts.cover_pages.replace("{first}", first);
    const wide = this.surface.width(page, size * 0.85, false);
    const line = this.write(title, { size, bold: true, above: size * 0.6, room: this.room - wide - 12 });
    this.surface.put(page, { x: this.end - this.side * wide, y: line, size: size * 0.85, bold: false });
    this.write([id, state].filter(Boolean).join(" · "), { goesOn: true, size: size * 0.85 });
  }

  rule() {
    this.y += 8;
    this.surface.rule(Math.min(this.start, this.end), this.y, this.room, 1.5);
    this.y += 8;
  }
}
