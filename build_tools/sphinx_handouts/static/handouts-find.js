/* Finds the cards of the library that fit what somebody typed: an id, written as people write it, or words.

   A guide with a search of its own may help where no card has the words: it sends the element .handout-library an
   event "handouts-finder", whose detail is a function from a query to pairs of a page's name and its score. */

const NEAR = 0.6; // of the best card's score, what another needs
const ID = /\b(\p{L}{1,4})[\s-]*0*(\d{1,4})\b/gu;

/** Return a text as it is searched: no capitals, no accents. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Return the ids in a text, all written alike: "BP-02", "bp2" and "bp 2" are "bp-2". */
const idsIn = (text) => [...folded(text).matchAll(ID)].map(([, letters, number]) => `${letters}-${number}`);

/** Return the cards that fit *query*; with no words, all do. */
export function find(cards, query, better) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return new Set(cards);
  const asked = idsIn(query);
  const named = cards.filter((card) => idsIn(card.ids).some((id) => asked.includes(id)));
  if (named.length > 0) return new Set(named);
  const own = cards.filter((card) => words.every((word) => card.words.includes(word)));
  return new Set(own.length > 0 ? own : fromPages(cards, better(query)));
}

/** Return the cards that are made of pages that were found: the fewer pages a card has, the more each tells of it. */
function fromPages(cards, found) {
  const scores = new Map(found);
  const scoreOf = (card) => {
    const parts = card.pages.map((page) => scores.get(page) ?? 0);
    return Math.max(0, ...parts) / (card.pages.length || 1);
  };
  const best = Math.max(...cards.map(scoreOf));
  return best > 0 ? cards.filter((card) => scoreOf(card) >= NEAR * best) : [];
}
