/* One tagged PDF of several, as finishing/merging.py makes it: a part of the structure tree for each,
   bookmarks, links and form fields that go on working. */

import { PDFArray, PDFDict, PDFHexString, PDFObjectCopier, PDFPage, PDFRawStream, PDFString } from "@cantoo/pdf-lib";

import { below, entry, fieldsOf, form, found, kidsOf, name, nextKey, parentsOf, setParents } from "./tree.mjs";

const LARGE = 2000; // bytes of a font or picture that is worth sharing

export class Merger {
  constructor(pdf) {
    const { context } = pdf;
    this.document = context.nextRef();
    this.root = context.obj({ Type: "StructTreeRoot" });
    this.rootRef = context.register(this.root);
    this.parts = [];
    this.root.set(name("K"), context.obj([this.document]));
    Object.assign(this, { pdf, context, table: new Map(), fields: [], names: new Set(), fonts: {}, bookmarks: [], shared: new Map() });
  }

  /** Append the pages of another document, with all that belongs to them. */
  append(title, source, number) {
    const copier = PDFObjectCopier.for(source.context, this.context);
    this.share(copier, source);
    nameTargets(source);
    const pages = source.getPages().map(({ ref }) => copier.copy(ref));
    for (const ref of pages) this.pdf.addPage(PDFPage.of(this.context.lookup(ref), ref, this.pdf));
    this.bookmarks.push([title, pages[0]]);
    this.renumber(pages, this.takeTags(copier, source, number));
    this.takeFields(copier, source, number);
  }

  /** Let pictures and fonts that are the same as in a document before be there once. */
  share(copier, source) {
    for (const [ref, stream] of source.context.enumerateIndirectObjects()) {
      if (!(stream instanceof PDFRawStream) || stream.contents.length < LARGE) continue;
      if (/ R\b/.test(stream.dict)) continue;
      const key = `${stream.dict} ${new TextDecoder("latin1").decode(stream.contents)}`;
      const same = this.shared.get(key);
      if (same) copier.traversedObjects.set(ref, same);
      else this.shared.set(key, copier.copy(ref));
    }
  }

  takeTags(copier, source, number) {
    const tree = source.catalog.lookup(name("StructTreeRoot"), PDFDict);
    const keys = new Map();
    for (const [old, value] of [...parentsOf(tree)].sort(([one], [other]) => one - other)) {
      keys.set(old, nextKey(this.table));
      this.table.set(keys.get(old), copier.copy(value));
    }
    for (const kid of kidsOf(tree)) {
      const ref = copier.copy(kid);
      const part = this.context.lookup(ref, PDFDict);
      part.set(name("P"), this.document);
      part.set(name("S"), name("Part"));
      this.parts.push(ref);
      for (const [element] of below(this.context, part)) prefixIds(element, `${number}:`);
    }
    return keys;
  }

  /** Give the new keys of the parent tree to pages, their forms and annotations. */
  renumber(pages, keys) {
    const done = new Set();
    const give = (holder, key) => {
      const old = holder.lookup(name(key));
      if (old && !done.has(holder)) holder.set(name(key), this.context.obj(keys.get(old.asNumber())));
      if (old) done.add(holder);
    };
    for (const node of pages.map((ref) => this.context.lookup(ref))) {
      give(node, "StructParents");
      for (const ref of node.Annots()?.asArray() ?? []) give(this.context.lookup(ref, PDFDict), "StructParent");
      for (const [, ref] of node.Resources()?.lookupMaybe(name("XObject"), PDFDict)?.entries() ?? []) {
        give(this.context.lookup(ref).dict, "StructParents");
      }
    }
  }

  /** Take over the fields of a form; those of two sheets have different names. */
  takeFields(copier, source, number) {
    const fonts = form(source)?.lookupMaybe(name("DR"), PDFDict)?.lookupMaybe(name("Font"), PDFDict);
    const renamed = new Map();
    for (const [key, ref] of fonts?.entries() ?? []) {
      const taken = copier.copy(ref);
      const as = this.fontName(key.decodeText(), taken, number);
      renamed.set(key.decodeText(), as);
      this.fonts[as] ??= taken;
    }
    for (const ref of fieldsOf(source)) {
      const copied = copier.copy(ref);
      const field = this.context.lookup(copied, PDFDict);
      const title = entry(field, "T")?.decodeText() ?? "";
      const free = this.names.has(title) ? `${number}-${title}` : title;
      this.names.add(free);
      field.set(name("T"), PDFHexString.fromText(free));
      const look = entry(field, "DA")?.decodeText();
      if (look) field.set(name("DA"), PDFString.of(look.replace(/\/(\S+)/g, (all, one) => (renamed.has(one) ? `/${renamed.get(one)}` : all))));
      this.fields.push(copied);
    }
  }

