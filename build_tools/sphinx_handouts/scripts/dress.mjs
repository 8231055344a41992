/* Puts a clinic's details on an unbranded sheet: into the rooms of its letterhead, and nowhere else.

   Each room is a form of its page (finishing/dressing.py). What is drawn there is exchanged, with its
   elements in the structure tree and its form fields; nothing outside a room changes. */

import { PDFArray, PDFDict, PDFHexString, PDFName, PDFRef, PDFStream, decodePDFRawStream } from "@cantoo/pdf-lib";

import { short } from "./letters.mjs";
import { openDesk } from "./rooms.mjs";
import { below, entry, fieldsOf, form, found, kidsOf, name, nameIn, parentsOf, setParents } from "./tree.mjs";

const AUTHOR = /<dc:creator>.*?<\/dc:creator>|<handout:clinic>.*?<\/handout:clinic>|<handout:clinic\/>/gs;

/** Put details on all sheets in *pdf*, which is opened; the sheets are of one paper and variant. */
export async function dress(pdf, details, { kit, letters, paper, variant }) {
  const desk = await openDesk(kit, letters.files, { paper, variant });
  try {
    await new Dresser(pdf, details, { kit, letters, desk }).dress();
  } finally {
    desk.close();
  }
}

class Dresser {
  constructor(pdf, details, { kit, letters, desk }) {
    const root = pdf.catalog.lookup(name("StructTreeRoot"), PDFDict);
    Object.assign(this, { pdf, details, kit, letters, desk, root, context: pdf.context, table: parentsOf(root) });
    this.writer = letters.for(pdf);
    this.gone = new Set();
  }

  async dress() {
    const rooms = [...this.rooms()];
    if (!rooms.length) throw new Error("no room for a clinic");
    for (const room of rooms) room.laid = this.lay(room); // all of them fit, or nothing is changed
    if (this.details.logo) this.logo = await this.pdf.embedPng(this.details.logo.png);
    for (const room of rooms) await this.fill(room);
    this.dropFields();
    setParents(this.context, this.root, this.table);
    this.sayWhose();
  }

  /** Yield the rooms of all pages. */
  *rooms() {
    for (const { node, ref: page } of this.pdf.getPages()) {
      const forms = node.Resources()?.lookupMaybe(name("XObject"), PDFDict);
      const drawn = forms ? contentOf(this.context, node) : "";
      for (const [key, ref] of forms?.entries() ?? []) {
        const stream = this.context.lookup(ref);
        if (!(stream instanceof PDFStream) || !stream.dict.has(name("Room"))) continue;
        if (new RegExp(`${key.asString()}\\s+Do\\b`).test(drawn)) yield { page, ref, stream, key };
      }
    }
  }

  lay({ stream }) {
    const [left, bottom, right, top] = entry(stream, "BBox").asArray().map((value) => value.asNumber());
    const laid = this.desk.lay(this.details, nameIn(stream, "Room"), right - left, top - bottom);
    return { elements: laid, left, top };
  }

  /** Draw the details in a room, and put their elements where those of the room stood. */
  async fill({ page, ref, stream, laid }) {
    const row = entry(stream, "StructParents").asNumber();
    const holder = this.holderOf(this.table.get(row), ref);
    this.forget(holder);
    const place = { page, ref, laid, parts: [], fonts: {}, owners: [], logo: false };
    const made = [];
    for (const element of laid.elements) made.push(await this.element(element, holder, place));
    this.context.lookup(holder, PDFDict).set(name("K"), this.context.obj(made));
    this.table.set(row, this.context.obj(place.owners.length ? place.owners : [holder]));
    const Resources = { Font: place.fonts, XObject: place.logo ? { Logo: this.logo.ref } : {} };
    const drawing = this.context.flateStream(["q", ...place.parts, "Q"].join("\n"), { Type: "XObject", Subtype: "Form", Resources });
    for (const key of ["BBox", "Matrix", "Room", "StructParents"]) drawing.dict.set(name(key), stream.dict.get(name(key)));
    this.context.assign(ref, drawing);
  }

  /** Return the element that holds what stands in a room, and nothing else. */
  holderOf(row, form) {
    let ref = found(this.context, row).asArray().find((one) => one instanceof PDFRef);
    const parent = () => this.context.lookup(ref, PDFDict).get(name("P"));
    const draws = [...below(this.context, this.context.lookup(ref, PDFDict))].some(([kid]) => kid.get(name("Stm")) === form);
    if (!draws) return ref; // nothing stands there yet
    while (nameIn(this.context.lookup(ref), "S") !== "Div") ref = parent();
    while (nameIn(this.context.lookup(parent()), "S") === "Div" && this.isAlone(parent(), form)) ref = parent();
    return ref;
  }

