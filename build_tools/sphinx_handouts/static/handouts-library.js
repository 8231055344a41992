/* The library of handouts: filters that live in the address, and one Print button a handout.

   Without this script the page is a plain list of everything. No choice is stored on the computer:
   who wants to keep one keeps its address. */

import { find, folded } from "./handouts-find.js";
import { startLook } from "./handouts-look.js";
import { startTray } from "./handouts-tray.js";
import { fill, inNewTab } from "./handouts-words.js";

const library = document.querySelector(".handout-library");
const form = library?.querySelector(".handout-filters");

/** Return a PDF of a list as a record; *base* is the address of the page that the list is on. */
function fileOf(item, base) {
  const link = item.querySelector("a");
  link.href = new URL(link.getAttribute("href"), base);
  const about = item.querySelector(".handout-card__about").textContent.replace(/^PDF\p{P}\s*/u, "");
  return { ...item.dataset, pages: Number(item.dataset.pages), href: link.href, about, item };
}

/** Return a card as a record. */
function cardOf(element) {
  const words = [element.querySelector("h3"), ...element.querySelectorAll(".handout-card__summary")];
  const ids = element.dataset.ids;
  return {
    element,
    key: element.id,
    ids,
    pages: (element.dataset.pages ?? "").split(" ").filter(Boolean),
    title: words[0].textContent.trim(),
    language: element.dataset.language,
    state: element.dataset.state,
    subject: element.closest("[data-subject]")?.dataset.subject,
    isPack: element.closest("[data-packs]") !== null,
    words: folded([ids, ...words.map((word) => word.textContent)].join(" ")),
    list: element.querySelector(".handout-card__editions"),
    files: [...element.querySelectorAll(".handout-card__editions > li")].map((item) => fileOf(item, location)),
    print: null,
  };
}

/** Return a paper and a variant that are made together; of two that are not, the last chosen stays. */
function settled({ paper, variant }, files, last) {
  const find = (p, v) => files.find((f) => (p === null || f.paper === p) && (v === null || f.variant === v));
  const other = last === "variant" ? [null, variant] : [paper, null];
  const found = find(paper, variant) ?? find(...other) ?? find(null, variant) ?? files[0];
  return found ? { paper: found.paper, variant: found.variant } : { paper, variant };
}

/** Leave Escape to a window that is open: Sphinx's own shortcut, on the page, would take it away. */
function leaveEscape(event) {
  if (event.key === "Escape" && event.target.closest("dialog")) event.stopPropagation();
}

