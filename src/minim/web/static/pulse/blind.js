// Blind signatures by RFC 9474, variant RSABSSA-SHA384-PSS-Randomized: the browser's half. Needs nothing but WebCrypto
// and BigInt, and talks to no server. The names of steps are those of the RFC.

const EXPONENT = 65537n;
const SMALLEST = 2048; // bits of a key
const PREFIX = 32;
const SALT = 48;
const HASH = "SHA-384";

/** Something that is no key of ours, or no signature of that key. */
export class NotSigned extends Error {
  name = "NotSigned";
}

/** Prepare (4.1): random bytes before the message, so that nobody else can have chosen what is signed. */
export const prepare = (message, prefix = random(PREFIX)) => joined(prefix, message);

/**
 * Blind (4.2). `blinded` is for the server; `inverse` is kept, to take off afterwards what hides the message.
 * @param {Uint8Array} modulus @param {Uint8Array} message what `prepare` made
 * @param {{salt?: Uint8Array, inverse?: Uint8Array}} [given] instead of chance, for the vectors of the RFC
 * @returns {Promise<{blinded: Uint8Array, inverse: Uint8Array}>}
 */
export async function blind(modulus, message, given = {}) {
  const n = checked(modulus);
  const encoded = numberOf(await encode(message, bitsOf(n) - 1, given.salt ?? random(SALT)));
  if (greatestDivisor(encoded, n) !== 1n) throw new NotSigned("not a message for this key");
  const factor = given.inverse ? inverted(numberOf(given.inverse), n) : factorFor(n);
  const blinded = (encoded * power(factor, EXPONENT, n)) % n;
  return { blinded: bytesOf(blinded, modulus.length), inverse: bytesOf(inverted(factor, n), modulus.length) };
}

/** Finalize (4.4): the signature of the message, made of what the server sent. Throws NotSigned when it is none. */
export async function finalize(modulus, message, blindSignature, inverse) {
  const n = checked(modulus);
  if (blindSignature.length !== modulus.length || numberOf(blindSignature) >= n) throw new NotSigned("not of this length");
  const signature = bytesOf((numberOf(blindSignature) * numberOf(inverse)) % n, modulus.length);
  if (!(await verify(modulus, message, signature))) throw new NotSigned("not signed with this key");
  return signature;
}

/** Verify (4.5), by the browser's own RSA-PSS. */
export async function verify(modulus, message, signature) {
  const jwk = { kty: "RSA", n: base64(modulus), e: base64(bytesOf(EXPONENT, 3)) };
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: HASH }, false, ["verify"]);
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT }, key, signature, message);
}

/** EMSA-PSS-ENCODE (RFC 8017, 9.1.1). */
async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hash = await hashed(new Uint8Array(8), await hashed(message), salt);
  const block = new Uint8Array(length - hash.length - 1);
  block.set(salt, block.length - salt.length);
  block[block.length - salt.length - 1] = 1;
  const mask = await stretched(hash, block.length);
  for (let at = 0; at < block.length; at++) block[at] ^= mask[at];
  block[0] &= 0xff >> (8 * length - bits);
  return joined(block, hash, Uint8Array.of(0xbc));
}

/** MGF1 (RFC 8017, B.2.1). */
async function stretched(seed, length) {
  const mask = new Uint8Array(length);
  for (let at = 0, count = 0; at < length; count++) {
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, count);
    const piece = (await hashed(seed, counter)).subarray(0, length - at);
    mask.set(piece, at);
    at += piece.length;
  }
  return mask;
}

// A number that has an inverse, evenly by chance: too large ones are thrown away, not folded back.
function factorFor(n) {
  for (;;) {
    const factor = numberOf(random(bytesNeeded(n)));
    if (factor > 1n && factor < n && greatestDivisor(factor, n) === 1n) return factor;
  }
}

function checked(modulus) {
  const n = numberOf(modulus);
  if (bitsOf(n) < SMALLEST || n % 2n === 0n || modulus.length !== bytesNeeded(n)) throw new NotSigned("not a key of ours");
  return n;
}

function power(base, exponent, n) {
  let result = 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * base) % n;
    base = (base * base) % n;
  }
  return result;
}

function inverted(number, n) {
  let [before, now, first, second] = [n, number % n, 0n, 1n];
  while (now) {
    const quotient = before / now;
    [before, now] = [now, before - quotient * now];
    [first, second] = [second, first - quotient * second];
  }
  if (before !== 1n) throw new NotSigned("no inverse");
  return first < 0n ? first + n : first;
}

function greatestDivisor(one, other) {
  while (other) [one, other] = [other, one % other];
  return one;
}

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const hashed = async (...parts) => new Uint8Array(await crypto.subtle.digest(HASH, joined(...parts)));
const bitsOf = (number) => number.toString(2).length;
const bytesNeeded = (number) => Math.ceil(bitsOf(number) / 8);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const numberOf = (bytes) => BigInt(`0x${hex(bytes) || "0"}`);
const bytesOf = (number, length) =>
  Uint8Array.from(number.toString(16).padStart(2 * length, "0").match(/../g), (pair) => parseInt(pair, 16));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
