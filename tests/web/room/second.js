// A second implementation of the layout in docs/privacy.md, without a line of the first. As a guest it proves that the page
// says what happens; as a hostile member or server it signs and seals whatever a test wants.
const subtle = crypto.subtle;
const EC = { sign: { name: "ECDSA", namedCurve: "P-256" }, receive: { name: "ECDH", namedCurve: "P-256" } };
const SHA = { name: "ECDSA", hash: "SHA-256" };

const to64 = (buffer) => {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const from64 = (text) => new Uint8Array([...atob(text.replace(/-/g, "+").replace(/_/g, "/"))].map((one) => one.charCodeAt(0)));

export function layout(what, fields) {
  const all = [];
  for (const field of [`minim room 1 ${what}`, ...fields]) {
    const bytes = [...new TextEncoder().encode(`${field}`)];
    all.push(bytes.length >>> 24, (bytes.length >>> 16) & 255, (bytes.length >>> 8) & 255, bytes.length & 255, ...bytes);
  }
  return new Uint8Array(all);
}

const line = (one) => [one.device, one.person, one.keys.sign, one.keys.receive, one.nonce];

export function layoutOfEpoch(record) {
  const fields = [record.group, record.meeting, record.epoch, record.previous, record.by, record.ephemeral, record.members.length];
  for (const member of record.members) fields.push(...line(member), member.signature);
  fields.push(record.wraps.length);
  for (const wrap of record.wraps) fields.push(wrap.device, wrap.key);
  return layout("epoch", fields);
}

export const hashOf = async (record) => to64(await subtle.digest("SHA-256", layoutOfEpoch(record)));

const layoutOfText = (head, hash) => layout("text", [head.group, head.meeting, head.epoch, hash, head.sender, head.sequence,
  head.card, head.kind]);

export class Second {
  static async make(where, person) {
    const it = Object.assign(new Second(), { where, person });
    for (const use of ["sign", "receive"]) {
      it[use] = await subtle.generateKey(EC[use], true, use === "sign" ? ["sign", "verify"] : ["deriveBits"]);
    }
    const publicly = async (use) => to64(await subtle.exportKey("raw", it[use].publicKey));
    it.keys = { sign: await publicly("sign"), receive: await publicly("receive") };
    it.id = to64(await subtle.digest("SHA-256", layout("device", [it.keys.sign])));
    return it;
  }

  async signed(bytes) {
    return to64(await subtle.sign(SHA, this.sign.privateKey, bytes));
  }

  async entry(changed = {}) {
    const { id: device, person, keys } = this;
    const one = { device, person, keys, nonce: to64(crypto.getRandomValues(new Uint8Array(16))), ...changed };
    return { ...one, signature: await this.signed(layout("request", [this.where.group, this.where.meeting, ...line(one)])) };
  }

  async #wrapping(privateKey, publicKey, record, member) {
    const other = await subtle.importKey("raw", from64(publicKey), EC.receive, false, []);
    const shared = await subtle.deriveBits({ name: "ECDH", public: other }, privateKey, 256);
    const info = layout("wrap", [record.group, record.meeting, record.epoch, record.previous, record.by, record.ephemeral,
      ...line(member)]);
    const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
    const bits = await subtle.deriveBits(hkdf, await subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]), 256);
    return subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  /** A signed epoch with whatever is wanted; `bend` may spoil it before it is signed. */
  async epoch({ epoch, previous, members, by = this.id, bend = () => {} }) {
    const pair = await subtle.generateKey(EC.receive, true, ["deriveBits"]);
    this.secret = crypto.getRandomValues(new Uint8Array(32));
    const record = { ...this.where, epoch, previous, by, wraps: [],
      ephemeral: to64(await subtle.exportKey("raw", pair.publicKey)),
      members: [...members].sort((one, other) => (one.device < other.device ? -1 : 1)) };
    for (const member of record.members) {
      const key = await this.#wrapping(pair.privateKey, member.keys.receive, record, member);
      const wrapped = await subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, this.secret);
      record.wraps.push({ device: member.device, key: to64(wrapped) });
    }
    bend(record);
    return { ...record, signature: await this.signed(layoutOfEpoch(record)) };
  }

  async enter(record) {
    const me = record.members.find((member) => member.device === this.id);
    const { key } = record.wraps.find((wrap) => wrap.device === this.id);
    const wrapping = await this.#wrapping(this.receive.privateKey, record.ephemeral, record, me);
    this.secret = new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, wrapping, from64(key)));
    [this.record, this.hash] = [record, await hashOf(record)];
  }

  async seal(head, text, signer = this) {
    const full = { ...this.where, epoch: this.record.epoch, sender: this.id, ...head };
    const said = new TextEncoder().encode(text);
    const padded = new Uint8Array(256);
    padded.set([0, 0, said.length >> 8, said.length & 255, ...said]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = layoutOfText(full, this.hash);
    const key = await subtle.importKey("raw", this.secret, "AES-GCM", false, ["encrypt"]);
    const sealed = to64(await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, padded));
    const signature = await signer.signed(layout("envelope", [to64(additionalData), to64(iv), sealed]));
    return { ...full, iv: to64(iv), sealed, signature };
  }

  async read(envelope) {
    const author = this.record.members.find((member) => member.device === envelope.sender);
    const key = await subtle.importKey("raw", from64(author.keys.sign), EC.sign, false, ["verify"]);
    const additionalData = layoutOfText(envelope, this.hash);
    const signed = layout("envelope", [to64(additionalData), envelope.iv, envelope.sealed]);
    if (!await subtle.verify(SHA, key, from64(envelope.signature), signed)) return "not signed";
    const opener = await subtle.importKey("raw", this.secret, "AES-GCM", false, ["decrypt"]);
    const gcm = { name: "AES-GCM", iv: from64(envelope.iv), additionalData };
    const padded = new Uint8Array(await subtle.decrypt(gcm, opener, from64(envelope.sealed)));
    const length = padded[2] * 256 + padded[3];
    return new TextDecoder().decode(padded.subarray(4, 4 + length));
  }
}
