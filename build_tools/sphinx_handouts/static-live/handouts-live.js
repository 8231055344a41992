// The panel of a live preview: what is wrong with the handouts, by file and line, and which sheets of the library
// are not renewed. A page that is hosted never loads it.

const script = document.currentScript;
const place = new URL(`../${script.dataset.findings}`, script.src);

const STYLE = `
  :host { position: fixed; inset: auto 1rem 1rem; z-index: 1000; display: flex; justify-content: end; }
  details { max-width: 48rem; max-height: 45vh; overflow: auto; padding: .75rem 1rem; border: 2px solid #b3261e;
    border-radius: .5rem; background: #fff; color: #1b1b1b; font: 1rem/1.45 system-ui, sans-serif;
    box-shadow: 0 .25rem 1rem rgb(0 0 0 / .3); }
  summary { font-weight: 700; cursor: pointer; }
  ul { margin: .5rem 0 0; padding: 0; list-style: none; }
  li { padding: .4rem 0; border-top: 1px solid #ccc; overflow-wrap: anywhere; }
  code { display: block; font: .875rem/1.4 ui-monospace, monospace; color: #444; }
`;

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function row(finding) {
  const where = [finding.file, finding.line].filter(Boolean).join(":");
  const word = finding.severity === "error" ? "Error" : "Warning";
  return element("li", "", ...(where ? [element("code", where)] : []), `${word}: ${finding.message}`);
}

function show({ findings, kept }) {
  if (!findings.length) return;
  const host = document.createElement("handouts-live");
  const root = host.attachShadow({ mode: "open" });
  const errors = findings.filter((finding) => finding.severity === "error");
  const others = findings.filter((finding) => finding.severity !== "error");
  const count = [`${errors.length} errors`, `${others.length} warnings`].filter((words) => !words.startsWith("0 "));
  const said = `Handouts: ${count.join(", ").replace(/\b1 (error|warning)s/g, "1 $1")}`;
  const panel = element("details", "", element("summary", said));
  if (kept.length) panel.append(element("p", `Not renewed, as they were last right: ${kept.join(", ")}.`));
  panel.append(element("ul", "", ...[...errors, ...others].map(row)));
  panel.open = errors.length > 0;
  panel.setAttribute("role", "status");
  root.append(element("style", STYLE), panel);
  document.body.append(host);
}

function mark({ kept }) {
  for (const card of document.querySelectorAll(".handout-card")) {
    if (!card.dataset.ids.split(" ").some((id) => kept.includes(id))) continue;
    const words = element("p", "Not renewed: this is its last state that was right.");
    words.className = "handout-card__kept";
    words.style.cssText = "color: #b3261e; font-weight: 700";
    card.querySelector("h3").after(words);
  }
}

async function start() {
  const response = await fetch(place, { cache: "no-store" });
  if (!response.ok) return; // no handouts were built yet
  const report = await response.json();
  show(report);
  mark(report);
}

start();
