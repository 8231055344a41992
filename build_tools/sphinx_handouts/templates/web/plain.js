// The page behind a code that names its clinic (?clinic=NAME, the folder of its brand): the sheets of that clinic come first.
// Without this script, or for a clinic that is not here, the page is as it was.
(async () => {
  const place = document.querySelector("[data-sheet]");
  const brand = new URLSearchParams(location.search).get("clinic") ?? "";
  if (!place || !/^[a-z0-9][a-z0-9_-]*$/i.test(brand)) return;
  const address = new URL(`${place.dataset.root}/${brand}/index.html`, location);
  const answer = await fetch(address).catch(() => null); // no connection: as without a clinic
  if (!answer?.ok) return;

  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const clinic = page.querySelector("[data-clinic]")?.dataset.clinic;
  const { sheet, from } = place.dataset;
  const lists = [...page.querySelectorAll(`[data-editions="${sheet}"], [data-editions^="${sheet}-"]`)];
  if (!clinic || !lists.length) return;

  /** Say of a sheet only what the title above it does not say: neither the handout nor the clinic. */
  const short = (link) => {
    link.querySelector(".handout-card__title")?.remove();
    const words = link.textContent.replace(clinic, "").replace(/^[\p{P}\p{Z}\p{Cf}]+/u, "");
    return words.charAt(0).toUpperCase() + words.slice(1);
  };

  const title = document.createElement("h2");
  const [before, after] = from.split("{clinic}");
  const name = Object.assign(document.createElement("bdi"), { textContent: clinic });
  title.append(before, name, after ?? "");
  const own = document.createElement("section");
  own.className = "own";
  own.append(title);
  for (const list of lists) {
    const copy = document.createElement("ul");
    copy.className = "plain-list";
    for (const link of list.querySelectorAll("li > a")) {
      const item = document.createElement("li");
      const to = document.createElement("a");
      to.href = new URL(link.getAttribute("href"), address).href;
      to.type = "application/pdf";
      to.textContent = list.dataset.editions === sheet ? short(link) : link.textContent;
      item.append(to);
      copy.append(item);
    }
    own.append(copy);
  }
  place.before(own);
})();
