// "Find a handout": where no card of the library has the words, the search of the guide finds pages, and so the handouts made of them.
import { Alarm } from "./alarm.mjs";
import { Guide } from "./engine.mjs";

const { index, alarm } = document.currentScript.dataset;
const field = document.querySelector(".handout-filters [type=search]");
const get = async (address) => (await fetch(new URL(address, location))).json();
let asked = false;

/** Get the search when somebody is about to type, and hand it to the library; without it, the library finds words. */
async function load() {
  if (asked) return;
  asked = true;
  try {
    const [sections, words] = await Promise.all([get(index), get(alarm)]);
    const guide = await Guide.over(sections);
    const rings = new Alarm(words);
    const finder = (query) => guide.search(query, rings.ring(query)).pages.map(({ name, score }) => [name, score]);
    document.querySelector(".handout-library").dispatchEvent(new CustomEvent("handouts-finder", { detail: finder }));
  } catch {
    asked = false; // the next visit to the field tries again
  }
}

if (field) {
  field.addEventListener("focus", load);
  if (new URLSearchParams(location.search).has("q")) addEventListener("load", load);
}
