// The search page: results while you type. It stores nothing; the words stand in the address alone.
import { Alarm } from "./alarm.mjs";
import { Guide } from "./engine.mjs";
import { excerpt, marked, tellingOf } from "./excerpt.mjs";

const PAUSE = 200; // milliseconds without a key before the results follow
const ALSO = 2; // further sections of a page
const GOOD = 0.5; // of the score of a page's best section, what a further one needs

const input = document.getElementById("search-words");
const place = document.getElementById("search");
const says = place.dataset;
const counted = JSON.parse(says.found); // in each form of the plural
const plural = new Intl.PluralRules(document.documentElement.lang);
const status = document.getElementById("search-status");
const hits = document.getElementById("search-hits");
const none = document.getElementById("search-none");
const all = document.getElementById("search-all");
const boxes = [...document.querySelectorAll(".search-box")];

/** Return a sentence of the page with its places filled. */
const sentence = (text, values) => text.replace(/\{(\w+)\}/g, (_all, key) => values[key]);

/** Return a new element. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Return a link to a section. */
function link(page, section, ...words) {
  const made = element("a", "", ...words);
  made.href = page.address + (section.anchor ? `#${section.anchor}` : "");
  return made;
}

/** Return the item of a page in the list of results. */
function hit(page, isMarked) {
  const [best, ...others] = page.sections;
  const words = [element("span", "search-hit__page", page.title)];
  if (best.anchor) words.push(" ", element("span", "search-hit__section", best.heading));
  const item = element("li", "search-hit", element("h2", "search-hit__title", link(page, best, ...words)));
  const quote = excerpt(tellingOf(page.sections, isMarked), isMarked);
  if (quote) item.append(element("p", "search-hit__text", ...marked(quote, isMarked)));
  const also = others.filter(({ anchor, score }) => anchor && score >= GOOD * best.score).slice(0, ALSO);
  if (also.length > 0) {
    const links = also.flatMap((section, i) => [i ? says.comma : " ", link(page, section, section.heading)]);
    item.append(element("p", "search-hit__also", says.also, ...links));
  }
  return item;
}

/** Return what a reader is told of the results, also by a screen reader. */
function told(query, rung, { pages, mended }) {
  const words = [];
  if (rung.boxes.length > 0) words.push(says.box);
  words.push(...mended.map(([from, to]) => sentence(says.mended, { from, to })));
  const found = pages.length === 0 ? says.none : counted[plural.select(pages.length)] ?? counted.other;
  const meant = mended.reduce((text, [from, to]) => text.replace(new RegExp(from, "i"), to), query);
  words.push(sentence(found, { count: pages.length, words: meant }));
  return words.join(" ");
}

/** Show the boxes that the words in the field call for. */
function warn(alarm) {
  const rung = alarm.ring(input.value);
  for (const box of boxes) box.hidden = !rung.boxes.includes(Number(box.dataset.help));
  return rung;
}

/** Show what is found for the words in the field. */
function show(guide, alarm) {
  const query = input.value.trim();
  const rung = warn(alarm);
  const found = guide.search(query, rung);
  hits.replaceChildren(...found.pages.map((page) => hit(page, found.marked)));
  none.hidden = !query || found.pages.length > 0;
  all.hidden = found.pages.length > 0;
  status.textContent = query ? told(query, rung, found) : "";
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
}

/** Get a file of the search. */
async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

input.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, input.maxLength);
if (input.value) {
  status.textContent = says.loading;
  all.hidden = true;
}

let timer = 0;
const nothing = new Alarm({ language: "", help: [], groups: [], common: "", real: "" });
// The boxes wait neither for the index nor for a pause, and stand without it.
const alarm = says.alarm ? get(says.alarm).then((told) => new Alarm(told), () => nothing) : Promise.resolve(nothing);
const loaded = get(says.index).then(Guide.over).then(
  (guide) => (ready) => show(guide, ready),
  () => () => {
    status.textContent = says.failed;
    all.hidden = false;
  },
);
const watch = () => alarm.then(warn);

/** Show what is found, as soon as that can be told. */
async function follow() {
  place.ariaBusy = "true";
  const [update, ready] = await Promise.all([loaded, alarm]);
  update(ready);
  place.ariaBusy = "false";
}

input.addEventListener("input", () => {
  watch();
  clearTimeout(timer);
  timer = setTimeout(follow, PAUSE);
});
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  follow();
  // On a phone, the keyboard would lie over the results.
  if (matchMedia("(pointer: coarse)").matches) input.blur();
});
watch();
follow();
