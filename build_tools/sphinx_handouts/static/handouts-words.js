/* The sentences of a page, with values in them, and its links to what is made. */

/** Return a sentence of the page with its values filled in. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

/** Return what makes a link open a PDF in a new tab. */
export const inNewTab = (href) => ({ href, target: "_blank", type: "application/pdf" });
