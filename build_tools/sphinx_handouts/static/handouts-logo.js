/* A logo as it is printed: whatever it was, it becomes a PNG of a size that is sharp on paper. */

const WIDEST = 1400; // dots: 85 mm at 400 dots an inch
const HIGHEST = 420;
const PALEST = 250; // of 255: what is lighter, nobody sees on paper
const KINDS = ["image/svg+xml", "image/png", "image/jpeg"];

/** Return the picture in a file: its PNG as a data address, its width and height. */
export async function pictureOf(file) {
  if (!KINDS.includes(file.type)) throw new Error(file.type);
  const image = new Image();
  const address = URL.createObjectURL(file.type === "image/svg+xml" ? await sized(file) : file);
  try {
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    if (!width || !height) throw new Error("no size");
    const most = Math.min(WIDEST / width, HIGHEST / height);
    const scale = file.type === "image/svg+xml" ? most : Math.min(1, most);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const drawn = canvas.getContext("2d");
    drawn.drawImage(image, 0, 0, canvas.width, canvas.height);
    if (!shows(drawn.getImageData(0, 0, canvas.width, canvas.height).data)) throw new Error("nothing to see");
    return { png: canvas.toDataURL("image/png"), width: canvas.width, height: canvas.height };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Return a drawing with a size: without one, some browsers show nothing of it. */
async function sized(file) {
  const drawing = new DOMParser().parseFromString(await file.text(), "image/svg+xml");
  const root = drawing.documentElement;
  const box = (root.getAttribute("viewBox") ?? "").trim().split(/[\s,]+/).map(Number);
  const says = (name) => Number.parseFloat(root.getAttribute(name)) > 0 && !root.getAttribute(name).includes("%");
  if (drawing.querySelector("parsererror") || box.length !== 4 || (says("width") && says("height"))) return file;
  root.setAttribute("width", box[2]);
  root.setAttribute("height", box[3]);
  return new Blob([new XMLSerializer().serializeToString(drawing)], { type: file.type });
}

/** Return whether there is anything that is not as white, or as clear, as paper. */
function shows(dots) {
  for (let at = 0; at < dots.length; at += 4) {
    const clear = 1 - dots[at + 3] / 255;
    if (Math.min(dots[at], dots[at + 1], dots[at + 2]) * (1 - clear) + 255 * clear < PALEST) return true;
  }
  return false;
}