  /** Return whether all that an element holds is drawn by a form, or is a field. */
  isAlone(ref, form) {
    const element = this.context.lookup(ref, PDFDict);
    const all = [element, ...[...below(this.context, element)].map(([kid]) => kid)];
    return all.every((one) => {
      if (nameIn(one, "Type") === "MCR") return one.get(name("Stm")) === form;
      return nameIn(one, "Type") === "OBJR" || kidsOf(one).every((kid) => kid instanceof PDFRef || kid instanceof PDFDict);
    });
  }

  /** Remember the fields in an element, whose content goes. */
  forget(holder) {
    for (const [kid] of below(this.context, this.context.lookup(holder, PDFDict))) {
      if (nameIn(kid, "Type") === "OBJR") this.gone.add(kid.get(name("Obj")));
    }
  }

  /** Make an element of the structure tree, and draw what it says; return the reference to it. */
  async element({ tag, kids, lines, picture }, P, place) {
    const ref = this.context.nextRef();
    const element = this.context.obj({ Type: "StructElem", S: tag, P, Pg: place.page });
    this.context.assign(ref, element);
    const held = [];
    for (const kid of kids ?? []) held.push(await this.element(kid, ref, place));
    if (lines || picture) {
      const MCID = place.owners.push(ref) - 1;
      held.push(this.context.obj({ Type: "MCR", Pg: place.page, Stm: place.ref, MCID }));
      place.parts.push(`/${tag} <</MCID ${MCID}>> BDC`, ...(lines ? await this.words(lines, place) : this.picture(picture, element, place)), "EMC");
    }
    element.set(name("K"), this.context.obj(held));
    return ref;
  }

  async words(lines, place) {
    const parts = [];
    for (const { text, x, down, height, ...type } of lines) {
      const { left, top } = place.laid;
      const line = down + (height - (this.letters.height * type.size)) / 2 + this.letters.ascent * type.size;
      const { drawn, fonts } = await this.writer.show(text, { ...type, x: left + x, y: top - line });
      Object.assign(place.fonts, fonts);
      parts.push(drawn);
    }
    return parts;
  }

  picture(box, element, place) {
    const { left, top } = place.laid;
    const scale = Math.min(box.width / this.details.logo.width, box.height / this.details.logo.height);
    const [width, height] = [this.details.logo.width * scale, this.details.logo.height * scale];
    const x = left + box.x + (this.kit.direction === "rtl" ? box.width - width : 0);
    const y = top - box.down + (box.height - height) / 2;
    element.set(name("Alt"), PDFHexString.fromText(this.details.logo.namesClinic ? this.details.name : this.kit.words.logo));
    element.set(name("A"), this.context.obj({ O: "Layout", BBox: [x, y, x + width, y + height] }));
    place.logo = true;
    return [`q ${[width, 0, 0, height, x, y].map(short).join(" ")} cm /Logo Do Q`];
  }

  /** Take the fields that stood in the rooms off their pages, out of the form and of the tree. */
  dropFields() {
    const keep = (ref) => !this.gone.has(ref);
    for (const { node } of this.pdf.getPages()) {
      const notes = node.Annots();
      if (notes) node.set(name("Annots"), this.context.obj(notes.asArray().filter(keep)));
    }
    const kept = fieldsOf(this.pdf).filter(keep);
    form(this.pdf)?.set(name("Fields"), this.context.obj(kept));
    if (!kept.length) this.pdf.catalog.delete(name("AcroForm"));
    for (const ref of this.gone) {
      this.table.delete(entry(this.context.lookup(ref, PDFDict), "StructParent")?.asNumber());
    }
  }

  /** Name the clinic in the metadata. */
  sayWhose() {
    const ref = this.pdf.catalog.get(name("Metadata"));
    const stream = found(this.context, ref);
    if (!stream) return;
    this.pdf.setAuthor(this.details.name);
    const said = this.details.name.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const words = new TextDecoder().decode(decodePDFRawStream(stream).decode());
    const hasIdentity = words.includes("<handout:id>");
    const clinic = hasIdentity ? `<handout:clinic>${said}</handout:clinic></rdf:Description>` : "</rdf:Description>";
    const creator = `<rdf:Description rdf:about=""><dc:creator><rdf:Seq><rdf:li>${said}</rdf:li></rdf:Seq></dc:creator></rdf:Description>`;
    const changed = words.replace(AUTHOR, "").replace(/<\/rdf:Description>(?=\s*<\/rdf:RDF>)/, () => clinic).replace("</rdf:RDF>", () => `${creator}</rdf:RDF>`);
    this.context.assign(ref, this.context.stream(new TextEncoder().encode(changed), { Type: "Metadata", Subtype: "XML" }));
  }
}

/** Return the operators of a page. */
function contentOf(context, node) {
  const contents = node.Contents();
  const streams = contents instanceof PDFArray ? contents.asArray().map((one) => found(context, one)) : [contents];
  const bytes = streams.filter(Boolean).map((stream) => decodePDFRawStream(stream).decode());
  return bytes.map((part) => new TextDecoder("latin1").decode(part)).join("\n");
}
