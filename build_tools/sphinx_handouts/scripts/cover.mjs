/* The cover of a pack, drawn with the browser's own fonts: they have every script, and a name is
   never printed with a hole in it. The standard fonts of PDF have the letters of Western Europe only. */

const DOTS = 300 / 72; // dots on paper for each point
const MARGIN = 57; // points: 20 mm
const FONTS = "'Noto Sans', system-ui, sans-serif";

/** Draw the cover on the first page of the pack. */
export async function drawCover(pack, cover) {
  const page = pack.getPage(0);
  const { width, height } = page.getSize();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * DOTS);
  canvas.height = Math.round(height * DOTS);
  const pen = new Pen(canvas.getContext("2d", { alpha: false }), { width, height, ...cover });
  pen.draw(cover);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  page.drawImage(await pack.embedPng(await blob.arrayBuffer()), { x: 0, y: 0, width, height });
}

/** Writes lines from the top of a page down, in points. */
class Pen {
  constructor(context, { width, height, direction, language }) {
    context.scale(DOTS, DOTS);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    const rtl = direction === "rtl";
    Object.assign(context, { fillStyle: "#000", direction, textAlign: "start", textBaseline: "alphabetic" });
    if ("lang" in context) context.lang = language; // which shapes letters have that languages share
    Object.assign(this, { context, y: MARGIN, start: rtl ? width - MARGIN : MARGIN, end: rtl ? MARGIN : width - MARGIN });
    Object.assign(this, { room: width - 2 * MARGIN, bottom: height - MARGIN, side: rtl ? -1 : 1 });
  }

  draw({ clinic, title, patient, date, note, contents, texts }) {
    if (clinic) this.write(clinic, { size: 13 });
    this.write(title, { size: 26, bold: true, above: clinic ? 14 : 0 });
    this.rule();
    for (const [label, words] of [[texts.cover_for, patient], [texts.cover_date, date], [texts.cover_note, note]]) {
      if (words.trim()) this.pair(label, words);
    }
    this.write(texts.cover_contents, { size: 15, bold: true, above: 22 });
    this.size = this.fitting(contents.length);
    for (const part of contents) this.entry(part, texts);
  }

  /** Return a size of type in which a list of *count* entries has room on the page. */
  fitting(count) {
    return Math.min(12, (this.bottom - this.y) / (count * 3.4));
  }

  font(size, bold) {
    this.context.font = `${bold ? "bold " : ""}${size}px ${FONTS}`;
  }

  /** Write a text, in as many lines as it needs; return where its first line stands. */
  write(words, { size, bold = false, above = 0, indent = 0, room = this.room - indent }) {
    this.font(size, bold);
    this.y += above;
    const first = this.y + size;
    for (const line of this.lines(words, room)) {
      if (this.y + size > this.bottom) break;
      this.context.fillText(line, this.start + this.side * indent, this.y + size);
      this.y += size * 1.4;
    }
    return first;
  }

  /** Part a text into lines; a word that is longer than a line is parted, too. */
  lines(words, room) {
    const fits = (text) => this.context.measureText(text).width <= room;
    const lines = [];
    for (const paragraph of words.split("\n")) {
      let line = "";
      for (const word of paragraph.split(/(?<=\s)/)) {
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
  pair(label, words) {
    this.y += 8;
    this.font(11, false);
    this.context.fillText(label, this.start, this.y + 15);
    this.write(words, { size: 15, bold: true, indent: 70 });
  }

  /** Write a line of the contents: the handout, its id and state, and where it begins. */
  entry({ title, id, state, first }, texts) {
    const size = this.size;
    const page = texts.cover_pages.replace("{first}", first);
    this.font(size * 0.85, false);
    const wide = this.context.measureText(page).width;
    const line = this.write(title, { size, bold: true, above: size * 0.6, room: this.room - wide - 12 });
    this.write([id, state].filter(Boolean).join(" · "), { size: size * 0.85 });
    this.context.textAlign = "end";
    this.context.fillText(page, this.end, line);
    this.context.textAlign = "start";
  }

  rule() {
    this.y += 8;
    this.context.fillRect(Math.min(this.start, this.end), this.y, this.room, 1.5);
    this.y += 8;
  }
}
