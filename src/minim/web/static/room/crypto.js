// What is said in the room, encrypted in this browser. Why it is built so, and against whom: docs/privacy.md, "How the room
// is encrypted". Nothing here talks to a server: plain JSON goes in and comes out, and whoever carries it may be hostile.
import { base64, bytesOf, check, digest, ENTRY, entryBytes, ENVELOPE, envelopeBytes, EPOCH, epochBytes, LABEL, LONGEST, pack, pad,
  phraseBytes, signedBytes, textOf, utf8, wrapBytes } from "./bytes.js";
import { alone, checkBrowser, forgetOld, stored } from "./keep.js";
import { CannotEncrypt, Refused } from "./refusals.js";
import { wordlist } from "./words.js";

export { CannotEncrypt, LONGEST, Refused };

const SIGN = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const RECEIVE = { name: "ECDH", namedCurve: "P-256" };
const AES = { name: "AES-GCM", length: 256 };
const STRETCH = 2 ** 20; // rounds of PBKDF2 behind the phrase

/** One browser of one person; its signing key never leaves it. Names the same in every tab. */
export class Device {
  #key;

  constructor(name, id, key, publicKeys) {
    [this.name, this.id, this.#key, this.publicKeys] = [name, id, key, publicKeys];
  }

  /** @param {string} name person and installation: two people of one browser are two devices */
  static async open(name) {
    checkBrowser();
    await forgetOld();
    const pair = await alone(name, async () => {
      const known = await stored("devices", "readonly", (devices) => devices.get(name));
      if (known) return known;
      const made = await crypto.subtle.generateKey(SIGN, false, ["sign", "verify"]);
      await stored("devices", "readwrite", (devices) => devices.put(made, name));
      return made;
    });
    const sign = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
    return new Device(name, await digest(pack("device", sign)), pair.privateKey, { sign });
  }

  /** @param {Uint8Array} bytes packed, so that one signature never passes for another */
  async sign(bytes) {
    return base64(await crypto.subtle.sign(SIGN, this.#key, bytes));
  }

  /** The meetings this device still has keys of: forget those that are closed. */
  async meetings() {
    const all = await stored("rooms", "readonly", (rooms) => rooms.getAllKeys());
    return all.filter(([name]) => name === this.name).map(([, meeting]) => meeting);
  }

  /** Nothing of the meeting can be read with this device from now on. */
  async forget(meeting) {
    const at = [this.name, meeting];
    await alone(at, () => stored("rooms", "readwrite", (rooms) => rooms.delete(at)));
  }
}

/**
 * A meeting as this device knows it. What begin, admit and remove return counts only once the server has taken it as the next
 * epoch and `follow` has been called with it, by its maker too.
 */
export class Room {
  #device;
  #phrase = {};

  /** @param {{group: string, meeting: string, person: string, device: Device}} where */
  constructor({ group, meeting, person, device }) {
    [this.group, this.meeting, this.person, this.#device] = [group, meeting, person, device];
  }

  /** The first epoch, with this device alone. @returns {Promise<Epoch>} */
  begin() {
    return this.#change(async (room) => {
      if (room.epoch) throw new Refused("begun");
      return this.#compose(room, [await this.#introduce(room)]);
    });
  }

  /** What a member needs to admit this device; the same until it is admitted. @returns {Promise<Entry>} */
  request() {
    return this.#change((room) => {
      if (now(room).key) throw new Refused("inside");
      return this.#introduce(room);
    });
  }

