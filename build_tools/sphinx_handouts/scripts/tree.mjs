/* The bookkeeping of tagged PDFs: the structure tree, and the parent tree that leads back to it. */

import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRef, PDFStream } from "@cantoo/pdf-lib";

export const name = (text) => PDFName.of(text);

/** Return what a value is; a reference is followed. */
export function found(context, value) {
  return value instanceof PDFRef ? context.lookup(value) : value;
}

/** Return an entry of a dictionary or stream; a reference is followed. */
export function entry(node, key) {
  return (node instanceof PDFStream ? node.dict : node).lookup(name(key));
}

/** Return the name that an entry holds, without its slash. */
export const nameIn = (node, key) => entry(node, key)?.decodeText?.() ?? "";

/** Return what an element holds: elements, references to content and objects, ids of content. */
export function kidsOf(node) {
  const kids = entry(node, "K");
  if (kids === undefined) return [];
  return kids instanceof PDFArray ? kids.asArray() : [node.get(name("K"))];
}

/** Return every dictionary of a structure tree below *node*, with the reference to it, if any. */
export function* below(context, node) {
  for (const kid of kidsOf(node)) {
    const inner = found(context, kid);
    if (!(inner instanceof PDFDict)) continue;
    yield [inner, kid];
    yield* below(context, inner);
  }
}

/** Return the parent tree as a map: a number, and the element or array of elements. */
export function parentsOf(root) {
  const table = new Map();
  const add = (node) => {
    const numbers = entry(node, "Nums")?.asArray() ?? [];
    for (let at = 0; at < numbers.length; at += 2) table.set(numbers[at].asNumber(), numbers[at + 1]);
    const kids = entry(node, "Kids");
    for (let at = 0; at < (kids?.size() ?? 0); at += 1) add(kids.lookup(at));
  };
  add(entry(root, "ParentTree"));
  return table;
}

/** Write the parent tree. */
export function setParents(context, root, table) {
  const rows = [...table].sort(([one], [other]) => one - other);
  root.set(name("ParentTree"), context.register(context.obj({ Nums: rows.flat() })));
  root.set(name("ParentTreeNextKey"), PDFNumber.of(nextKey(table)));
}

/** Return a number that is free in a parent tree. */
export const nextKey = (table) => Math.max(-1, ...table.keys()) + 1;

/** Return the fields of a document's form, as they are referred to. */
export const fieldsOf = (pdf) => form(pdf)?.lookup(name("Fields"))?.asArray() ?? [];

/** Return the form of a document; nothing where it has none. */
export const form = (pdf) => pdf.catalog.lookupMaybe(name("AcroForm"), PDFDict);

/** Take out of a document what nothing refers to any more. */
export async function sweep(pdf) {
  await pdf.flush();
  const { context } = pdf;
  const { Root, Info } = context.trailerInfo;
  const reached = new Set();
  const pending = [Root, Info];
  while (pending.length) {
    const value = pending.pop();
    if (value instanceof PDFRef && !reached.has(value)) {
      reached.add(value);
      pending.push(context.lookup(value));
    }
    if (value instanceof PDFArray) pending.push(...value.asArray());
    if (value instanceof PDFStream) pending.push(value.dict);
    if (value instanceof PDFDict) pending.push(...value.values());
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
}
