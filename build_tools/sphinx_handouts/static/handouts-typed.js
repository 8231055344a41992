/* What a clinic has typed, as it is printed. */

/** The details that are texts. */
export const FIELDS = ["name", "phone", "hours", "address", "email", "web"];
// Nobody sees these, and no font has them; telephones copy them with a number. Joiners, which change letters, stay.
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
// What a browser puts before an address or a number that is copied, as records/schema/brand.py knows it.
const SCHEME = /^(https?:\/\/|mailto:|tel:)\s*/i;

/** Return what the fields of a form say. */
export function typedIn({ elements }) {
  const text = (name) => elements[name].value.replace(UNSEEN, "").normalize("NFC").replace(/[^\S\n]+/g, " ").trim();
  const details = Object.fromEntries(FIELDS.map((name) => [name, text(name)]));
  for (const name of ["phone", "email", "web"]) details[name] = withoutScheme(details[name]);
  details.address = details.address.split("\n").map((line) => line.trim()).filter(Boolean);
  return details;
}

/** Return an address or a number as people read it: without "https://", or "tel:". */
function withoutScheme(text) {
  const scheme = SCHEME.exec(text)?.[0] ?? "";
  const rest = text.slice(scheme.length);
  if (/mailto/i.test(scheme)) return rest.split("?")[0];
  return scheme ? rest.replace(/^([^/?#]+)\/$/, "$1") : text;
}
