// On the page for what is not there: an address that was typed from a sheet, with a slip or an unknown version, leads to
// the page of that sheet. Some hosts do so by themselves; all do with this.
(async () => {
  const typed = location.pathname.match(/^(.*\/)h\/([a-z]{2,3}(?:-[a-z0-9]+)*\/)?([a-z]{1,8})-?([0-9]{1,6})(?:\/|$)/i);
  if (!typed) return;
  const [, top, language = "", letters, number] = typed;
  const page = `${top}h/${language}${letters.toUpperCase()}-${number}/`;
  if (page === location.pathname) return;
  const answer = await fetch(page, { method: "HEAD" }).catch(() => null); // no connection: the page says what to do
  if (answer?.ok) location.replace(page);
})();
