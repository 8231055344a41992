// Starts what keeps a copy of the guide on this device, and tells the day of a copy when one is shown.
(() => {
  const time = document.querySelector(".kept data");
  if (time?.value) {
    const { lang } = document.documentElement; // English dates as elsewhere in the guide: the day first
    const words = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long" });
    time.textContent = words.format(new Date(time.value));
    time.parentElement.hidden = false;
  }

  // Not there: old browsers, a guide opened as a file, or without HTTPS. Not wanted: readers who save data.
  if (!navigator.serviceWorker || navigator.connection?.saveData) return;
  const { src, dataset } = document.currentScript;
  const guide = new URL("..", src);
  const start = (folder) =>
    navigator.serviceWorker
      .register(new URL("worker.js", folder), { updateViaCache: "none" })
      .catch(() => {}); // a browser may refuse; the guide works without
  addEventListener("load", () => [guide, new URL(dataset.sheets, guide)].forEach(start));
})();
