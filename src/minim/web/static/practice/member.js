// Somebody invented, with a device of their own: real keys, made here and forgotten with this page. They see what their device can open.
import { base64, digest, pack } from "../room/bytes.js";
import { Device, Refused, Room } from "../room/crypto.js";

const SIGN = { name: "ECDSA", namedCurve: "P-256" };

export class Member {
  #room;
  #device;
  #epoch = 0;
  #mine = new Map(); // card → what this person wrote on it
  #following = Promise.resolve();

  constructor(person, server) {
    [this.person, this.server] = [person, server];
    [this.id, this.name] = [person.id, person.name];
    [this.isAtDoor, this.isInside] = [false, false];
  }

  /** Come to the door and ask to be let in. */
  async come() {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(SIGN, false, ["sign", "verify"]);
    const sign = base64(await crypto.subtle.exportKey("raw", publicKey));
    this.#device = new Device(`practice ${this.id}`, await digest(pack("device", sign)), privateKey, { sign });
    this.#room = new Room({ group: "0", meeting: this.server.uid, person: String(this.id), device: this.#device });
    this.server.enter(this.id);
    this.do("knock", { entry: await this.#room.request() });
    this.isAtDoor = true;
  }

  do(name, words = {}) {
    return this.server.act(this.id, name, JSON.parse(JSON.stringify(words)));
  }

  /** Do it if it can be done now; people try things that do not work, and go on. */
  try(name, words) {
    try {
      this.do(name, words);
    } catch { /* closed, or somebody was quicker */ }
  }

  /** Follow new epochs, one after the other; seal once more for newcomers what one wrote. */
  follow() {
    this.#following = this.#following.then(() => this.#followAll()).catch(() => {});
    return this.#following;
  }

  async #followAll() {
    if (!this.#room) return;
    const before = this.#epoch;
    for (const record of this.server.epochs.slice(this.#epoch)) {
      await this.#followOne(record);
      this.#epoch = record.epoch;
    }
    if (this.#epoch === before) return;
    const was = this.isInside;
    this.isInside = (await this.#room.now()).inside;
    if (was && this.isInside) await this.#sealAnew();
  }

  async #followOne(record) {
    try {
      await this.#room.follow(record);
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.reason !== "outside") throw problem; // from before they came
    }
  }

  async write(text) {
    const card = crypto.randomUUID();
    this.#mine.set(card, text);
    await this.#send(card, text, 0);
  }

  async #sealAnew() {
    for (const [card, text] of this.#mine) {
      const there = this.server.cards.find(({ id }) => id === card);
      if (there) await this.#send(card, text, there.texts.topic.revision);
      else this.#mine.delete(card);
    }
  }

  async #send(card, text, after) {
    const envelope = await this.#room.seal({ card, kind: "topic", text });
    this.try("texts", { texts: [{ card, kind: "topic", after, envelope }] });
  }

  /** Three dots, the first two on cards of others. */
  vote() {
    const [own, others] = [[], []];
    for (const card of this.server.topics()) (card.by === this.id ? own : others).push(card);
    const turned = others.slice(this.id % Math.max(1, others.length)).concat(others);
    for (const card of [turned[0], turned[1], own[0] ?? turned[2]]) if (card) this.try("dot", { card: card.id });
  }

  async forget() {
    await this.#device?.forget(this.server.uid);
  }
}
