// The words of a text, and what is known of the language that they are in.
import { stemmer } from "stemmer";

/** English words that say nothing on their own. */
const SMALL = (
  "a about am an and are as at be been by can could did didnt do does doesnt dont down for from get had has have how i " +
  "if im in is isnt it its ive me my of on or should so some that the their them there they this to up very was were " +
  "what when why will with wont would you your"
).split(" ");

/** Return the words of a text: small letters, no accents, "can't" as one word. */
export function words(text) {
  const plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Return what words of one stem have in common: "sleeps" and "sleeping" are "sleep". */
const englishStem = (word) => (/^[a-z]+$/.test(word) ? stemmer(word) : word);

/** Return how to find the stem of a word in a language, and the stems of its small words. */
export function rules(language) {
  if (language.startsWith("en")) return { stem: englishStem, small: new Set(SMALL.map(englishStem)) };
  return { stem: (word) => word, small: new Set() };
}
