// Two people write on one card at once: what both changed from the text they began with comes together.
import { diff3Merge } from "../vendor/diff3.js";

/**
 * Word by word. Where both changed the same words, theirs come first and mine follow: nobody's words are lost.
 * @param {string} base @param {string} mine @param {string} theirs @returns {string}
 */
export function merge(base, mine, theirs) {
  if (mine === theirs || base === theirs) return mine;
  if (base === mine) return theirs;
  const parts = diff3Merge(words(mine), words(base), words(theirs), { excludeFalseConflicts: true });
  return parts.map(({ ok, conflict }) => (ok ?? both(conflict)).join("")).join("");
}

function both({ a: mine, o: base, b: theirs }) {
  const kept = theirs.join("");
  const added = mine.filter((word) => !base.includes(word)).join("").trim();
  if (!added || kept.includes(added)) return [kept];
  return [kept, /\s$/.test(kept) || !kept ? "" : " ", added];
}

const words = (text) => text.split(/(\s+)/);