  /** Return the name of a font for fields: its own, unless another font has it. */
  fontName(key, taken, number) {
    const same = (one, other) => one === other || programOf(this.context, one) === programOf(this.context, other);
    return key in this.fonts && !same(this.fonts[key], taken) ? `${key}-${number}` : key;
  }

  /** Write what belongs to the document as a whole. */
  finish() {
    const { catalog } = this.pdf;
    this.context.assign(this.document, this.context.obj({ Type: "StructElem", S: "Document", P: this.rootRef, K: this.parts }));
    setParents(this.context, this.root, this.table);
    catalog.set(name("StructTreeRoot"), this.rootRef);
    catalog.set(name("MarkInfo"), this.context.obj({ Marked: true }));
    if (this.fields.length) {
      catalog.set(name("AcroForm"), this.context.register(this.context.obj({ Fields: this.fields, DR: { Font: this.fonts } })));
    }
    catalog.set(name("Outlines"), this.outline());
  }

  /** Return a bookmark for each document. */
  outline() {
    const outline = this.context.nextRef();
    const refs = this.bookmarks.map(() => this.context.nextRef());
    for (const [at, [title, page]] of this.bookmarks.entries()) {
      const item = this.context.obj({ Parent: outline, Dest: [page, "XYZ", null, null, null] });
      item.set(name("Title"), PDFHexString.fromText(title));
      if (at) item.set(name("Prev"), refs[at - 1]);
      if (at < refs.length - 1) item.set(name("Next"), refs[at + 1]);
      this.context.assign(refs[at], item);
    }
    this.context.assign(outline, this.context.obj({ Type: "Outlines", First: refs[0], Last: refs.at(-1), Count: refs.length }));
    return outline;
  }
}

/** Return the reference to the program that draws the letters of a font. */
function programOf(context, ref) {
  const inner = entry(found(context, ref), "DescendantFonts")?.lookup(0) ?? found(context, ref);
  return inner.lookupMaybe(name("FontDescriptor"), PDFDict)?.get(name("FontFile2"))?.toString() ?? ref.toString();
}

/** Let the links of a document lead to places rather than to names, which two documents share. */
function nameTargets(source) {
  const places = new Map();
  const add = (node) => {
    const names = node?.lookupMaybe(name("Names"), PDFArray)?.asArray() ?? [];
    for (let at = 0; at < names.length; at += 2) places.set(found(source.context, names[at]).decodeText(), names[at + 1]);
    for (const kid of node?.lookupMaybe(name("Kids"), PDFArray)?.asArray() ?? []) add(found(source.context, kid));
  };
  add(source.catalog.lookupMaybe(name("Names"), PDFDict)?.lookupMaybe(name("Dests"), PDFDict));
  for (const { node } of source.getPages()) {
    for (const ref of node.Annots()?.asArray() ?? []) {
      const link = source.context.lookup(ref, PDFDict);
      const target = link.lookup(name("Dest"));
      if (target && !(target instanceof PDFArray)) link.set(name("Dest"), places.get(target.decodeText()) ?? target);
    }
  }
}

/** Keep the ids of table headers apart from those of other parts. */
function prefixIds(element, prefix) {
  const prefixed = (id) => PDFHexString.fromText(prefix + id.decodeText());
  const id = element.lookup(name("ID"));
  if (id) element.set(name("ID"), prefixed(id));
  const attributes = element.lookup(name("A"));
  const headers = attributes instanceof PDFDict ? attributes.lookupMaybe(name("Headers"), PDFArray) : undefined;
  if (headers) attributes.set(name("Headers"), element.context.obj(headers.asArray().map(prefixed)));
}
