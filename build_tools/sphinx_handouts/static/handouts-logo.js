/* A logo as it is printed: whatever it was, it becomes a PNG of a size that is sharp on paper. */

const WIDEST = 1400; // dots: 85 mm at 400 dots an inch
const HIGHEST = 420;
const KINDS = ["image/svg+xml", "image/png", "image/jpeg"];

/** Return the picture in a file: its PNG as a data address, its width and height. */
export async function pictureOf(file) {
  if (!KINDS.includes(file.type)) throw new Error(file.type);
  const image = new Image();
  const address = URL.createObjectURL(file);
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
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return { png: canvas.toDataURL("image/png"), width: canvas.width, height: canvas.height };
  } finally {
    URL.revokeObjectURL(address);
  }
}
