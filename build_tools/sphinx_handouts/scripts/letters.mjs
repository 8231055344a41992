/* The letters of a sheet in the browser: which there are, how wide they run, and how they come into a PDF. */

import { create } from "@cantoo/fontkit";

const ANY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Return the letters in regular and bold type. */
export async function lettersFrom({ regular, bold }) {
  return new Letters({ regular, bold });
}

export class Letters {
  constructor(files) {
    this.files = files;
    const entries = Object.entries(files).map(([weight, file]) => [weight, create(new Uint8Array(file))]);
    this.faces = Object.fromEntries(entries);
  }

  /** Return the signs of a text that cannot be printed, each once. */
  missing(text) {
    const has = (sign) => /\s/u.test(sign) || this.faces.regular.hasGlyphForCodePoint(sign.codePointAt(0));
    return [...new Set(text.normalize("NFC"))].filter((sign) => !has(sign));
  }

  /** Return how wide a text is in points. */
  width(text, size, bold) {
    const { positions, face } = this.set(text, bold);
    return (positions.reduce((sum, one) => sum + one.xAdvance, 0) * size) / face.unitsPerEm;
  }

  /** Return the height of letters over the line, for type of size 1. */
  get ascent() {
    return this.faces.regular.ascent / this.faces.regular.unitsPerEm;
  }

  /** How high a line of type of size 1 is, from the lowest letter to the highest. */
  get height() {
    const { ascent, descent, unitsPerEm } = this.faces.regular;
    return (ascent - descent) / unitsPerEm;
  }

  set(text, bold) {
    const face = this.faces[bold ? "bold" : "regular"];
    return { face, ...face.layout(text) };
  }

  /** Return how to write in *pdf*, whose subsets of the fonts hold what is written, and no more. */
  for(pdf) {
    pdf.registerFontkit({ create });
    return new Writer(this, pdf);
  }
}

class Writer {
  constructor(letters, pdf) {
    Object.assign(this, { letters, pdf, fonts: {} });
  }

  /** Make the font ready in which a weight is written. */
  async font(bold) {
    const weight = bold ? "bold" : "regular";
    if (!this.fonts[weight]) {
      const tag = Array.from(crypto.getRandomValues(new Uint8Array(6)), (value) => ANY[value % 26]).join("");
      const customName = `${tag}+${this.letters.faces[weight].postscriptName}`;
      this.fonts[weight] = await this.pdf.embedFont(this.letters.files[weight], { subset: true, customName });
    }
    return this.fonts[weight];
  }

  /** Return the operators that write a text, and the fonts that they need, by name. */
  async show(text, { x, y, size, bold, colour }) {
    const font = await this.font(bold);
    const { face, glyphs, positions } = this.letters.set(text, bold);
    const codes = font.encodeText(text).asString().match(/.{4}/g) ?? [];
    const scale = 1000 / face.unitsPerEm;
    const moved = (by) => (Math.abs(by) < 0.5 ? "" : by.toFixed(0));
    const parts = codes.map((code, at) => {
      const { xAdvance, xOffset, yOffset } = positions[at];
      const [aside, up] = [xOffset * scale, (yOffset * size) / face.unitsPerEm];
      const sign = [moved(-aside), `<${code}>`, moved((glyphs[at].advanceWidth - xAdvance) * scale + aside)].filter(Boolean).join(" ");
      return up ? `] TJ ${short(up)} Ts [${sign}] TJ 0 Ts [` : sign; // an accent over a capital
    });
    const fontName = bold ? "B" : "R";
    const drawn = `BT ${colour.map(short).join(" ")} rg /${fontName} ${short(size)} Tf 1 0 0 1 ${short(x)} ${short(y)} Tm [${parts.join(" ")}] TJ ET`;
    return { drawn, fonts: { [fontName]: font.ref } };
  }
}

/** Write a number as PDF has it. */
export const short = (value) => String(Number(value.toFixed(4)));
