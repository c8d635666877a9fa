// What is written on the cards, as far as this browser can read it, and the writing of it.
import { CannotEncrypt, Refused } from "./crypto.js";
import { merge } from "./merge.js";
import { bound } from "./theme.js";
import { Moved, Offline } from "./wire.js";

const AT_ONCE = 20; // texts in one request
const TRIES = 6;

export class Texts {
  /** @param {import("./wire.js").Wire} wire @param {import("./sync.js").Sync} sync */
  constructor(wire, sync) {
    [this.wire, this.sync] = [wire, sync];
    this.clear();
  }

  clear() {
    this.cards = new Map(); // card → kind → {text, person, device, revision} or {sealed, why, revision}
  }

  at(card, kind) {
    return this.cards.get(card)?.[kind];
  }

  /** Read what the server handed on. @param {object[]} texts */
  async take(ring, texts) {
    const opened = await ring.open(texts.map(({ envelope }) => envelope));
    texts.forEach(({ card, kind, revision, envelope }, at) => {
      const one = opened[at];
      const isOurs = !(one instanceof Error) && envelope.card === card && envelope.kind === kind;
      const read = isOurs ? { text: one.text, person: Number(one.person), device: one.sender } : this.#unread(one, card, kind, revision);
      this.cards.set(card, { ...this.cards.get(card), [kind]: { ...read, revision } });
    });
  }

  // A text that was read once and came again in a form that cannot be read stays as it was read.
  #unread(problem, card, kind, revision) {
    const known = this.at(card, kind);
    if (known?.revision === revision) return known;
    return { sealed: true, why: problem instanceof Error ? problem.message : "This belongs to another card." };
  }

  /** Drop what is on cards that are not there any more. */
  keepOnly(cards) {
    const there = new Set(cards);
    for (const card of this.cards.keys()) if (!there.has(card)) this.cards.delete(card);
  }

  /** A new card. @returns {Promise<string>} its name */
  async add(ring, text) {
    const card = crypto.randomUUID();
    await this.#send(ring, [{ card, kind: "topic", text, after: 0 }]);
    return card;
  }

  /** A sentence that everybody here is asked to let go up. */
  async propose(ring, sentence) {
    const { text, seal } = await bound(sentence);
    const version = await ring.inTurn(async () => {
      const theme = { after: 0, envelope: await sealedOn(ring, crypto.randomUUID(), "theme", text) };
      const { version } = await this.wire.act("propose", { theme, seal });
      return version;
    });
    await this.sync.reach(version);
  }

  /** Write on a card. `base` is the text this edit began from; what others have written since stays in it. */
  async edit(ring, card, kind, text, base) {
    for (let left = TRIES; left; left -= 1) {
      const there = this.at(card, kind);
      if (there?.sealed) throw new Error(there.why);
      const merged = there && there.text !== base ? merge(base, text, there.text) : text;
      if (merged === (there?.text ?? "")) return;
      try {
        await this.#send(ring, [{ card, kind, text: merged, after: there?.revision ?? 0 }]);
        return;
      } catch (problem) {
        if (problem instanceof Offline) await this.sync.online();
        else if (!(problem instanceof Moved)) throw problem;
        await this.sync.refresh();
      }
    }
    throw new Error("Several of you write here at once. Please wait a moment and try again.");
  }

  /**
   * Seal anew what newcomers should read: one's own, and for whoever let them in also what absent people wrote.
   * @param {(text: object) => boolean} mine
   */
  async sealAnew(ring, mine) {
    const all = [...this.cards].flatMap(([card, kinds]) =>
      Object.entries(kinds).filter(([kind, text]) => kind !== "theme" && !text.sealed && mine(text))
        .map(([kind, { text, revision }]) => ({ card, kind, text, after: revision })));
    for (let at = 0; at < all.length; at += AT_ONCE) await this.#sendAnew(ring, all.slice(at, at + AT_ONCE));
  }

  async #sendAnew(ring, texts) {
    try {
      await this.#send(ring, texts);
    } catch (problem) {
      // Somebody is writing on one of them right now: hand on the others one by one; that one is new anyway.
      if (!(problem instanceof Moved)) throw problem;
      for (const text of texts.length > 1 ? texts : []) await this.#sendAnew(ring, [text]);
    }
  }

  async #send(ring, texts) {
    const version = await ring.inTurn(async () => {
      const sealed = [];
      for (const { card, kind, text, after } of texts) sealed.push({ after, envelope: await sealedOn(ring, card, kind, text) });
      const { version } = await this.wire.act("texts", { texts: sealed });
      return version;
    });
    await this.sync.reach(version);
  }
}

async function sealedOn(ring, card, kind, text) {
  try {
    return await ring.seal(card, kind, text);
  } catch (problem) {
    if (problem instanceof Refused || problem instanceof CannotEncrypt) throw new Error(problem.message);
    throw problem;
  }
}
