// Puts several handouts into one PDF, in the browser: nothing leaves the device.
import { PDFDocument } from "@cantoo/pdf-lib";

/** Return one PDF (its bytes) with the pages of all *files* (array buffers), in their order. */
export async function merge(files) {
  const pack = await PDFDocument.create();
  for (const file of files) {
    const sheet = await PDFDocument.load(file);
    for (const page of await pack.copyPages(sheet, sheet.getPageIndices())) pack.addPage(page);
  }
  return pack.save();
}
