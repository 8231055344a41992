/* The first page of a handout, large: in a window, where the page that lists it stays behind. */

import { fill } from "./handouts-words.js";

/** Let the pictures of a library open large; without this script they are links to the large ones. */
export function startLook(root, texts) {
  const dialog = root.querySelector(".handout-look");
  if (!dialog) return;
  const title = dialog.querySelector("strong");
  const picture = Object.assign(new Image(), { className: "handout-look__picture", alt: "" });
  [picture.width, picture.height] = dialog.dataset.size.split(" ");
  dialog.append(picture);
  const show = (card, address) => {
    title.textContent = card.querySelector("h3").textContent.trim();
    Object.assign(picture, { alt: fill(texts.look, { title: title.textContent }), src: address });
    dialog.showModal();
    title.focus();
  };
  root.addEventListener("click", (event) => {
    const link = event.target.closest(".handout-card__look");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.closest(".handout-card"), link.href);
  });
  for (const link of root.querySelectorAll(".handout-card__look")) link.setAttribute("aria-haspopup", "dialog");
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside the picture
  dialog.addEventListener("close", () => picture.removeAttribute("src"));
}
