/* Makes PDFs in the browser: a clinic's own sheet, and one PDF of several with a cover. Nothing leaves
   the computer. */

import { Duplex, PDFDict, PDFDocument, PDFNumber, PrintScaling } from "@cantoo/pdf-lib";

import { drawCover } from "./cover.mjs";
import { dress } from "./dress.mjs";
import { openKit } from "./kit.mjs";
import { Merger } from "./merge.mjs";
import { TooLong } from "./rooms.mjs";
import { name, sweep } from "./tree.mjs";

export { openKit, TooLong };

const COVER = 0; // its key in the parent tree

/** Return the bytes of an unbranded sheet with the details of a clinic on it. */
export async function dressSheet({ pdf, pages, broken, details, kit, paper, variant }) {
  const opened = await openKit(kit);
  const sheet = await partOf({ pdf, pages, broken });
  await dress(sheet, details, { ...opened, paper, variant }).catch((error) => {
    if (error instanceof TooLong) throw error;
    broken();
  });
  return saved(sheet);
}

/** Return the bytes of the pack: a cover, then each part, with its pages and what it is called.

   With the details of a clinic, each part has them. Without a kit the cover is a picture. */
export async function makePack({ parts, bothSides, cover, kit, details }) {
  const opened = kit ? await openKit(kit).catch((error) => (details ? Promise.reject(error) : null)) : null;
  const pack = await PDFDocument.create();
  const sources = await Promise.all(parts.map(partOf));
  const { width, height } = sources[0].getPage(0).getSize();
  pack.addPage([width, height]);
  const merger = new Merger(pack);
  merger.table.set(COVER, pack.context.obj([]));
  const contents = [];
  for (const [place, source] of sources.entries()) {
    if (bothSides && pack.getPageCount() % 2) addBlankPage(pack);
    contents.push({ ...parts[place], first: pack.getPageCount() + 1 });
    try {
      merger.append(parts[place].title, source, place);
    } catch {
      parts[place].broken();
    }
  }
  await addCover(pack, { ...cover, contents }, merger, opened?.letters);
  merger.finish();
  describe(pack, cover, bothSides);
  if (details) await dress(pack, details, { ...opened, paper: parts[0].paper, variant: parts[0].variant });
  return saved(pack);
}

/** Put the cover on the first page, and into the structure tree. */
async function addCover(pack, cover, merger, letters) {
  const { context } = pack;
  const { node, ref } = pack.getPage(0);
  node.set(name("StructParents"), PDFNumber.of(COVER));
  node.set(name("Tabs"), name("S"));
  const K = await drawCover(pack, cover, letters, merger.table);
  const part = context.register(context.obj({ Type: "StructElem", S: "Part", P: merger.document, K }));
  for (const element of K) context.lookup(element, PDFDict).set(name("P"), part);
  merger.parts.unshift(part);
  merger.bookmarks.unshift([cover.title, ref]);
}

/** Open a sheet, and see that it is what the page says. */
async function partOf({ pdf, pages, broken }) {
  try {
    const source = await PDFDocument.load(pdf, { updateMetadata: false });
    if (source.getPageCount() !== pages) throw new Error("another number of pages");
    source.catalog.lookup(name("StructTreeRoot"), PDFDict);
    return source;
  } catch {
    return broken();
  }
}

function addBlankPage(pack) {
  const { width, height } = pack.getPage(pack.getPageCount() - 1).getSize();
  pack.addPage([width, height]).node.set(name("Tabs"), name("S"));
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
  const said = title.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const packet = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><rdf:Description rdf:about="" pdfuaid:part="1"/><rdf:Description rdf:about="" pdf:Producer="sphinx-handouts"/><rdf:Description rdf:about=""><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${said}</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
  const metadata = pack.context.stream(new TextEncoder().encode(packet), { Type: "Metadata", Subtype: "XML" });
  pack.catalog.set(name("Metadata"), pack.context.register(metadata));
}

async function saved(pdf) {
  await sweep(pdf);
  return pdf.save({ updateFieldAppearances: false, addDefaultPage: false });
}
