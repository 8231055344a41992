/* A page as a picture, drawn with the browser's own fonts: they have every script. */

import { PDFHexString } from "@cantoo/pdf-lib";

import { short } from "./letters.mjs";
import { name } from "./tree.mjs";

const DOTS = 300 / 72; // dots on paper for each point
const FONTS = "'Noto Sans', system-ui, sans-serif";

export class Painting {
  constructor({ width, height, direction, language }) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * DOTS);
    canvas.height = Math.round(height * DOTS);
    const pen = canvas.getContext("2d", { alpha: false });
    pen.scale(DOTS, DOTS);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    Object.assign(pen, { fillStyle: "#000", direction, textAlign: "start", textBaseline: "alphabetic" });
    if ("lang" in pen) pen.lang = language; // which shapes letters have that languages share
    Object.assign(this, { canvas, pen, page: { width, height }, words: [] });
  }

  width(text, size, bold) {
    this.pen.font = `${bold ? "bold " : ""}${size}px ${FONTS}`;
    return this.pen.measureText(text).width;
  }

  begin() {}

  put(text, { x, y, size, bold }) {
    this.width(text, size, bold);
    this.pen.fillText(text, x, y);
    this.words.push(text);
  }

  rule(...box) {
    this.pen.fillRect(...box);
  }

  /** Put the picture on the first page, with all that it says for those who do not see it. */
  async finish(pack, table) {
    const blob = await new Promise((done) => this.canvas.toBlob(done, "image/png"));
    const picture = await pack.embedPng(await blob.arrayBuffer());
    const { context } = pack;
    const page = pack.getPage(0);
    const { width, height } = this.page;
    const drawn = `/Figure <</MCID 0>> BDC q ${short(width)} 0 0 ${short(height)} 0 0 cm /Cover Do Q EMC`;
    page.node.set(name("Resources"), context.obj({ XObject: { Cover: picture.ref } }));
    page.node.set(name("Contents"), context.register(context.flateStream(drawn)));
    const attributes = { O: "Layout", BBox: [0, 0, width, height] };
    const figure = context.obj({ Type: "StructElem", S: "Figure", Pg: page.ref, K: [0], A: attributes });
    figure.set(name("Alt"), PDFHexString.fromText(this.words.join("\n")));
    const refs = [context.register(figure)];
    table.set(0, context.obj(refs));
    return refs;
  }
}
