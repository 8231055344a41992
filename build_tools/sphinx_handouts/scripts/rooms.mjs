/* Lays out what a clinic writes into its rooms: with the style sheet of the press and with the letters
   of the PDF, by the browser itself, eight times as large, so that no setting of a browser changes it. */

import { phoneOf, contactOf, mastheadOf } from "./details.mjs";

const SCALE = 8;
const POINTS = 0.75 / SCALE; // of a pixel
const SLACK = 0.5 * SCALE;
const FAMILY = "Handouts Letterhead";
const SETTINGS = ["comfortable", "close", "closer", "stacked"];
const MAKERS = { masthead: mastheadOf, contact: contactOf, phone: phoneOf };

/** Tells what does not fit its room. */
export class TooLong extends Error {
  constructor(room, keys) {
    super(room);
    Object.assign(this, { room, keys });
  }
}

/** Return the place in which rooms are laid out: a page in the page, which is never seen. */
export async function openDesk(kit, faces, { paper, variant }) {
  const frame = document.createElement("iframe");
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  Object.assign(frame.style, { position: "fixed", insetInlineStart: "-20000px", inlineSize: "15000px", blockSize: "4000px", visibility: "hidden" });
  document.body.append(frame);
  try {
    await settled(frame);
    const { contentDocument: page, contentWindow: view } = frame;
    for (const [weight, file] of Object.entries(faces)) {
      page.fonts.add(await new view.FontFace(FAMILY, file.slice(0), { weight: weight === "bold" ? "bold" : "normal" }).load());
    }
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(kit.style.replace(/(\d*\.?\d+)(pt|mm|px)\b/g, (_all, number, unit) => `${number * SCALE}${unit}`));
    page.adoptedStyleSheets = [sheet];
    const root = page.documentElement;
    Object.assign(root, { lang: kit.language, dir: kit.direction });
    root.style.setProperty("--font", `"${FAMILY}"`);
    root.style.setProperty("forced-color-adjust", "none");
    page.body.className = `sheet sheet--${paper} sheet--${variant}`;
    return new Desk(frame, page, kit);
  } catch (error) {
    frame.remove();
    throw error;
  }
}

/** Wait until the empty page of a frame is the one that stays. */
async function settled(frame) {
  if (frame.contentDocument?.readyState === "complete") return;
  await new Promise((done) => frame.addEventListener("load", done, { once: true }));
}

class Desk {
  constructor(frame, page, kit) {
    Object.assign(this, { frame, page, kit, made: new Map() });
  }

  close() {
    this.frame.remove();
  }

  /** Return what stands in a room of this size in points: its elements, with where their words stand. */
  lay(details, room, width, height) {
    const key = [room, width.toFixed(1), height.toFixed(1)].join(" ");
    if (!this.made.has(key)) this.made.set(key, this.fitting(details, room, width, height));
    return this.made.get(key);
  }

  fitting(details, room, width, height) {
    let keys = [];
    for (const setting of SETTINGS) {
      const box = this.place(details, room, setting, width, height);
      keys = overflowing(box);
      if (!keys.length) return read(box);
    }
    throw new TooLong(room, keys);
  }

  /** Put a room on the page, as it stands on a sheet. */
  place(details, room, setting, width, height) {
    const box = this.page.createElement("div");
    box.className = `room room--${room} room--${setting}`;
    box.append(...MAKERS[room](this.page, details, this.kit.words));
    const around = this.page.createElement(room === "masthead" ? "header" : room === "contact" ? "section" : "div");
    if (room !== "phone") around.className = room;
    around.append(box);
    this.page.body.replaceChildren(around);
    Object.assign(box.style, { width: `${width / POINTS}px`, height: `${height / POINTS}px` });
    return box;
  }
}

/** Yield each sign of the words below an element, with where it stands. */
function* signs(element) {
  const range = element.ownerDocument.createRange();
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let at = 0;
    for (const sign of node.data) {
      range.setStart(node, at);
      range.setEnd(node, (at += sign.length));
      yield { node, sign, place: [...range.getClientRects()].at(-1) };
    }
  }
}

/** Return the keys of the details that reach over a side of their room, or of their column. */
function overflowing(box) {
  const view = box.ownerDocument.defaultView;
  const room = box.getBoundingClientRect();
  const keys = new Set();
  const heights = new Map();
  const heightOf = (node) => heights.get(node) ?? heights.set(node, parseFloat(view.getComputedStyle(node.parentElement).lineHeight)).get(node);
  for (const { node, sign, place } of signs(box)) {
    if (!sign.trim() || !place) continue;
    const bottom = (place.top + place.bottom + heightOf(node)) / 2; // of the line, as the press measures it, and not of the letters
    const column = node.parentElement.closest(".contact__item--short");
    const frame = column && view.getComputedStyle(column).display === "inline-block" ? column.getBoundingClientRect() : room;
    const over = bottom > room.bottom + SLACK || place.right > frame.right + SLACK || place.left < frame.left - SLACK;
    if (over) keys.add(node.parentElement.closest("[data-key]").dataset.key);
  }
  return [...keys];
}

/** Return the elements below one of the page: their tags, and words or a picture in them. */
function read(box) {
  const room = box.getBoundingClientRect();
  const pieces = new Map();
  let last = null;
  for (const { node, sign, place } of signs(box)) {
    const isSpace = sign.trim() === "" && sign !== "\u00a0";
    if (isSpace && (!place || place.width < 0.01)) {
      if (last && !last.text.endsWith(" ")) last.text += " "; // it parts words, also where a line ends
      continue;
    }
    if (!node.data.trim()) {
      if (last && !last.text.endsWith(" ")) last.text += " ";
      continue;
    }
    const lines = pieces.get(node) ?? pieces.set(node, []).get(node);
    const line = lines.at(-1);
    if (line && (!place || Math.abs(place.top - line.top) < SLACK)) line.text += sign;
    else if (place) lines.push({ text: sign, top: place.top, left: place.left, height: place.height });
    last = lines.at(-1) ?? last;
  }
  return [...box.childNodes].map((kid) => elementOf(kid, pieces, room)).filter(Boolean);
}

const TAGS = { P: "P", DIV: "Div", SPAN: "Span" };

function elementOf(node, pieces, room) {
  if (node.nodeType === Node.TEXT_NODE) return pieces.has(node) ? wordsOf(node, pieces.get(node), room) : null;
  if (node.classList.contains("masthead__logo")) {
    const { left, top, width, height } = node.getBoundingClientRect();
    return { tag: "Figure", picture: { ...at(left, top + height, room), width: width * POINTS, height: height * POINTS } };
  }
  return { tag: TAGS[node.tagName], kids: [...node.childNodes].map((kid) => elementOf(kid, pieces, room)).filter(Boolean) };
}

/** Return the lines of a text; they go down from the top of the room, in points. */
function wordsOf(node, lines, room) {
  const style = node.ownerDocument.defaultView.getComputedStyle(node.parentElement);
  const type = { size: parseFloat(style.fontSize) * POINTS, bold: Number(style.fontWeight) >= 600, colour: colourOf(style.color) };
  const placed = lines.map((line) => ({ text: line.text, ...type, ...at(line.left, line.top, room), height: line.height * POINTS }));
  return { tag: "Span", lines: placed };
}

function at(left, top, room) {
  return { x: (left - room.left) * POINTS, down: (top - room.top) * POINTS };
}

/** Return red, green and blue, from 0 to 1. */
function colourOf(words) {
  return words.match(/[\d.]+/g).slice(0, 3).map((value) => value / 255);
}