  /**
   * The next epoch. Call it when a person said yes to these requests, never by itself.
   * @param {Entry[]} requests @param {string[]} [stay] devices that remain; without it, all @returns {Promise<Epoch>}
   */
  admit(requests, stay) {
    return this.#change(async (room) => {
      if (!now(room).key) throw new Refused("outside");
      for (const request of requests) await this.#judgeEntry(request);
      const again = requests.map((request) => request.device);
      const kept = now(room).members.filter(({ device }) => (stay?.includes(device) ?? true) && !again.includes(device));
      const record = await this.#compose(room, [...kept, ...requests]);
      await this.#judge(room, record);
      return record;
    });
  }

  /** The next epoch, without this device: it reads nothing that comes after. @returns {Promise<Epoch>} */
  async remove(device) {
    const { members } = await this.now();
    return this.admit([], members.map((member) => member.device).filter((id) => id !== device));
  }

  /** Enter the next epoch, or refuse it. @param {Epoch} record */
  follow(record) {
    return this.#change(async (room) => {
      this.#checkPlace(record, EPOCH);
      const hash = await digest(epochBytes(record));
      if (record.epoch < room.epoch) throw new Refused("rollback");
      if (record.epoch === room.epoch && hash === now(room).hash) return;
      if (record.epoch === room.epoch) throw new Refused("fork");
      await this.#judge(room, record);
      const me = record.members.find((member) => same(member, room.me));
      const key = me ? await this.#unwrap(room, record, me) : null;
      if (!me) room.me = room.receive = null;
      room.epoch = record.epoch;
      room.epochs.set(record.epoch, { hash, key, record, members: record.members });
    });
  }

  /** @param {{card: string, kind: string, text: string}} what @returns {Promise<Envelope>} send them in this order, one by one */
  seal({ card, kind, text }) {
    return this.#change(async (room) => {
      const { key, hash } = now(room);
      if (!key) throw new Refused("outside");
      check({ card, kind }, { card: "text", kind: "text" });
      const padded = pad(text);
      const { group, meeting } = this;
      const envelope = { group, meeting, epoch: room.epoch, sender: this.#device.id, sequence: ++room.sequence, card, kind };
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const additionalData = envelopeBytes(envelope, hash);
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, padded);
      Object.assign(envelope, { iv: base64(iv), sealed: base64(sealed) });
      return { ...envelope, signature: await this.#device.sign(signedBytes(envelope, hash)) };
    });
  }

  /**
   * `skipped` counts what this sender wrote and this device never saw; `again` marks the newest text of a card, opened before.
   * @param {Envelope} envelope
   */
  async open(envelope) {
    const [opened] = await this.openAll([envelope]);
    if (opened instanceof Error) throw opened;
    return opened;
  }

  /** Many at once, in any order, as after a reload: for each what `open` gives, or its Refused. @param {Envelope[]} envelopes */
  openAll(envelopes) {
    return this.#change(async (room) => {
      const results = new Map();
      for (const envelope of [...envelopes].sort((a, b) => a?.sequence - b?.sequence)) {
        results.set(envelope, await this.#read(room, envelope).catch((problem) => {
          if (problem instanceof Refused) return problem;
          throw problem;
        }));
      }
      return envelopes.map((envelope) => results.get(envelope));
    });
  }

  /** Five words, the same for all who are in the same room with the same devices. Takes a moment, on purpose. */
  async phrase() {
    const { hash, record, key } = now(await this.#load());
    if (!key) throw new Refused("outside");
    if (this.#phrase.hash !== hash) this.#phrase = { hash, words: stretch(phraseBytes(record, hash)) };
    return this.#phrase.words;
  }

  /** The room as this device knows it; `record` is the epoch it is in. */
  async now() {
    const room = await this.#load();
    const { key, record, members } = now(room);
    return { epoch: room.epoch, inside: !!key, waiting: !key && !!room.me, record,
      members: members.map(({ device, person }) => ({ device, person })) };
  }

  async #load() {
    return (await stored("rooms", "readonly", (rooms) => rooms.get([this.#device.name, this.meeting])))
      ?? { since: Date.now(), me: null, receive: null, epoch: 0, epochs: new Map(), sequence: 0, heard: new Map(),
        newest: new Map() };
  }

  // One at a time across all tabs, and kept before anybody hears of it: no number is given twice.
  #change(act) {
    const at = [this.#device.name, this.meeting];
    return alone(at, async () => {
      const room = await this.#load();
      const result = await act(room);
      if (room.me || room.epoch) await stored("rooms", "readwrite", (rooms) => rooms.put(room, at));
      return result;
    });
  }

  // The key to receive by is made for this meeting and forgotten with it.
  async #introduce(room) {
    if (room.me) return room.me;
    const pair = await crypto.subtle.generateKey(RECEIVE, false, ["deriveBits"]);
    const { id: device, publicKeys: { sign } } = this.#device;
    const receive = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
    const nonce = base64(crypto.getRandomValues(new Uint8Array(16)));
    const me = { device, person: this.person, keys: { sign, receive }, nonce };
    room.me = { ...me, signature: await this.#device.sign(entryBytes(this, me)) };
    room.receive = pair.privateKey;
    return room.me;
  }

  async #compose(room, members) {
    const { group, meeting } = this;
    const pair = await crypto.subtle.generateKey(RECEIVE, false, ["deriveBits"]);
    const ephemeral = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
    const key = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]); // goes straight into the wraps
    const record = { group, meeting, epoch: room.epoch + 1, previous: now(room).hash, by: this.#device.id, ephemeral,
      members: members.sort((a, b) => (a.device < b.device ? -1 : 1)), wraps: [] };
    for (const member of members) {
      const wrapping = await wrappingKey(pair.privateKey, member.keys.receive, record, member);
      const wrapped = await crypto.subtle.wrapKey("raw", key, wrapping, { name: "AES-GCM", iv: new Uint8Array(12) });
      record.wraps.push({ device: member.device, key: base64(wrapped) });
    }
    return { ...record, signature: await this.#device.sign(epochBytes(record)) };
  }

  async #unwrap(room, record, me) {
    const { key } = record.wraps.find(({ device }) => device === me.device);
    try {
      const wrapping = await wrappingKey(room.receive, record.ephemeral, record, me);
      const gcm = { name: "AES-GCM", iv: new Uint8Array(12) };
      return await crypto.subtle.unwrapKey("raw", bytesOf(key), wrapping, gcm, AES, false, ["encrypt", "decrypt"]);
    } catch {
      throw new Refused("wrap");
    }
  }

  async #judge(room, record) {
    const { members, wraps } = record;
    const inOrder = members.every(({ device }, at) => wraps[at]?.device === device && (!at || members[at - 1].device < device));
    if (!inOrder || wraps.length !== members.length) throw new Refused("malformed");
    for (const member of members) await this.#judgeEntry(member);
    const by = members.find(({ device }) => device === record.by);
    if (!by) throw new Refused("stranger");
    await verify(by.keys.sign, record.signature, epochBytes(record));
    if (now(room).key || (room.epoch && record.epoch === room.epoch + 1)) judgeNext(now(room), room.epoch, record, by);
    if (!now(room).key && !members.some((member) => same(member, room.me))) throw new Refused("outside");
  }

  async #judgeEntry(member) {
    check(member, ENTRY);
    if (member.device !== await digest(pack("device", member.keys.sign))) throw new Refused("signature");
    await verify(member.keys.sign, member.signature, entryBytes(this, member));
    await importReceiver(member.keys.receive);
  }

  async #read(room, envelope) {
    this.#checkPlace(envelope, ENVELOPE);
    const { card, kind, sender, epoch, sequence, signature } = envelope;
    const { key, hash, members } = room.epochs.get(epoch) ?? NOWHERE;
    if (!key) throw new Refused("sealed");
    const member = members.find(({ device }) => device === sender);
    if (!member) throw new Refused("stranger");
    await verify(member.keys.sign, signature, signedBytes(envelope, hash));
    const text = await decrypt(key, envelope, hash);
    const [voice, place] = [`${sender} ${member.nonce}`, JSON.stringify([card, kind])];
    const heard = room.heard.get(voice) ?? sequence - 1;
    const opened = { card, kind, text, sender, person: member.person, epoch, sequence };
    if (room.newest.get(place) === signature) return { ...opened, skipped: 0, again: true };
    if (sequence <= heard) throw new Refused("stale");
    if (!now(room).members.some(({ device }) => device === sender)) throw new Refused("gone");
    room.heard.set(voice, sequence);
    room.newest.set(place, signature);
    return { ...opened, skipped: sequence - heard - 1, again: false };
  }

  #checkPlace(thing, shape) {
    check(thing, shape);
    if (thing.group !== this.group || thing.meeting !== this.meeting) throw new Refused("elsewhere");
  }
}

