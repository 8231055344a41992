// Starts what keeps a copy of the guide on this device, and tells the day of a copy when one is shown.
(() => {
  const time = document.querySelector(".kept data");
  if (time?.value) {
    const { lang } = document.documentElement; // English dates as elsewhere in the guide: the day first
    const words = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long" });
    time.textContent = words.format(new Date(time.value));
    time.parentElement.hidden = false;
  }

  // On the page that says that something is not here: back to what was asked for.
  const again = document.querySelector(".again");
  if (again && /^#\/[^/]/.test(location.hash)) again.href = location.hash.slice(1);

  // Not there: old browsers, a guide opened as a file, or without HTTPS. Not wanted: readers who save data.
  if (!navigator.serviceWorker || navigator.connection?.saveData) return;
  const { src, dataset } = document.currentScript;
  const guide = new URL("..", src);
  const start = (folder) =>
    navigator.serviceWorker
      .register(new URL("worker.js", folder), { updateViaCache: "none" })
      .catch(() => {}); // a browser may refuse; the guide works without
  const folders = [guide, new URL(dataset.sheets, guide)];
  if (dataset.top) folders.push(new URL(dataset.top, guide));
  addEventListener("load", () => folders.forEach(start));

  // What is put into a pack is kept. The program that makes the pack is large: it is kept once the pack is opened.
  const pick = ".handout-card__pick input";
  const library = document.querySelector(".handout-library");
  const keep = (addresses) => {
    if (!navigator.serviceWorker.controller) return;
    for (const address of addresses) {
      if (address) caches.match(address).then((copy) => copy ?? fetch(address)).catch(() => {});
    }
  };
  library?.addEventListener("change", () => {
    const cards = [...document.querySelectorAll(`.handout-card:has(${pick}:checked)`)];
    keep(cards.map((card) => card.querySelector(".handout-card__print")?.href));
  });
  library?.addEventListener("click", ({ target }) => {
    if (target.closest(".handout-tray__open, .handout-card__pack")) keep([new URL("handouts-pack.js", src).href]);
  });

  // Without a connection, a link to a sheet that is not kept says so where it was pressed.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[type='application/pdf'][href]");
    if (event.defaultPrevented || navigator.onLine || !link || link.protocol === "blob:") return;
    event.preventDefault();
    document.querySelector(".away")?.remove();
    if (await caches.match(link.href)) open(link.href, link.target || "_self");
    else link.after(document.getElementById("away").content.cloneNode(true));
  });
})();
