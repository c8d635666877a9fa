// How a report is sealed in this browser, so that only the people it is meant for can open it. docs/privacy.md, "How a report
// is sealed", tells why it is built so. Nothing here talks to a server: plain JSON goes in and comes out.
import { base64, bytesOf, digest, textOf, utf8 } from "../room/bytes.js";
import { wordlist } from "../room/words.js";
import { Refused } from "./refusals.js";

/**
 * @typedef {{person: string, key: string}} Reader one browser of one recipient: whose, and its public key
 * @typedef {{receipt: string, day: string, ephemeral: string, readers: (Reader & {wrap: string})[], iv: string,
 *   sealed: string}} Report all bytes are base64url without padding; nothing in it says who wrote it
 * @typedef {{receipt: string, number: number, reporter: boolean, iv: string, sealed: string}} Word one turn afterwards
 */
export const LABEL = "minim report 1"; // not the room's: nothing of the room passes for a report
export const LONGEST = 8000; // characters
const SIZES = [4096, 12288, 36864]; // bytes of what is sealed, of which four hold its length
const STRETCH = 2 ** 20; // rounds of PBKDF2 behind the words of a key and of a receipt
const RECEIPT_WORDS = 8; // of eleven bits each
const ECDH = { name: "ECDH", namedCurve: "P-256" };
const AES = { name: "AES-GCM", length: 256 };
const ZERO = new Uint8Array(12); // the nonce where a key is used once

// --- a recipient's key -------------------------------------------------------------------------------------------------------

/** A pair whose private half no script can read. */
export async function makeKey() {
  const pair = await crypto.subtle.generateKey(ECDH, false, ["deriveBits"]);
  return { pair, key: base64(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

/** Five words that belong to this key of this person. Takes a moment, on purpose. @param {Reader} reader */
export async function fingerprint({ person, key }) {
  const bits = new DataView(await stretch(pack("words", person, key), "words", 64)).getBigUint64(0);
  return [53n, 42n, 31n, 20n, 9n].map((shift) => wordlist[Number(bits >> shift & 2047n)]);
}

// --- the reporter's receipt --------------------------------------------------------------------------------------------------

/** Eight words by chance, and what follows from them. */
export function makeReceipt() {
  const chance = crypto.getRandomValues(new Uint16Array(RECEIPT_WORDS));
  return readReceipt(Array.from(chance, (number) => wordlist[number & 2047]).join(" "));
}

/** @param {string} typed eight words; the first four letters of each are enough */
export async function readReceipt(typed) {
  const given = typed.toLowerCase().match(/\p{L}+/gu) ?? [];
  const words = given.map((word) => wordlist.find((known) => known === word || (word.length > 3 && known.startsWith(word))));
  if (words.length !== RECEIPT_WORDS || words.includes(undefined)) throw new Refused("unknown word");
  const bits = await stretch(utf8(words.join(" ")), "receipt", 512);
  const [lookup, talk] = [base64(bits.slice(0, 32)), base64(bits.slice(32))];
  return { words, lookup, talk, mark: await digest(pack("lookup", lookup)) };
}

// --- a report ----------------------------------------------------------------------------------------------------------------

/**
 * @param {{text: string, from: string, day: string, receipt: {mark: string, talk: string}, readers: Reader[],
 *   without: string[]}} what `from` is a name, or empty; `without` names people who shall not be able to open it
 * @returns {Promise<Report>}
 */
export async function seal({ text, from, day, receipt, readers, without }) {
  const chosen = readers.filter(({ person }) => !without.includes(person));
  if (!chosen.length) throw new Refused("nobody");
  const padded = pad(pack("inside", from, receipt.talk, checked(text)));
  const { pair, key: ephemeral } = await makeKey();
  const report = { receipt: receipt.mark, day, ephemeral, readers: chosen.map(({ person, key }) => ({ person, key })) };
  const bound = reportBytes(report);
  const key = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]); // goes straight into the wraps
  for (const reader of report.readers) {
    const wrapping = await wrappingKey(pair.privateKey, reader.key, bound, reader);
    reader.wrap = base64(await crypto.subtle.wrapKey("raw", key, wrapping, { name: "AES-GCM", iv: ZERO }));
  }
  return { ...report, ...await encrypt(key, padded, bound) };
}

/** @param {Report} report @param {{key: string, pair: CryptoKeyPair}} mine @returns what was written, by whom if they said so */
export async function open(report, mine) {
  const me = report.readers.find(({ key, wrap }) => key === mine.key && wrap);
  if (!me) throw new Refused("not here");
  const bound = reportBytes(report);
  let inside;
  try {
    const wrapping = await wrappingKey(mine.pair.privateKey, report.ephemeral, bound, me);
    const gcm = { name: "AES-GCM", iv: ZERO };
    const key = await crypto.subtle.unwrapKey("raw", bytesOf(me.wrap), wrapping, gcm, AES, false, ["decrypt"]);
    inside = await decrypt(key, report, bound);
  } catch {
    throw new Refused("altered");
  }
  const [from, talk, text] = unpack("inside", inside);
  return { from, talk, text };
}

// --- the conversation afterwards ---------------------------------------------------------------------------------------------

/** @param {{text: string, from: string, day: string, receipt: string, talk: string, number: number, reporter: boolean}} what */
export async function sealWord({ text, from, day, receipt, talk, number, reporter }) {
  const word = { receipt, number, reporter };
  return { ...word, ...await encrypt(await talkKey(talk), pad(pack("said", from, day, checked(text))), wordBytes(word)) };
}

/** @param {Word} word @param {string} talk */
export async function openWord(word, talk) {
  let inside;
  try {
    inside = await decrypt(await talkKey(talk), word, wordBytes(word));
  } catch {
    throw new Refused("altered");
  }
  const [from, day, text] = unpack("said", inside);
  return { from, day, text };
}

// --- the exact bytes ---------------------------------------------------------------------------------------------------------

export function pack(what, ...fields) {
  const parts = [`${LABEL} ${what}`, ...fields.map(String)].map(utf8);
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(packed.buffer).setUint32(at, part.length);
    packed.set(part, at + 4);
    at += 4 + part.length;
  }
  return packed;
}

