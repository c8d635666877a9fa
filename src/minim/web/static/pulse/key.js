// Five words that belong to a group's key in a round. Members who compare them see whether all have the same key: with a key
// for each, a server could tell their ballots apart.
import { wordlist } from "../room/words.js";
import { pack } from "./tokens.js";

const STRETCH = 2 ** 20; // rounds of PBKDF2: a second key with the same words costs an attacker that much per guess

/** @param {number} round @param {number} group @param {string} modulus in base64url @returns {Promise<string[]>} */
export async function wordsOf(round, group, modulus) {
  const secret = await crypto.subtle.importKey("raw", pack("key", round, group, modulus), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new TextEncoder().encode("minim pulse 1 key"), iterations: STRETCH };
  const bits = new DataView(await crypto.subtle.deriveBits(how, secret, 64)).getBigUint64(0);
  return [53n, 42n, 31n, 20n, 9n].map((shift) => wordlist[Number(bits >> shift & 2047n)]);
}
