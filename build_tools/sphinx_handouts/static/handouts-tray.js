/* The pack that a person puts together: tick handouts, order them, type a cover, print.

   What is typed stays in the page and is gone with it. The program that merges PDFs is loaded when
   the first pack is made. */

import { sheetAt } from "./handouts-sheet.js";
import { fill, inNewTab } from "./handouts-words.js";

/** Start the tray of a library; nothing where the page offers none. */
export function startTray(root, library) {
  const dialog = root.querySelector(".handout-pack");
  return dialog ? new Tray(root, library, dialog) : null;
}

class Tray {
  constructor(root, library, dialog) {
    Object.assign(this, { root, library, dialog, texts: library.texts, picked: [], ways: new Map(), made: "" });
    this.form = dialog.querySelector("form");
    this.bar = root.querySelector(".handout-tray");
    this.ticks = new Map();
    for (const card of library.handouts) {
      const tick = card.element.querySelector(".handout-card__pick input");
      Object.assign(tick, { checked: false, autocomplete: "off" });
      tick.addEventListener("change", () => this.pick(card, tick.checked));
      this.ticks.set(card, tick);
      const way = card.element.querySelector(".handout-card__pack");
      way.addEventListener("click", () => this.open());
      this.ways.set(card, way);
    }
    this.listen();
    this.clear();
  }

  listen() {
    const on = (element, event, act) => element.addEventListener(event, act);
    on(this.bar.querySelector(".handout-tray__open"), "click", () => this.open());
    on(document, "focusin", ({ target }) => this.uncover(target));
    on(window, "resize", () => this.align());
    // A theme may fold what is beside it. In the next frame: what moves within this one, WebKit calls an error.
    new ResizeObserver(() => requestAnimationFrame(() => this.align())).observe(this.root);
    on(this.bar.querySelector(".handout-tray__empty"), "click", () => this.empty());
    on(this.find("list"), "click", (event) => this.change(event.target.closest("button")));
    on(this.form, "submit", (event) => {
      event.preventDefault();
      this.make();
    });
    on(this.find("close"), "click", () => this.dialog.close());
    on(this.find("clear"), "click", () => this.clear());
    on(this.form, "input", () => this.update());
    on(window, "pagehide", () => this.forget());
    on(window, "pageshow", (event) => event.persisted && this.forget());
  }

  find(name) {
    return this.dialog.querySelector(`.handout-pack__${name}`) ?? document.createElement("a");
  }

  // --- what is in the pack ---

  pick(card, wanted) {
    this.picked = this.picked.filter((one) => one !== card);
    if (wanted) this.picked.push(card);
    this.ticks.get(card).checked = wanted;
    this.ways.get(card).hidden = !wanted;
    this.update();
  }

  empty() {
    for (const card of [...this.picked]) this.pick(card, false);
    this.library.handouts[0].element.closest(".handout-library").querySelector("[name=q]").focus();
  }

  /** Move or remove a handout; the focus stays at hand. */
  change(button) {
    if (!button) return;
    const { act, place } = button.dataset;
    const [card] = this.picked.splice(Number(place), 1);
    const to = act === "remove" ? -1 : Number(place) + (act === "up" ? -1 : 1);
    if (to >= 0) this.picked.splice(to, 0, card);
    else this.pick(card, false);
    this.update();
    const values = { title: card.title, place: to + 1, count: this.picked.length };
    this.say(fill(to >= 0 ? this.texts.moved : this.texts.removed, values));
    const item = this.find("list").children[Math.max(to, 0)];
    const next = item?.querySelector(`[data-act=${act}]:not(:disabled)`) ?? item?.querySelector("button:not(:disabled)");
    (next ?? this.find("close")).focus();
  }

  /** Return the handouts that are made in the version that is chosen. */
  get ready() {
    return this.picked.filter((card) => card.print);
  }

  // --- what is shown ---

  /** Put the bar over the column of the library, beside a theme's menus; on a small screen it has the whole width. */
  align() {
    const { left, right, width } = this.root.getBoundingClientRect();
    const beside = document.documentElement.clientWidth - right;
    const wide = width >= 480;
    Object.assign(this.bar.style, { left: wide ? `${left}px` : "", right: wide ? `${beside}px` : "" });
  }

  /** Scroll what has the focus out from under the bar. */
  uncover(focused) {
    if (this.bar.hidden || this.bar.contains(focused) || focused.closest("dialog")) return;
    const under = focused.getBoundingClientRect().bottom + 8 - this.bar.getBoundingClientRect().top;
    if (under > 0) scrollBy({ top: under, behavior: "instant" });
  }

  open() {
    this.say("");
    this.dialog.showModal();
    this.dialog.querySelector("h2").focus();
  }