function unpack(what, bytes) {
  const [parts, view] = [[], new DataView(bytes.buffer, bytes.byteOffset, bytes.length)];
  for (let at = 0; at < bytes.length; at += 4 + view.getUint32(at)) {
    parts.push(textOf(bytes.subarray(at + 4, at + 4 + view.getUint32(at))));
  }
  if (parts.shift() !== `${LABEL} ${what}`) throw new Refused("malformed");
  return parts;
}

const reportBytes = ({ receipt, day, ephemeral, readers }) =>
  pack("report", receipt, day, ephemeral, readers.length, ...readers.flatMap(({ person, key }) => [person, key]));
const wordBytes = ({ receipt, number, reporter }) => pack("word", receipt, number, reporter ? "reporter" : "recipient");

function pad(bytes) {
  const size = SIZES.find((bucket) => bytes.length + 4 <= bucket);
  if (!size) throw new Refused("too long");
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, bytes.length);
  padded.set(bytes, 4);
  return padded;
}

function checked(text) {
  if (!text.trim()) throw new Refused("empty");
  if (text.length > 2 * LONGEST || [...text].length > LONGEST) throw new Refused("too long");
  if (textOf(new TextEncoder().encode(text)) !== text) throw new Refused("half");
  return text;
}

// --- keys --------------------------------------------------------------------------------------------------------------------

async function wrappingKey(privateKey, publicKey, bound, { person, key }) {
  const theirs = await crypto.subtle.importKey("raw", bytesOf(publicKey), ECDH, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  new Uint8Array(shared).fill(0);
  const info = pack("wrap", await digest(bound), person, key);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(hkdf, base, AES, false, ["wrapKey", "unwrapKey"]);
}

const talkKey = (talk) => crypto.subtle.importKey("raw", bytesOf(talk), AES, false, ["encrypt", "decrypt"]);

async function encrypt(key, padded, additionalData) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, padded);
  return { iv: base64(iv), sealed: base64(sealed) };
}

async function decrypt(key, { iv, sealed }, additionalData) {
  const padded = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(iv), additionalData }, key, bytesOf(sealed));
  return new Uint8Array(padded, 4, new DataView(padded).getUint32(0));
}

async function stretch(bytes, salt, bits) {
  const base = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt: utf8(`${LABEL} ${salt}`), iterations: STRETCH };
  return crypto.subtle.deriveBits(pbkdf2, base, bits);
}
