// A sentence that the group may let go up. It is sealed like every text, behind a secret salt; a hash of both stands beside it, so
// that what goes up is what each of those present has said yes to, and nothing else.
import { base64 } from "./bytes.js";

const SALT = 22; // characters: 128 bits

/** @param {string} sentence @returns {Promise<{text: string, seal: string}>} what is sealed, and what binds it */
export async function bound(sentence) {
  const text = base64(crypto.getRandomValues(new Uint8Array(16))) + sentence;
  return { text, seal: await sealOf(text) };
}

/**
 * What this browser can read of the sentence that is asked about.
 * @param {{card: string, seal: string} | null} theme as the server tells it @param {{text?: string} | undefined} read
 * @returns {Promise<{card: string, salt: string, sentence: string} | null>} null when there is none, or it is another than its seal says
 */
export async function opened(theme, read) {
  if (!theme || read?.text === undefined || await sealOf(read.text) !== theme.seal) return null;
  return { card: theme.card, salt: read.text.slice(0, SALT), sentence: read.text.slice(SALT) };
}

async function sealOf(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