  /** Show the pack as it is now; a pack that was made before is another one. */
  update() {
    this.forgetPack();
    this.bar.hidden = this.picked.length === 0;
    this.align();
    this.bar.querySelector("[role=status]").textContent = fill(this.texts.picked, { count: this.picked.length });
    this.find("list").replaceChildren(...this.picked.map((card, place) => this.itemOf(card, place)));
    const labels = this.ready.length ? this.library.labels(this.ready[0].print) : [];
    this.find("what").textContent = [this.library.clinicName(), ...labels].filter(Boolean).join(" · ");
    this.find("sheets").textContent = fill(this.texts.sheets, this.count());
    this.find("make").disabled = this.ready.length === 0;
  }

  itemOf(card, place) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = `${card.title} (${card.ids})`;
    const note = card.print ? card.state : this.texts.left_out;
    if (note) words.append(document.createElement("br"), Object.assign(document.createElement("small"), { textContent: note }));
    const button = (act, sign, disabled) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign, disabled });
      made.setAttribute("aria-label", fill(this.texts[act], { title: card.title }));
      Object.assign(made.dataset, { act, place });
      return made;
    };
    const last = this.picked.length - 1;
    item.append(words, button("up", "↑", place === 0), button("down", "↓", place === last), button("remove", "×", false));
    return item;
  }

  /** Return how many pages are printed, and how many sheets of paper they need. */
  count() {
    const both = this.form.elements.sides.checked;
    const pages = this.ready.map((card) => card.print.pages);
    const sum = pages.reduce((all, one) => all + one, 1);
    const sheets = pages.reduce((all, one) => all + Math.ceil(one / 2), 1);
    return { pages: sum, sheets: both ? sheets : sum };
  }

  say(words) {
    const said = this.find("said");
    said.textContent = words;
    if (words) said.scrollIntoView({ block: "nearest" }); // an enlarged window has no room for it beside the buttons
  }

  // --- the PDF ---

  /** Make one PDF of the pack, and open it in a new tab. */
  async make() {
    const tab = window.open("", "_blank"); // asked for at once, or the browser may refuse it
    this.forgetPack();
    this.say(this.texts.making);
    try {
      this.made = URL.createObjectURL(new Blob([await this.merged()], { type: "application/pdf" }));
      if (tab) tab.location.replace(this.made);
      Object.assign(this.find("again"), inNewTab(this.made), { hidden: false });
      this.say(tab ? this.texts.made : this.texts.blocked);
    } catch (error) {
      tab?.close();
      this.say(error.keys ? this.texts.own_long_pack : error.message);
    }
  }

  async merged() {
    const fail = (words) => () => {
      throw new Error(words);
    };
    const { makePack, openKit } = await import(new URL("handouts-pack.js", import.meta.url)).catch(fail(this.texts.missing));
    const parts = await Promise.all(this.ready.map((card) => this.partOf(card)));
    const { own: details, kit } = this.library;
    const isOwn = details && this.ready.every((card) => this.library.isPlain(card.print));
    if (isOwn) await openKit(kit).catch(fail(this.texts.own_failed));
    return makePack({ parts, bothSides: this.form.elements.sides.checked, cover: this.cover(), kit, details: isOwn ? details : null });
  }

  async partOf(card) {
    const { title, ids, state, print } = card;
    const { pages, paper, variant } = print;
    const { pdf, broken } = await sheetAt(print.href, title, this.texts);
    return { title, id: ids, state, pages, paper, variant, pdf, broken };
  }

  cover() {
    const { title, patient, date, note } = Object.fromEntries(new FormData(this.form));
    const [year, month, day] = date.split("-").map(Number);
    const language = document.documentElement.lang || "en";
    const style = { day: "numeric", month: "long", year: "numeric" };
    const words = date ? new Date(year, month - 1, day).toLocaleDateString(language === "en" ? "en-GB" : language, style) : "";
    const direction = document.documentElement.dir || "ltr";
    return { title, clinic: this.library.clinicName(), patient, date: words, note, texts: this.texts, language, direction };
  }

  // --- forgetting ---

  /** Clear what was typed; the date is today's again. */
  clear() {
    this.form.reset();
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    this.form.elements.date.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    this.update();
  }

  forgetPack() {
    if (this.made) URL.revokeObjectURL(this.made);
    this.made = "";
    const again = this.find("again");
    again.hidden = true;
    again.removeAttribute("href");
  }

  /** Forget the patient: the page is left, or shown again from the browser's memory. */
  forget() {
    this.dialog.close();
    for (const card of [...this.picked]) this.pick(card, false);
    this.clear();
    this.say("");
  }
}
