/* Makes one PDF of several, with a cover, in the browser: nothing leaves the computer.

   What a copied page cannot keep is taken off: form fields, links within a handout, and the tags for
   screen readers all live outside of pages. The ready-made packs have them. */

import { Duplex, PDFDict, PDFDocument, PDFName, PrintScaling } from "@cantoo/pdf-lib";

import { drawCover } from "./cover.mjs";

/** Return the bytes of the pack: a cover, then each part, with its pages and what it is called. */
export async function makePack({ parts, bothSides, cover }) {
  const pack = await PDFDocument.create();
  const sources = await Promise.all(parts.map(opened));
  const { width, height } = sources[0].getPage(0).getSize();
  pack.addPage([width, height]);
  const contents = [];
  for (const [place, source] of sources.entries()) {
    if (bothSides && pack.getPageCount() % 2) pack.addPage(sizeOfLast(pack));
    contents.push({ ...parts[place], first: pack.getPageCount() + 1 });
    for (const page of await pack.copyPages(source, source.getPageIndices())) pack.addPage(page);
  }
  await drawCover(pack, { ...cover, contents });
  describe(pack, cover, bothSides);
  return pack.save();
}

/** Open a part, and take off its pages what would not work in the pack. */
async function opened({ pdf, pages, broken }) {
  let source;
  try {
    source = await PDFDocument.load(pdf, { updateMetadata: false });
    if (source.getPageCount() !== pages) throw new Error("another number of pages");
  } catch {
    broken();
  }
  for (const { node } of source.getPages()) {
    for (const name of ["StructParents", "Tabs"]) node.delete(PDFName.of(name));
    const kept = (node.Annots()?.asArray() ?? []).filter((one) => staysAlive(node.context.lookup(one, PDFDict)));
    node.set(PDFName.of("Annots"), node.context.obj(kept));
  }
  return source;
}

/** Return whether an annotation works outside of its file: a link to the web does. */
function staysAlive(annotation) {
  // What leads back to its page or to the tags would bring a second copy of them along.
  for (const name of ["P", "StructParent"]) annotation.delete(PDFName.of(name));
  const action = annotation.lookupMaybe(PDFName.of("A"), PDFDict);
  return action?.lookup(PDFName.of("S")) === PDFName.of("URI");
}

function sizeOfLast(pack) {
  const { width, height } = pack.getPage(pack.getPageCount() - 1).getSize();
  return [width, height];
}

/** Say what the pack is, and how it is best printed. */
function describe(pack, { title, language }, bothSides) {
  pack.setTitle(title, { showInWindowTitleBar: true });
  pack.setLanguage(language);
  pack.setProducer("sphinx-handouts");
  pack.setCreator("sphinx-handouts");
  const wishes = pack.catalog.getOrCreateViewerPreferences();
  wishes.setPrintScaling(PrintScaling.None);
  wishes.setDuplex(bothSides ? Duplex.DuplexFlipLongEdge : Duplex.Simplex);
}
