// This browser's part in sharing a key: asking to be let in, following epochs, sealing and opening. crypto.js does the work; here
// stands what is asked of it and when.
import { Device, Refused, Room } from "./crypto.js";

export class Keyring {
  #device;
  #room;

  /** @param {{group: number, me: number}} who @returns {Promise<Keyring>} throws CannotEncrypt */
  static async open({ group, me }) {
    const ring = new Keyring();
    [ring.group, ring.me, ring.uid] = [String(group), String(me), ""];
    ring.#device = await Device.open(`person ${me}`);
    ring.device = ring.#device.id;
    return ring;
  }

  /** From now on it is about the room of this name; what was known of the one before is forgotten. */
  async turnTo(uid) {
    const before = this.uid;
    this.uid = uid;
    this.#room = new Room({ group: this.group, meeting: uid, person: this.me, device: this.#device });
    if (before) await this.#device.forget(before);
  }

  async forget() {
    if (this.uid) await this.#device.forget(this.uid);
  }

  now() {
    return this.#room.now();
  }

  words() {
    return this.#room.phrase();
  }

  request() {
    return this.#room.request();
  }

  begin() {
    return this.#room.begin();
  }

  /**
   * The next epoch with these newcomers. What they had in the room before is replaced, but for one's own other devices.
   * @param {object[]} entries
   */
  async letIn(entries) {
    const { members } = await this.now();
    const replaced = entries.map(({ person }) => person).filter((person) => person !== this.me);
    const stay = members.filter(({ person }) => !replaced.includes(person)).map(({ device }) => device);
    return this.#room.admit(entries, stay);
  }

  /** The next epoch without these devices. */
  async without(devices) {
    const { members } = await this.now();
    return this.#room.admit([], members.map(({ device }) => device).filter((device) => !devices.includes(device)));
  }

  /**
   * Follow what is new. @param {object[]} records in their order @returns {Promise<{came: boolean, by: string, trouble: string}>}
   * whether a newcomer came, let in by which device, and why something was not believed
   */
  async follow(records, newest) {
    const told = { came: false, by: "", trouble: "" };
    try {
      if (newest < (await this.now()).epoch) throw new Refused("rollback");
      for (const record of records) await this.#followOne(record, told);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      told.trouble = problem.message;
    }
    return told;
  }

  async #followOne(record, told) {
    const before = await this.now();
    if (record.epoch < before.epoch) return;
    try {
      await this.#room.follow(record);
    } catch (problem) {
      if (!before.inside && problem.reason === "outside") return; // an epoch of others, from before this device came
      throw problem;
    }
    const known = before.members.map(({ device }) => device);
    if (record.epoch > before.epoch && before.inside && record.members.some(({ device }) => !known.includes(device))) {
      [told.came, told.by] = [true, record.by];
    }
  }

  seal(card, kind, text) {
    return this.#room.seal({ card, kind, text });
  }

  /** @returns {Promise<(object | Error)[]>} */
  open(envelopes) {
    return this.#room.openAll(envelopes);
  }

  /** Sealing and sending belong together: others refuse a text that arrives after a later one, from whichever tab. */
  inTurn(act) {
    return navigator.locks.request(`minim room 1 send ${this.uid}`, act);
  }
}
