// Words of an emergency, typed into a field of any page: the title of the box shows at once, as a link to it.
import { Alarm } from "./alarm.mjs";

const lines = document.getElementById("alarm");
const fields = ".search-form__words, .handout-filters [type=search]";
let alarm = null;

/** Get the words, when somebody is about to type. */
function load() {
  alarm ??= fetch(lines.dataset.index)
    .then((answer) => answer.json())
    .then((told) => new Alarm(told))
    .catch(() => (alarm = null)); // the next key tries again; "Get help now" stands above all the while
  return alarm;
}

/** Return the lines beside a field: those of the menu are its own, another field gets a copy. */
function linesOf(field) {
  if (lines.closest("form").contains(field)) return lines;
  const place = field.closest("form");
  const there = place.querySelector(".alarm");
  if (there) return there;
  const copy = lines.cloneNode(true);
  copy.removeAttribute("id");
  place.append(copy);
  return copy;
}

/** Show the lines that the words in a field call for. */
async function warn(field) {
  const ready = await load();
  if (!ready) return;
  const { boxes } = ready.ring(field.value);
  for (const line of linesOf(field).children) line.hidden = !boxes.includes(Number(line.dataset.help));
}

if (lines) {
  document.addEventListener("focusin", ({ target }) => target.matches?.(fields) && linesOf(target) && load());
  document.addEventListener("input", ({ target }) => target.matches(fields) && warn(target));
  for (const field of document.querySelectorAll(fields)) if (field.value) warn(field);
}
