// How the room's documents look, and the exact bytes that are signed, hashed and bound. docs/privacy.md lists them.
import { Refused } from "./refusals.js";

/**
 * @typedef {{device: string, person: string, keys: {sign: string, receive: string}, nonce: string, signature: string}} Entry
 *   one device's request to be admitted, signed by it; admitted, it is this device's line among the members
 * @typedef {{group: string, meeting: string, epoch: number, previous: string, members: Entry[], by: string,
 *   ephemeral: string, wraps: {device: string, key: string}[], signature: string}} Epoch
 *   who is in the room from now on, and the new key, wrapped to each of them; made and signed by a member
 * @typedef {{group: string, meeting: string, epoch: number, sender: string, sequence: number, card: string, kind: string,
 *   iv: string, sealed: string, signature: string}} Envelope
 *   one text; a card holds one text of each kind, the newest. All bytes are base64url without padding.
 */
export const ENTRY = { device: "text", person: "text", keys: { sign: "text", receive: "text" }, nonce: "text", signature: "text" };
export const EPOCH = { group: "text", meeting: "text", epoch: "count", previous: "text", members: [ENTRY], by: "text",
  ephemeral: "text", wraps: [{ device: "text", key: "text" }], signature: "text" };
export const ENVELOPE = { group: "text", meeting: "text", epoch: "count", sender: "text", sequence: "count", card: "text",
  kind: "text", iv: "text", sealed: "text", signature: "text" };

export const LABEL = "minim room 1";
const BUCKETS = [256, 1024, 4096, 16384]; // bytes of a padded text, of which four hold its length
export const LONGEST = BUCKETS.at(-1) - 4;

export const utf8 = (text) => {
  const bytes = new TextEncoder().encode(text);
  if (textOf(bytes) !== text) throw new Refused("malformed"); // half a character
  return bytes;
};
export const textOf = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
export const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
export const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
export const digest = async (bytes) => base64(await crypto.subtle.digest("SHA-256", bytes));

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

const fieldsOf = ({ device, person, keys, nonce }) => [device, person, keys.sign, keys.receive, nonce];
export const entryBytes = ({ group, meeting }, entry) => pack("request", group, meeting, ...fieldsOf(entry));
export const epochBytes = ({ group, meeting, epoch, previous, by, ephemeral, members, wraps }) =>
  pack("epoch", group, meeting, epoch, previous, by, ephemeral,
    members.length, ...members.flatMap((member) => [...fieldsOf(member), member.signature]),
    wraps.length, ...wraps.flatMap(({ device, key }) => [device, key]));
export const wrapBytes = ({ group, meeting, epoch, previous, by, ephemeral }, member) =>
  pack("wrap", group, meeting, epoch, previous, by, ephemeral, ...fieldsOf(member));
export const envelopeBytes = ({ group, meeting, epoch, sender, sequence, card, kind }, hash) =>
  pack("text", group, meeting, epoch, hash, sender, sequence, card, kind);
export const signedBytes = (envelope, hash) =>
  pack("envelope", base64(envelopeBytes(envelope, hash)), envelope.iv, envelope.sealed);
export const phraseBytes = ({ group, meeting, epoch, members }, hash) =>
  pack("phrase", group, meeting, epoch, hash, ...members.flatMap(fieldsOf));

export function pad(text) {
  if (typeof text !== "string") throw new Refused("malformed");
  const bytes = text.length > LONGEST ? null : utf8(text);
  const size = BUCKETS.find((bucket) => bytes?.length + 4 <= bucket);
  if (!size) throw new Refused("too long");
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, bytes.length);
  padded.set(bytes, 4);
  return padded;
}

export function check(thing, shape) {
  const fits = (value, kind) => {
    if (kind === "text") return typeof value === "string";
    if (kind === "count") return Number.isSafeInteger(value) && value > 0;
    if (Array.isArray(kind)) return Array.isArray(value) && value.every((one) => fits(one, kind[0]));
    return !!value && typeof value === "object" && Object.keys(kind).every((name) => fits(value[name], kind[name]));
  };
  if (!fits(thing, shape)) throw new Refused("malformed");
}
