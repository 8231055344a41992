// The words of a text, and what is known of the language that they are in. `_theme/folding.py` folds the same.
import { stemmer } from "stemmer";

/** Words that say nothing on their own, by language. */
const SMALL = {
  en:
    "a about am an and are as at be been by can could did didnt do does doesnt dont down for from get had has have how i " +
    "if im in is isnt it its ive me my of on or should so some that the their them there they this to up very was were " +
    "what when why will with wont would you your",
  es:
    "a al algo antes aun como con cual cuando cuanto de del desde donde el ella en entre es esta estan este esto estoy fue ha " +
    "hace hacer hay he la las le lo los mas me mi mis mucho muy ni no nos o para pero por porque puede puedo que quien se " +
    "ser si sin sobre son su sus tan te tengo tiene tu tus un una unas uno unos y ya yo",
  ar:
    "في من على الى عن مع هل ما ماذا متى كيف لماذا اين كم هذا هذه ذلك التي الذي ان انا انت هو هي لي لا لم لن قد كل او و " +
    "يمكن يمكنني استطيع عند عندي عندما بعد قبل كان كانت يكون اكون بين ثم اذا لكن ايضا جدا",
  ko:
    "것 수 때 좀 더 안 못 잘 왜 어떻게 무엇 뭐 언제 어디 얼마나 내 나 저 제 그 이 있나요 있어요 있는 하나요 해도 되나요 돼요 " +
    "될까요 할까요 하는 하면 해요 합니다 입니다 인가요 너무 많이 그리고 또는",
};

/** What may stand beside words that count alone, by language: "help me please". */
const POLITE = {
  en: "a i me my now please the today",
  es: "ahora alguien el favor hoy la me mi necesito por quiero un una ya yo",
  ar: "الان انا رجاء ارجوكم فضلكم فضلك لي من يا احد",
  ko: "나 나를 저 저를 제발 좀 지금 빨리 주세요 해주세요 해요",
};

/** Letters that are written in two ways, or stand for others: Arabic ones, and digits of other scripts. */
const SAME = new Map([...zip("ىةکیٱ", "يهكيا"), ...zip("٠١٢٣٤٥٦٧٨٩", "0123456789"), ...zip("۰۱۲۳۴۵۶۷۸۹", "0123456789")]);

/** The keys of a Korean keyboard: a syllable is what is typed for it, so one slip of the finger is one. */
const KEYS = new Map();
for (const [first, keys] of [
  [0x1100, "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ"],
  [0x1161, "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"],
  [0x11a8, "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"],
])
  keys.split(" ").forEach((typed, i) => KEYS.set(String.fromCharCode(first + i), typed));

/** Accents, Arabic vowels, the stroke that draws Arabic words out, apostrophes, marks of direction. */
const DROPPED = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f'’]/g;

function zip(from, to) {
  return [...from].map((letter, i) => [letter, [...to][i]]);
}

const PLAIN = /^[a-z0-9]*$/; // most words: nothing to look up
const sameLetters = (word) => (PLAIN.test(word) ? word : [...word].map((letter) => SAME.get(letter) ?? KEYS.get(letter) ?? letter).join(""));

/** Return the words of a text: small letters, no accents, "can't" as one word. */
export function words(text) {
  const plain = text.toLowerCase().normalize("NFKD").replace(DROPPED, "");
  const found = plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return found.map(sameLetters);
}

/** Return the words of a list in which each leaves out what it shares with the last: `_theme/real_words.py` packs it. */
export function unpacked(list) {
  let last = "";
  const parts = list.matchAll(/([A-Z])([^A-Z]*)/g);
  return [...parts].map(([, shared, rest]) => (last = last.slice(0, shared.charCodeAt(0) - 65) + rest));
}

/** Return the words of a text as they are written. */
export const written = (text) => text.match(/[\p{L}\p{N}\p{M}'’]+/gu) ?? [];

/** Return what words of one stem have in common: "sleeps" and "sleeping" are "sleep". */
const englishStem = (word) => (/^[a-z]+$/.test(word) ? stemmer(word) : word);

/** Return a Spanish word without the endings of number and gender. */
function spanishStem(word) {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word;
  return word.replace(/ces$/, "z").replace(/(?:[aoe]s|[aoe])$/, "");
}

const ARABIC_STARTS = ["وال", "بال", "كال", "فال", "لل", "ال"];
const ARABIC_ENDS = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

/** Return an Arabic word without its article and the letters that are written together with it. */
function arabicStem(word) {
  let stem = word;
  const start = ARABIC_STARTS.find((begun) => stem.startsWith(begun) && stem.length - begun.length > 1);
  if (start) stem = stem.slice(start.length);
  else if (stem.startsWith("و") && stem.length > 3) stem = stem.slice(1);
  for (const end of ARABIC_ENDS) if (stem.endsWith(end) && stem.length - end.length > 1) stem = stem.slice(0, -end.length);
  return stem;
}

const PARTICLES = (
  "은 는 이 가 을 를 에 의 로 와 과 도 만 나 랑 요 에서 에게 한테 으로 까지 부터 보다 처럼 하고 이나 이랑 에는 에도 에서는 " +
  "으로는 이에요 예요 이요 인가요 인데 이고 이다 입니다 이란 란 "
)
  .trim()
  .split(" ")
  .map((particle) => words(particle)[0])
  .sort((one, other) => other.length - one.length);
const SYLLABLE = 3; // keys of the shortest word that a particle is taken from

/** Return a Korean word without the particle that is written together with it. */
function koreanStem(word) {
  const end = PARTICLES.find((particle) => word.endsWith(particle) && word.length - particle.length >= SYLLABLE);
  return end ? word.slice(0, -end.length) : word;
}

const MANY = 20_000; // words that are remembered

/** Return a function that remembers what it returned: the same words come again and again. */
export function remembering(make) {
  const made = new Map();
  return (word) => {
    if (made.size > MANY) made.clear();
    return made.get(word) ?? made.set(word, make(word)).get(word);
  };
}

const STEMS = { en: englishStem, es: spanishStem, ar: arabicStem, ko: koreanStem };

const WHOLE = { ar: 9 }; // without its short vowels, a phrase has fewer letters
const USUAL = 12;

/**
 * Return how to find the stem of a word in a language, the stems of its small and of its polite words, whether words are
 * written together, so that one that begins with another means it, too; and how many letters a phrase of three words or
 * more has that is known whatever its slip is.
 */
export function rules(language) {
  const base = language.split(/[-_]/)[0];
  const stem = remembering(STEMS[base] ?? ((word) => word));
  const stems = (list) => new Set(words(list ?? "").map(stem));
  return { stem, small: stems(SMALL[base]), polite: stems(POLITE[base]), joins: base === "ko", whole: WHOLE[base] ?? USUAL };
}
