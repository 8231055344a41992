// On the page for what is not there: an address that was typed from a sheet, with a slip or an unknown version, leads to
// the page of that sheet. Some hosts mend a few by themselves; all mend these with this.
(async ({ src }) => {
  const top = new URL("../../", src).pathname; // this lies in _static/ of the first language
  let typed = location.pathname;
  try {
    typed = decodeURIComponent(typed);
  } catch {} // a lone "%" was meant
  // "h/BP-3", "h/es/bp 03.html", "H/BP-O3/0.1/", "BP03": whether there is such a page, the host knows.
  const parts = typed.slice(top.length).match(/^(?:h\/)?([a-z]{2,3}(?:-[a-z0-9]+)*\/)?(?:h\/)?([a-z]{1,8})[^a-z0-9/]*([o0-9]*[0-9][o0-9]*)(?:[^a-z0-9]|$)/i);
  if (!parts) return;
  const [, language = "", letters, digits] = parts;
  const number = digits.replace(/o/gi, "0");
  const numbers = [number, ...[0, 2, 3].map((length) => number.replace(/^0+/, "").padStart(length, "0"))];
  for (const folder of new Set([language, ""])) {
    for (const one of new Set(numbers)) {
      const page = `${top}h/${folder}${letters.toUpperCase()}-${one}/`;
      if (page === location.pathname) continue;
      const answer = await fetch(page, { method: "HEAD" }).catch(() => null); // no connection: the page says what to do
      if (answer?.ok) return location.replace(page);
    }
  }
})(document.currentScript);
