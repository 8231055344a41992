/* A clinic's own details: typed here, put on its sheets in the browser, sent nowhere.

   They live in this page and are gone with it, unless the box to remember them is ticked. The program
   that dresses sheets, and the letters, are loaded when they are used first. */

import { fill, inNewTab } from "./handouts-words.js";
import { pictureOf } from "./handouts-logo.js";
import { sheetAt } from "./handouts-sheet.js";
import { FIELDS, typedIn } from "./handouts-typed.js";

/** Where a computer remembers details. */
export const KEY = "handouts-clinic";

/** Start the window of a library; it sets `library.own`. */
export function startDetails(root, library) {
  return new Details(root, library);
}

class Details {
  constructor(root, library) {
    this.dialog = root.querySelector(".handout-own");
    this.form = this.dialog.querySelector("form");
    Object.assign(this, { root, library, texts: library.texts, logo: null, made: "", tried: null });
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("handouts-details.css", import.meta.url) });
    document.head.append(style);
    this.listen();
    this.recall();
  }

  listen() {
    const on = (element, event, act) => element.addEventListener(event, act);
    on(this.form, "submit", (event) => {
      event.preventDefault();
      this.use();
    });
    on(this.form.elements.logo, "change", () => this.takeLogo());
    on(this.find("unlogo"), "click", () => this.showLogo(null));
    on(this.find("forget"), "click", () => this.forget());
    on(this.find("close"), "click", () => this.dialog.close());
    on(this.root, "click", (event) => this.print(event));
    on(this.root, "auxclick", (event) => event.button === 1 && this.print(event)); // the middle one opens a tab, too
    on(window, "pagehide", () => this.leave());
    on(window, "pageshow", (event) => event.persisted && this.recall());
    on(window, "storage", ({ key }) => [KEY, null].includes(key) && this.follow());
  }

  find(name) {
    return this.root.querySelector(`.handout-own__${name}`);
  }

  open() {
    this.say("");
    this.dialog.showModal();
    this.dialog.querySelector("h2").focus();
  }

  say(words) {
    const said = this.dialog.querySelector("[role=status]");
    said.textContent = words;
    if (words) said.scrollIntoView({ block: "nearest" });
  }

  // --- what is typed ---

  /** Return what is typed, as it is printed. */
  typed() {
    const namesClinic = this.form.elements.namesClinic.checked;
    return { ...typedIn(this.form), logo: this.logo && { ...this.logo, namesClinic } };
  }

  async takeLogo() {
    const [file] = this.form.elements.logo.files;
    this.mark("logo", "");
    if (!file) return;
    try {
      this.showLogo(await pictureOf(file));
    } catch {
      this.showLogo(null);
      this.mark("logo", this.texts.own_logo);
    }
  }

  /** Show the logo that is chosen; an empty one is none. */
  showLogo(logo) {
    this.logo = logo;
    this.find("logo").hidden = !logo;
    if (logo) this.find("picture").src = logo.png;
    else this.find("picture").removeAttribute("src");
    this.form.elements.logo.value = "";
  }

  /** Say at a field what is wrong with it; nothing where all is well. */
  mark(name, words) {
    const field = this.form.elements[name];
    const error = this.dialog.querySelector(`#own-${name}-error`);
    Object.assign(error, { textContent: words, hidden: !words });
    field.toggleAttribute("aria-invalid", Boolean(words));
    if (words) field.setAttribute("aria-invalid", "true");
    const hint = this.dialog.querySelector(`#own-${name}-hint`);
    const ids = [hint?.id, words && error.id].filter(Boolean).join(" ");
    if (ids) field.setAttribute("aria-describedby", ids);
    else field.removeAttribute("aria-describedby");
  }

  /** Mark fields, and go to the first of them; return whether there is none. */
  markAll(faults) {
    for (const name of [...FIELDS, "logo"]) this.mark(name, faults[name] ?? "");
    const first = FIELDS.find((name) => faults[name]);
    if (!first) return true;
    if (!this.dialog.open) this.dialog.showModal();
    this.say(this.texts.own_faults);
    this.form.elements[first].focus();
    return false;
  }

  // --- what is made of it ---

  /** Put what is typed on the sheets, if all of it can be printed and it is not forgotten meanwhile. */
  async use() {
    this.say(this.texts.own_checking);
    const details = this.typed();
    this.setOwn(null);
    this.tried = details;
    try {
      for (const check of [this.lacking, this.unprintable, this.tooLong]) {
        const faults = await check.call(this, details);
        if (this.tried !== details || !this.markAll(faults)) return;
      }
      this.setOwn(details);
      this.keep(details);
      this.dialog.close();
    } catch (error) {
      if (this.tried === details) this.say(error.message);
    }
  }

  /** Return the fields that every sheet needs, and that are empty. */
  lacking(details) {
    return Object.fromEntries(["name", "phone"].filter((name) => !details[name]).map((name) => [name, this.texts.own_needed]));
  }

  /** Return the program that dresses sheets, with its letters. */
  async program() {
    const fail = (words) => () => {
      throw new Error(words);
    };
    const isOld = !("adoptedStyleSheets" in document); // a browser from before 2023: it would stop half way
    const loading = isOld ? Promise.reject() : import(new URL("handouts-pack.js", import.meta.url));
    const { openKit, dressSheet } = await loading.catch(fail(this.texts.missing));
    const { letters } = await openKit(this.library.kit).catch(fail(this.texts.own_failed));
    return { letters, dressSheet };
  }

  /** Return the fields with signs that there are no letters for. */
  async unprintable(details) {
    const { letters } = await this.program();
    const faults = {};
    for (const name of FIELDS) {
      const signs = letters.missing([details[name]].flat().join(" "));
      if (signs.length) faults[name] = fill(this.texts.own_signs, { signs: signs.join(" ") });
    }
    return faults;
  }

  /** Return the fields that do not fit their room, on the paper and in the variant that are chosen. */
  async tooLong(details) {
    const files = this.library.handouts.flatMap((card) => card.files).filter((file) => this.library.isPlain(file));
    const choice = this.library.choice();
    const file = files.find((one) => this.library.fits(one, choice)) ?? files[0];
    return this.dressed(file, details).then(() => ({}), (error) => this.faultsOf(error, file));
  }

  /** Return what is wrong at which field, where details are too long; any other error is thrown on. */
  faultsOf(error, file) {
    if (!error.keys) throw error;
    const version = this.library.labels(file).join(", ") || [file.paper, file.variant].join(", ");
    return Object.fromEntries(error.keys.map((name) => [name, fill(this.texts.own_long, { version })]));
  }

  /** Return the PDF of a sheet with details on it. */
  async dressed(file, details) {
    const { dressSheet } = await this.program();
    const { pdf, broken } = await sheetAt(file.href, file.href.split("/").at(-1), this.texts);
    const { pages, paper, variant } = file;
    return dressSheet({ pdf, pages, broken, details, kit: this.library.kit, paper, variant });
  }

  /** Let the sheets have details, or none again. */
  setOwn(details, chooses = true) {
    this.library.own = details;
    if (details && chooses) this.library.choosePlain();
    this.told = null;
    this.tellWhose();
    this.clearMade();
    this.library.tray?.update();
  }

  /** Say for whom the sheets are printed: a clinic that has its own, and is chosen, prints those. */
  tellWhose() {
    const name = this.library.isPlainChosen ? (this.library.own?.name ?? "") : "";
    if (name === this.told) return; // another choice leaves what was said
    this.told = name;
    this.root.querySelector(".handout-own-bar [role=status]").textContent = name && fill(this.texts.own_for, { name });
  }

  /** Print a sheet with the details: whoever presses a link to an unbranded one gets that. */
  async print(event) {
    const link = event.target.closest(".handout-card__print, .handout-card__editions a");
    const file = link && this.library.cards.flatMap((card) => card.files).find((one) => one.href === link.href);
    if (!this.library.own || !file || !this.library.isPlain(file)) return;
    event.preventDefault();
    const tab = window.open("", "_blank"); // asked for at once, or the browser may refuse it
    const status = this.root.querySelector(".handout-own-bar [role=status]");
    status.textContent = this.texts.own_making;
    const { own } = this.library;
    try {
      const pdf = await this.dressed(file, own);
      if (this.library.own !== own) return void tab?.close(); // they are others now, or forgotten
      this.clearMade();
      this.made = URL.createObjectURL(new Blob([pdf], { type: "application/pdf" }));
      if (tab) tab.location.replace(this.made);
      Object.assign(this.find("again"), inNewTab(this.made), { hidden: false });
      status.textContent = fill(tab ? this.texts.own_made : this.texts.own_blocked, { name: own.name });
    } catch (error) {
      tab?.close();
      if (this.library.own === own) this.tell(error, file, status);
    }
  }

  tell(error, file, status) {
    status.textContent = error.keys ? "" : error.message;
    if (error.keys) this.markAll(this.faultsOf(error, file));
  }

  clearMade() {
    if (this.made) URL.revokeObjectURL(this.made);
    this.made = "";
    this.find("again").hidden = true;
    this.find("again").removeAttribute("href");
  }

  // --- remembering and forgetting ---

  /** Remember the details where that is wished; otherwise nothing stays. */
  keep(details) {
    try {
      localStorage.removeItem(KEY); // where there is no room for the new ones, the old must not come back
      if (this.form.elements.remember.checked) localStorage.setItem(KEY, JSON.stringify(details));
    } catch {
      this.root.querySelector(".handout-own-bar [role=status]").textContent = this.texts.own_not_kept;
    }
  }

  /** Take over what this computer remembers. */
  recall() {
    this.empty();
    try {
      const details = JSON.parse(localStorage.getItem(KEY));
      if (!details?.name) return;
      for (const name of FIELDS) this.form.elements[name].value = [details[name]].flat().join("\n");
      this.form.elements.namesClinic.checked = Boolean(details.logo?.namesClinic);
      this.form.elements.remember.checked = true;
      this.showLogo(details.logo);
      this.setOwn(details, !new URLSearchParams(location.search).has("clinic")); // an address may ask for a clinic's sheets
    } catch {
      this.empty(); // a browser that remembers nothing, or something else of this name
    }
  }

  /** Do as another tab did: what is remembered or forgotten there is so here. */
  follow() {
    if (!this.dialog.open && (this.form.elements.remember.checked || !this.library.own)) this.recall();
  }

  empty() {
    this.tried = null;
    this.form.reset();
    this.showLogo(null);
    this.markAll({});
    this.setOwn(null);
  }

  forget() {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // nothing is kept where nothing can be
    }
    this.empty();
    this.say(this.texts.own_forgotten);
    this.form.elements.name.focus();
  }

  /** Leave the page: what is not remembered is gone. */
  leave() {
    this.dialog.close();
    this.empty();
  }
}
