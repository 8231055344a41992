// "Listen": reads the page aloud, with a voice that is on this device. Voices that send the text to a service
// are not used; where there is no other, or none for the language of the page, there is no button.
(() => {
  const synth = window.speechSynthesis;
  const title = document.querySelector("main article h1");
  if (!synth || !title) return;
  const { dataset } = document.currentScript;
  const { lang } = document.documentElement;
  const BLOCKS = "h1,h2,h3,h4,p,li,dt,dd,th,td,caption,figcaption,summary,div,section,article";
  const SILENT = ".listen, .bibtex-citation, .page-notes__print, button, form, nav, script, style";
  let parts = []; // of the page, in their order
  let at = 0; // the part that is read
  let current = null;

  const voiceOf = () =>
    synth.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2).toLowerCase() === lang.slice(0, 2));

  // Browsers of 2023 cannot tell, but nothing that they hide has a place.
  const isShown = (part) => part.checkVisibility?.() ?? part.getClientRects().length > 0;

  // Each text of the article is in one part: that of the smallest block around it. What is closed is not read.
  const read = () => {
    const all = new Map();
    const walker = document.createTreeWalker(title.closest("article"), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.nodeType === Node.TEXT_NODE ? node.data : node.tagName === "IMG" ? node.alt : "";
      const around = node.parentElement;
      if (!words.trim() || around.closest(SILENT) || !isShown(around)) continue;
      const block = around.closest(BLOCKS);
      if (block !== last) all.set((last = block), [...(all.get(block) ?? [])]);
      all.get(block).push(words);
    }
    return [...all.values()].map((words) => words.join("").replace(/\s+/g, " ").trim());
  };

  const button = (act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "search-form__go" });
    made.addEventListener("click", act);
    return made;
  };
  const row = Object.assign(document.createElement("p"), { className: "listen" });
  const main = button(() => (current ? pause() : go()));
  const stop = button(() => end());
  stop.textContent = dataset.stop;
  row.append(main, " ", stop);

  const show = () => {
    main.textContent = current ? dataset.pause : at ? dataset.on : dataset.listen;
    if (!current && !at && stop === document.activeElement) main.focus();
    stop.hidden = !current && !at;
  };

  // A pause ends the part that is read and begins it again: not every browser can pause a voice.
  const pause = () => {
    current = null;
    synth.cancel();
    show();
  };

  const end = () => {
    at = 0;
    pause();
  };

  const say = () => {
    if (at >= parts.length) return end();
    const said = new SpeechSynthesisUtterance(parts[at]);
    Object.assign(said, { voice: voiceOf(), lang });
    current = said;
    said.addEventListener("end", () => {
      if (said !== current) return;
      at += 1;
      say();
    });
    said.addEventListener("error", () => said === current && end());
    synth.speak(said);
  };

  const go = () => {
    if (!at) parts = read();
    say();
    show();
  };

  const offer = () => {
    if (row.isConnected || !voiceOf()) return;
    show();
    title.after(row);
  };
  offer();
  synth.addEventListener?.("voiceschanged", offer); // voices come when the browser has found them
  addEventListener("pagehide", () => end());
})();
