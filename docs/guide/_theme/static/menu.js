// On a phone, the link to the menu becomes a button that opens and closes it.
// Without this script, the link opens the menu by itself.
(() => {
  const link = document.querySelector(".bar__menu");
  const menu = document.getElementById("menu");
  const bar = document.querySelector(".bar");
  if (!link || !menu || !bar) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.setAttribute("aria-controls", menu.id);

  const isOpen = () => button.getAttribute("aria-expanded") === "true";

  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("menu--open", open);
    const below = Math.max(0, bar.getBoundingClientRect().bottom);
    menu.style.setProperty("--menu-top", `${below}px`);
  };

  show(false);
  link.replaceWith(button);
  document.documentElement.classList.remove("no-js");

  button.addEventListener("click", () => show(!isOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) {
      show(false);
      button.focus();
    }
  });

  // The language that somebody chooses is where the front address leads from then on.
  document.addEventListener("click", ({ target }) => {
    const chosen = target.closest?.(".handouts-languages a");
    if (!chosen) return;
    try {
      localStorage.setItem("guide-language", chosen.hreflang);
    } catch {
      // a browser may keep nothing
    }
  });

  // Beside the text, a long menu shows where we are.
  const current = menu.querySelector("[aria-current]");
  if (current) menu.scrollTop = current.offsetTop - menu.clientHeight / 3;

  // The menu lies over the page: leaving it closes it.
  const leave = (event) => {
    if (isOpen() && !menu.contains(event.target) && !bar.contains(event.target)) show(false);
  };
  document.addEventListener("focusin", leave);
  document.addEventListener("pointerdown", leave);
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a")) show(false);
  });

  // Browsers that do not know ::details-content would print a closed box closed.
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll("details:not([open])")) box.open = true;
  });
})();