class Library {
  constructor() {
    this.texts = JSON.parse(library.dataset.texts);
    this.cards = [...library.querySelectorAll(".handout-card")].map(cardOf);
    this.handouts = this.cards.filter((card) => !card.isPack);
    this.pages = new Map([[library.dataset.only, Promise.resolve()]]);
    this.status = form.querySelector("[role=status]");
    form.reset(); // some browsers remember what stood in a form
    this.defaults = this.choice();
    this.better = () => []; // until a search of the guide is there
    library.addEventListener("handouts-finder", ({ detail }) => {
      this.better = detail;
      this.update();
    });
    this.take(new URLSearchParams(location.search));
    for (const part of library.querySelectorAll(".handouts-js")) part.hidden = false;
    this.own = null; // details that a clinic has typed
    this.kit = library.dataset.kit && new URL(`${library.dataset.root}/${library.dataset.kit}`, location).href;
    library.querySelector(".handout-own__open")?.addEventListener("click", async () => (await this.details()).open());
    this.tray = startTray(library, this);
    startLook(library, this.texts);
    library.addEventListener("keydown", leaveEscape);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => this.update(event.target.name));
    form.addEventListener("reset", (event) => this.reset(event));
  }

  /** Return what is chosen; null where there is nothing to choose. */
  choice() {
    const data = new FormData(form);
    const names = ["q", "subject", "language", "clinic", "paper", "variant"];
    return Object.fromEntries(names.map((name) => [name, data.get(name)]));
  }

  /** Set the fields of the form; what a field does not offer is left out. */
  take(values) {
    for (const [name, value] of values) {
      const field = form.elements.namedItem(name);
      const offered = [...(field?.options ?? (field instanceof RadioNodeList ? field : []))].map((one) => one.value);
      if (name === "q" || offered.includes(value)) field.value = value;
    }
  }

  /** Show everything; the clinic stays, because it says who is asking. */
  reset(event) {
    event.preventDefault();
    this.take(Object.entries({ ...this.defaults, clinic: form.elements.clinic?.value }));
    this.update();
    form.elements.q.focus();
  }

  /** Show what is chosen, and write it into the address. */
  async update(last) {
    const { clinic } = this.choice();
    if (clinic && library.dataset.only && !(await this.load(clinic))) return;
    const made = this.cards.flatMap((card) => this.ofClinic(card));
    const asked = settled(this.choice(), made, last);
    this.take(Object.entries(asked).filter(([, value]) => value !== null));
    this.offer(made);
    this.show(made);
    const best = settled(this.defaults, made);
    this.writeAddress({ ...this.defaults, ...best });
    library.dataset.ready = "";
    this.tray?.update();
    this.window?.tellWhose();
  }

  /** Fetch the page of a clinic, where this page lists another; return whether it is still asked for. */
  async load(brand) {
    const address = new URL(`${library.dataset.root}/${brand}/${library.dataset.folder}index.html`, location);
    if (!this.pages.has(brand)) {
      this.status.textContent = this.texts.loading;
      this.pages.set(brand, this.fetchPage(address));
    }
    try {
      await this.pages.get(brand);
    } catch {
      this.pages.delete(brand);
      this.show(); // no button may print the sheet of another clinic
      this.tray?.update();
      const link = Object.assign(document.createElement("a"), { href: address, textContent: this.texts.failed });
      this.status.replaceChildren(link);
      library.dataset.ready = "";
      return false;
    }
    return this.choice().clinic === brand;
  }

  /** Take over the PDFs that the page of a clinic lists. */
  async fetchPage(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const card of this.cards) {
      const items = page.querySelectorAll(`[data-editions="${CSS.escape(card.key)}"] > li`);
      card.files.push(...[...items].map((item) => fileOf(document.adoptNode(item), address)));
    }
  }

  /** Return the PDFs of a card for the clinic that is chosen; all that are here before one is. */
  ofClinic(card) {
    const { clinic } = this.choice();
    if (clinic === "" && library.dataset.only) return []; // those of the first clinic mislead
    return card.files.filter((file) => !clinic || file.brand === clinic);
  }

  /** Offer the papers and variants that there are for the clinic. */
  offer(made) {
    for (const pill of form.querySelectorAll(".handout-filters__pill")) {
      const { name, value } = pill.querySelector("input");
      pill.hidden = made.length > 0 && !made.some((file) => file[name] === value);
    }
  }

  show() {
    const choice = this.choice();
    const found = find(this.cards, choice.q ?? "", this.better);
    for (const card of this.cards) {
      const files = this.ofClinic(card);
      card.print = choice.clinic === "" ? null : (files.find((file) => this.fits(file, choice)) ?? null);
      card.element.hidden = !(
        (card.print || choice.clinic === "") &&
        (!choice.subject || choice.subject === card.subject) &&
        (!choice.language || choice.language === card.language) &&
        found.has(card)
      );
      this.showFiles(card, files);
    }
    for (const part of library.querySelectorAll(".handout-library__subject")) {
      part.hidden = !part.querySelector(".handout-card:not([hidden])");
    }
    this.tell(choice);
  }

  fits(file, { paper, variant }) {
    return (paper === null || file.paper === paper) && (variant === null || file.variant === variant);
  }

  /** Show one button for the version that fits, and the others below. */
  showFiles(card, files) {
    const find = (name) => card.element.querySelector(`.handout-card__${name}`);
    const button = find("print");
    button.hidden = !card.print;
    if (card.print) Object.assign(button, inNewTab(card.print.href));
    else button.removeAttribute("href");
    find("fit").textContent = card.print ? this.wordsOf(card.print) : this.texts.choose;
    const others = files.filter((file) => file !== card.print).map((file) => file.item);
    card.list.replaceChildren(...others);
    const more = find("more");
    more.hidden = others.length === 0;
    if (!("ready" in library.dataset)) more.open = false;
    more.querySelector("summary").firstChild.data = fill(this.texts.more, { count: others.length });
  }

  /** Return what sets a PDF apart: paper, variant and size. */
  wordsOf(file) {
    return [...this.labels(file), file.about].join(" · ");
  }

  labels(file) {
    const radios = [...form.querySelectorAll("[type=radio]:checked")].reverse();
    return radios.filter((radio) => file[radio.name] === radio.value).map((radio) => radio.labels[0].textContent.trim());
  }

  /** Say how many handouts are shown. */
  tell(choice) {
    const shown = this.handouts.filter((card) => !card.element.hidden).length;
    const all = this.handouts.filter((card) => !choice.language || card.language === choice.language).length;
    const some = this.cards.some((card) => !card.element.hidden);
    this.status.textContent = some ? fill(this.texts.shown, { shown, all }) : this.texts.none;
  }

  /** Write what is not as at first into the address, so that it can be kept and shared. */
  writeAddress(defaults) {
    const address = new URL(location);
    address.search = "";
    const choice = Object.entries(this.choice()).filter(([name, value]) => value !== null && value !== defaults[name]);
    for (const [name, value] of choice) address.searchParams.set(name, value);
    history.replaceState(history.state, "", address);
    form.querySelector("[type=reset]").hidden = choice.every(([name]) => name === "clinic");
  }

  /** Return the window for a clinic's own details; its script is loaded when it is used first. */
  async details() {
    const { startDetails } = await import(new URL("handouts-details.js", import.meta.url));
    return (this.window ??= startDetails(library, this));
  }

  /** Begin with the details that this computer was asked to remember, if any. */
  async start() {
    try {
      if (this.kit && localStorage.getItem("handouts-clinic")) await this.details();
    } catch {
      // a browser that remembers nothing
    }
    await this.update();
  }

  isPlain(file) {
    return file.brand === library.dataset.plain;
  }

  /** Whether the sheets without a clinic are chosen: a clinic's own details go on them. */
  get isPlainChosen() {
    return (form.elements.clinic?.value ?? library.dataset.plain) === library.dataset.plain;
  }

  /** Choose them. */
  choosePlain() {
    const field = form.elements.clinic;
    if (!field || field.value === library.dataset.plain) return;
    field.value = library.dataset.plain;
    this.update("clinic");
  }

  /** Return the name of the clinic that is chosen; nothing where the sheets have none. */
  clinicName() {
    if (this.own && this.isPlainChosen) return this.own.name;
    return (form.elements.clinic?.selectedOptions[0] ?? library).dataset.clinic ?? "";
  }
}

if (form) new Library().start();
