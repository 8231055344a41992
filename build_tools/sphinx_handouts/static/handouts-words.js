/* The sentences of a page, with values in them. */

/** Return a sentence of the page with its values filled in. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
