/* What a clinic writes on a sheet, in the pieces of the press: they break only where a line is too short.

   It says the same as the templates masthead.html, contact_room.html and phone.html, and as
   sheets/clinic/details.py: a test compares them. */

const UNBROKEN = 34; // letters of a piece that never breaks
const HALF = 26; // letters of a detail that has another beside it
const TIED = 40; // letters of a label with the piece after it that do not part
const ADDRESS = 28; // letters of an address on the web that never breaks
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

const LINE = 40; // letters of a detail that fits one line of any room
const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

const widthOf = (text) => [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);
const whole = (text) => (text ? [{ text, after: " " }] : []);

const runsRight = (text) => [...text].some((sign) => /\p{L}/u.test(sign) && !LEFTWARD.test(sign));

/** Return the parts of an address on the web: it breaks before its marks alone, and only if it is long. It runs from
    the left where a letter of it does. */
function addressOf(text) {
  if (text.length <= ADDRESS || LEFTWARD.test(text)) {
    return whole(text).map((piece) => ({ ...piece, dir: runsRight(text) ? "ltr" : "auto" }));
  }
  return text.split(/(?=[@./-])/).filter(Boolean).map((part) => ({ text: part, after: "" }));
}

/** Return the lines of a postal address as they follow each other; no postcode breaks. */
function linesOf(address) {
  const kept = address.map((line) => line.replace(/(\d\S*) (?=\S*\d)/g, "$1\u00a0"));
  return kept.map((line, at) => ({ text: at < kept.length - 1 ? `${line.replace(/,+$/, "")},` : line, after: " " }));
}

/** Return a telephone number that a line breaks before its words alone ("ext. 12"). */
const wholeNumber = (number = "") => number.replace(/\s+(?!\(?\p{L})/gu, "\u00a0");

/** Return the parts of opening hours; "6 pm" stays together. */
function timesOf(hours) {
  const tied = hours.replace(/(\p{Nd}) (?=\p{L})/gu, "$1\u00a0");
  return tied.split(/;\s+/).map((text, at, all) => (at < all.length - 1 ? `${text};` : text)).filter(Boolean).map((text) => ({ text, after: " " }));
}

/** Return what the contact block says, row by row. */
function rowsOf({ name, address, phone, hours, email, web }, words) {
  const rows = [
    [{ key: "name", label: "", pieces: whole(name), first: true, line: true }, { key: "address", label: "", pieces: linesOf(address), line: true }],
    [{ key: "phone", label: words.phone, pieces: whole(wholeNumber(phone)), first: true }, { key: "hours", label: words.hours, pieces: timesOf(hours) }],
    [{ key: "email", label: words.email, pieces: addressOf(email) }, { key: "web", label: words.web, pieces: addressOf(web) }],
  ];
  return rows.map((row) => row.filter(({ pieces }) => pieces.length)).filter((row) => row.length);
}

/** Return an element of *page* with classes, a key, and what it holds. */
function make(page, tag, { of = "", key, dir }, ...held) {
  const made = page.createElement(tag);
  made.className = of;
  if (key) made.dataset.key = key;
  if (dir) made.dir = dir;
  made.append(...held);
  return made;
}

export function mastheadOf(page, { name, phone, logo }) {
  if (!name && !phone && !logo) return [];
  const line = make(page, "div", { of: "masthead__line" });
  if (logo) {
    const box = make(page, "div", { of: "masthead__logo", key: "logo" });
    box.style.setProperty("--logo-ratio", logo.width / logo.height);
    line.append(box);
  }
  if (name && !(logo && logo.namesClinic)) line.append(make(page, "p", { of: "masthead__name", key: "name", dir: "auto" }, name));
  if (phone) line.append(make(page, "p", { of: "masthead__phone", key: "phone", dir: "ltr" }, wholeNumber(phone)));
  return [line];
}

export function contactOf(page, details, words) {
  return rowsOf(details, words).map((row) => {
    const items = row.flatMap((item, at) => [itemOf(page, item, at === row.length - 1), "\n"]);
    return make(page, "div", { of: "contact__row" }, ...items);
  });
}

function itemOf(page, { key, label, pieces, first, line }, isLast) {
  const short = widthOf(label + pieces.map(({ text }) => text).join("")) <= HALF;
  const holder = holderOf(page, pieces);
  const isBlock = Boolean(holder?.className);
  const kinds = { short: short && !isLast, line, across: isBlock };
  const classes = ["contact__item", ...Object.keys(kinds).map((kind) => (kinds[kind] ? `contact__item--${kind}` : ""))];
  const item = make(page, "p", { of: classes.join(" "), key });
  const isTied = !isBlock && widthOf(label + pieces[0].text) <= TIED;
  const of = `contact__label${isTied ? " contact__label--whole" : ""}`;
  if (label) item.append(make(page, "span", { of }, label), isTied ? "\u00a0" : " ");
  if (holder) item.append(holder);
  for (const [at, { text, after, dir = "auto" }] of pieces.entries()) {
    const kind = widthOf(text) > UNBROKEN ? "" : after ? "whole" : "part";
    const of = `contact__piece${kind && ` contact__piece--${kind}`}${first ? " contact__piece--first" : ""}`;
    (holder ?? item).append(make(page, "span", { of, dir }, text), at < pieces.length - 1 ? after : "");
  }
  return item;
}

/** Return what holds the pieces of another direction than the page's, if need be: they follow each other in theirs. */
function holderOf(page, pieces) {
  const [dir, ...others] = new Set(pieces.map(({ text }) => directionOf(text)));
  if (pieces.length < 2 || others.length || dir === (page.documentElement.dir || "ltr")) return null;
  const isLong = pieces.reduce((sum, { text }) => sum + widthOf(text), 0) > LINE;
  return make(page, "span", { of: isLong ? "contact__across" : "", dir });
}

/** Return the direction of a text, by its first letter; a number runs from left to right. */
const directionOf = (text) => (LEFTWARD.test(/\p{L}/u.exec(text)?.[0] ?? "") ? "rtl" : "ltr");

export function phoneOf(page, { phone }, words) {
  const number = make(page, "span", { of: "phone__number", dir: "ltr" }, wholeNumber(phone));
  return [make(page, "p", { of: "phone", key: "phone" }, words.your_clinic_is, " ", number)];
}