// --- what follows from what --------------------------------------------------------------------------------------------------

const NOWHERE = { hash: "", key: null, record: null, members: [] };
const now = (room) => room.epochs.get(room.epoch) ?? NOWHERE;
const same = (one, other) => one.signature === other?.signature; // both verified, so equal in everything

function judgeNext(before, epoch, record, by) {
  const wasIn = (member) => before.members.some((earlier) => same(earlier, member));
  if (record.epoch !== epoch + 1) throw new Refused("gap");
  if (record.previous !== before.hash) throw new Refused("chain");
  if (!wasIn(by)) throw new Refused("stranger");
  for (const one of record.members.filter((member) => !wasIn(member))) {
    const twice = record.members.some((other) => other !== one && other.person === one.person);
    if (twice && by.person !== one.person) throw new Refused("second device");
  }
}

// --- keys --------------------------------------------------------------------------------------------------------------------

async function verify(publicKey, signature, bytes) {
  let right = false;
  try {
    const key = await crypto.subtle.importKey("raw", bytesOf(publicKey), SIGN, false, ["verify"]);
    right = await crypto.subtle.verify(SIGN, key, bytesOf(signature), bytes);
  } catch { /* not a key, or not base64: not right */ }
  if (!right) throw new Refused("signature");
}

async function importReceiver(publicKey) {
  try {
    return await crypto.subtle.importKey("raw", bytesOf(publicKey), RECEIVE, false, []);
  } catch {
    throw new Refused("malformed");
  }
}

async function wrappingKey(privateKey, publicKey, record, member) {
  const theirs = await importReceiver(publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  new Uint8Array(shared).fill(0);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: wrapBytes(record, member) };
  return crypto.subtle.deriveKey(hkdf, base, AES, false, ["wrapKey", "unwrapKey"]);
}

async function decrypt(key, envelope, hash) {
  try {
    const gcm = { name: "AES-GCM", iv: bytesOf(envelope.iv), additionalData: envelopeBytes(envelope, hash) };
    const padded = await crypto.subtle.decrypt(gcm, key, bytesOf(envelope.sealed));
    return textOf(new Uint8Array(padded, 4, new DataView(padded).getUint32(0)));
  } catch {
    throw new Refused("altered");
  }
}

async function stretch(bytes) {
  const base = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt: utf8(`${LABEL} phrase`), iterations: STRETCH };
  const bits = new DataView(await crypto.subtle.deriveBits(pbkdf2, base, 64)).getBigUint64(0);
  return [53n, 42n, 31n, 20n, 9n].map((shift) => wordlist[Number(bits >> shift & 2047n)]);
}
