// The way to the server that is played here: what room/wire.js is to the real one. What travels is copied, as JSON, in both directions.

const copied = (thing) => JSON.parse(JSON.stringify(thing));

export class PracticeWire {
  /** @param {import("./server.js").PracticeServer} server @param {number} me */
  constructor(server, me) {
    [this.server, this.me] = [server, me];
  }

  async get(path) {
    const known = new URL(path, "https://practice.invalid/").searchParams;
    const [uid, after, epoch] = [known.get("uid"), Number(known.get("after")), Number(known.get("epoch"))];
    return { answer: copied(this.server.state(this.me, { uid, after, epoch })), took: 0 };
  }

  async act(name, words = {}) {
    return this.server.act(this.me, name, copied(words));
  }

  async post(path) {
    return path === "enter/" ? this.server.enter(this.me) : this.server.stay();
  }

  hear() {
    return this.server.hear();
  }
}
