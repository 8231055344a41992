// At the front address: on to the guide in the language that was chosen on this device, or else in that of the browser.
// Nobody is kept here, and no page of the guide leads elsewhere by itself: who chooses another language stays in it.
(() => {
  const languages = document.currentScript.dataset.languages.split(" ");
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();
  const base = (tag) => tag.split("-")[0];
  let chosen = "";
  try {
    chosen = localStorage.getItem("guide-language") ?? "";
  } catch {
    // a browser may keep nothing
  }
  for (const wanted of [chosen, ...(navigator.languages ?? [navigator.language])]) {
    const found =
      languages.find((tag) => same(tag, wanted)) ?? languages.find((tag) => same(base(tag), base(wanted)));
    if (found) return location.replace(`${found}/index.html`);
  }
  location.replace(`${languages[0]}/index.html`);
})();
