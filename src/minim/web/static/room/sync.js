// Keeps this browser at what the room is: fetches it, hears what changes, follows the keys, reads the texts, and tells the view.
// Whatever fails is tried again; nothing that was typed is thrown away.
import { CannotEncrypt } from "./crypto.js";
import { Keyring } from "./keyring.js";
import { Texts } from "./texts.js";
import { opened } from "./theme.js";
import { Closed, Gone, Moved, Offline, Wire } from "./wire.js";

const SIGN_OF_LIFE = 15_000; // ms; the server takes whoever is silent for 40 s to be away
const AGAIN = 1_500;
const PATIENCE = 1_500; // ms in which what one did oneself is waited for; whoever asks a server that is late makes it later
const SPREAD = 1_000; // ms in which browsers take turns at what one of them has to do
const REMOVE_AFTER = 4_000; // whoever leads takes out who has left; when they do not, somebody else does

export class Sync {
  #ring = null;
  #state = null;
  #offset = 0;
  #hearing = null;
  #running = null;
  #wanted = false;
  #heard = [];
  #epoch = -1;
  #lived = 0;
  #waiting = [];
  #awaited = new Set();
  #removing = false;
  #theme = null;
  #sent = new Set();

  /** @param {object} facts of the page @param {(model: object) => void} show @param {Wire} [wire] another way to a room: static/practice */
  constructor(facts, show, wire = new Wire(facts.urls.base, facts.csrf)) {
    [this.facts, this.show, this.wire] = [facts, show, wire];
    this.texts = new Texts(this.wire, this);
    this.told = { phase: "coming", trouble: "", offline: false, words: null, inside: [] };
  }

  get ring() {
    return this.#ring;
  }

  get state() {
    return this.#state;
  }

  now() {
    return performance.now() + this.#offset;
  }

  async start() {
    try {
      this.#ring = await Keyring.open({ group: this.facts.group.id, me: this.facts.me });
    } catch (problem) {
      if (!(problem instanceof CannotEncrypt)) throw problem;
      this.#tell({ phase: "cannot", trouble: problem.message });
    }
    addEventListener("online", () => this.refresh());
    document.addEventListener("visibilitychange", () => document.hidden || this.#live());
    setInterval(() => this.#live(), SIGN_OF_LIFE);
    await this.#enter();
  }

  async #enter() {
    try {
      await this.wire.post("enter/", { anew: this.facts.again === true });
      this.#lived = performance.now();
    } catch (problem) {
      if (!(problem instanceof Offline)) return this.#end(problem);
      this.#tell({ offline: true });
      setTimeout(() => this.#enter(), AGAIN);
      return undefined;
    }
    await this.refresh();
    this.#hear();
    return undefined;
  }

  // --- hearing -----------------------------------------------------------------------------------------------------------------

  #hear() {
    if (this.#isOver()) return;
    this.#hearing?.close();
    const hearing = this.wire.hear(this.#state?.version ?? "");
    this.#hearing = hearing;
    const heard = ({ data }) => {
      this.#live();
      if (Number(data) !== this.#state?.version) this.refresh();
      else this.#tell({ offline: false });
    };
    hearing.addEventListener("snapshot", heard);
    hearing.addEventListener("changed", (event) => {
      if (!event.data.startsWith("{")) return heard(event);
      this.#live();
      this.#heard.push(JSON.parse(event.data));
      return this.#run();
    });
    hearing.addEventListener("beat", () => this.#live());
    hearing.addEventListener("end", ({ data }) => {
      hearing.close();
      if (data === "gone") this.refresh();
    });
    hearing.addEventListener("error", () => {
      if (hearing !== this.#hearing) return;
      this.#tell({ offline: true });
      if (hearing.readyState === EventSource.CLOSED) setTimeout(() => this.refresh().then(() => this.#hear()), AGAIN);
    });
  }

  /** Say that this person is here, at most every few seconds; hidden pages are woken by the server for it. */
  async #live(atOnce = false) {
    if (this.#isOver() || (!atOnce && performance.now() - this.#lived < SIGN_OF_LIFE * 0.8)) return;
    this.#lived = performance.now();
    try {
      const { version, here } = await this.wire.post("here/", { inside: this.#deviceInside() });
      const shown = this.#state?.people.filter((person) => person.here).map(({ id }) => id).sort((a, b) => a - b);
      if (String(here) === String(shown)) await this.reach(version);
      else await this.refresh();
    } catch (problem) {
      this.#stumble(problem);
    }
  }

  #deviceInside() {
    return this.told.phase === "inside" ? this.#ring.device : null;
  }

  /** Resolves when the server has answered again. */
  online() {
    return this.told.offline ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  // --- fetching ----------------------------------------------------------------------------------------------------------------

  /** Fetch what is new; asked for while it runs, it runs once more. */
  async refresh() {
    this.#wanted = true;
    await this.#run();
  }

  /**
   * Resolves when this page shows what the server took as this version. The stream tells it, as it tells everybody; only when it does
   * not, this browser asks.
   */
  async reach(version) {
    if (this.#hearing?.readyState === EventSource.OPEN && !this.#isAt(version)) await this.#told(version);
    if (!this.#isAt(version)) await this.refresh();
  }

  #isAt(version) {
    return this.#state?.version >= version;
  }

  #told(version) {
    return new Promise((resolve) => {
      const awaited = { version, resolve };
      this.#awaited.add(awaited);
      setTimeout(() => { this.#awaited.delete(awaited); resolve(); }, PATIENCE);
    });
  }

  #answerWhoAwaits() {
    for (const { version, resolve } of this.#awaited) if (this.#isAt(version) || this.#isOver()) resolve();
  }

  async #run() {
    this.#running ??= this.#takeAll().finally(() => { this.#running = null; });
    await this.#running;
  }

  async #takeAll() {
    while ((this.#wanted || this.#heard.length) && !this.#isOver()) {
      try {
        if (this.#wanted) await this.#fetch();
        else await this.#takeHeard(this.#heard.shift());
      } catch (problem) {
        this.#stumble(problem);
        return;
      }
    }
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  /** What was told without being asked for. Where it does not follow on what this browser has, it asks. */
  async #takeHeard(answer) {
    const state = this.#state;
    const follows = answer.uid === state?.uid && answer.epoch === state.epoch && answer.after <= state.version;
    if (!follows) this.#wanted = true;
    else if (answer.version > state.version) await this.#take(answer);
  }

  async #fetch() {
    this.#wanted = false;
    const known = { uid: this.#ring?.uid ?? "", after: this.#state?.version ?? 0, epoch: 0 };
    if (known.uid) known.epoch = Math.max(0, (await this.#ring.now()).epoch - 1);
    const { answer, took } = await this.wire.get(`state/?${new URLSearchParams(known)}`, this.#deviceInside());
    this.#lived = performance.now();
    this.#offset = answer.now + took / 2 - performance.now();
    await this.#take(answer);
  }

  async #take(answer) {
    if (this.#ring) await this.#follow(answer);
    this.#state = answer;
    await this.#settle();
    this.#answerWhoAwaits();
  }

  async #follow(answer) {
    const ring = this.#ring;
    if (answer.uid !== ring.uid) {
      this.texts.clear();
      await ring.turnTo(answer.uid);
      [this.#epoch, this.told.words] = [-1, null];
    }
    const told = await ring.follow(answer.records, answer.epoch);
    this.told.trouble = told.trouble;
    await this.texts.take(ring, answer.texts);
    this.texts.keepOnly([answer.theme?.card, ...answer.cards.map(({ id }) => id)]);
    this.#theme = await opened(answer.theme, this.texts.at(answer.theme?.card, "theme"));
    if (told.came) this.#soon(() => this.#sealAnew(answer, told.by));
  }

  /** What follows from what was fetched: knock, begin, take out who left, learn the words. */
  async #settle() {
    const [state, ring] = [this.#state, this.#ring];
    if (!ring) return this.#tell({ phase: "cannot", offline: false });
    const { inside, epoch, members } = await ring.now();
    const phase = inside ? "inside" : state.deserted && state.epoch ? "deserted" : "door";
    this.#tell({ phase, offline: false, inside: members });
    if (!inside) await this.#knock();
    else if (state.leaving.length) this.#takeOutWhoLeft();
    if (state.theme?.agreed && state.theme.mine) this.#sendUp();
    if (inside && epoch !== this.#epoch) {
      if (this.#epoch < 0) this.#live(true);
      this.#epoch = epoch;
      this.#tell({ words: null });
      ring.words().then((words) => epoch === this.#epoch && this.#tell({ words }), () => {});
    }
    return undefined;
  }

  async #knock() {
    const state = this.#state;
    if (this.told.trouble) return;
    const entry = await this.#ring.request();
    const known = state.asking.find(({ device }) => device === entry.device);
    if (known?.signature !== entry.signature) await this.wire.act("knock", { entry });
    if (state.epoch === 0) await this.#put(() => this.#ring.begin());
    else if (known?.signature !== entry.signature) this.#wanted = true;
  }

  /** Make the next epoch and hand it to the server; false when somebody else was quicker. */
  async #put(make) {
    try {
      await this.wire.act("epoch", { record: await make() });
      return true;
    } catch (problem) {
      if (problem instanceof Moved) return false;
      throw problem;
    } finally {
      this.#wanted = true;
    }
  }

  /** The next epoch, by somebody's act: an error is for them to read. */
  async change(make) {
    for (let left = 3; left; left -= 1) {
      const done = await this.#put(make);
      await this.refresh();
      if (done) return;
    }
    throw new Error("Somebody else was quicker. Please look again.");
  }

  // Everybody has said yes: one of the browsers sends it up, and the others find it gone.
  #sendUp() {
    const theme = this.#theme;
    if (!theme || this.#sent.has(theme.card)) return;
    this.#sent.add(theme.card);
    setTimeout(() => this.#soon(async () => {
      if (this.#theme?.card !== theme.card) return;
      await this.wire.act("send-up", theme).catch((problem) => { if (!(problem instanceof Moved)) throw problem; });
      await this.refresh();
    }), SPREAD * Math.random());
  }

  #takeOutWhoLeft() {
    if (this.#removing) return;
    this.#removing = true;
    const lead = this.#state.lead === this.facts.me;
    setTimeout(() => this.#soon(async () => {
      this.#removing = false;
      if (this.told.phase !== "inside" || !this.#state.leaving.length) return;
      await this.change(() => this.#ring.without(this.#state.leaving));
    }), lead ? 0 : REMOVE_AFTER * (1 + Math.random()));
  }

  async #sealAnew(state, by) {
    const here = new Set(state.people.filter((person) => person.here && person.inside).map(({ id }) => id));
    const own = this.#ring.device;
    await this.texts.sealAnew(this.#ring, ({ device, person }) => device === own || (by === own && !here.has(person)));
  }

  #soon(act) {
    setTimeout(() => act().catch((problem) => this.#stumble(problem)));
  }

  // --- trouble and the end -----------------------------------------------------------------------------------------------------

  #stumble(problem) {
    if (problem instanceof Closed || problem instanceof Gone) {
      this.#end(problem);
    } else if (problem instanceof Offline) {
      this.#tell({ offline: true });
      setTimeout(() => this.refresh(), AGAIN);
    } else if (problem instanceof CannotEncrypt) {
      this.#ring = null;
      this.#tell({ phase: "cannot", trouble: problem.message });
    } else {
      this.#tell({ trouble: problem.message });
    }
  }

  #isOver() {
    return this.told.phase === "over" || this.told.phase === "gone";
  }

  /** Nothing of the meeting stays in this browser. */
  async #end(problem) {
    this.#hearing?.close();
    this.texts.clear();
    this.#waiting.splice(0).forEach((resolve) => resolve());
    this.#tell({ phase: problem instanceof Gone ? "gone" : "over", offline: false, words: null, trouble: "" });
    await this.#ring?.forget();
  }

  /** End it here without waiting to hear of it. */
  ended() {
    return this.#end(new Closed());
  }

  #tell(news) {
    Object.assign(this.told, news);
    this.show(this.#model());
  }

  #model() {
    const { phase, trouble, offline, words, inside } = this.told;
    const [state, me, own] = [this.#state, this.facts.me, this.#ring?.device];
    const name = (id) => state?.people.find((person) => person.id === id)?.name ?? "";
    const by = new Map(state?.cards.map((card) => [card.id, card.by]));
    const texts = [...this.texts.cards].map(([card, kinds]) => [card, Object.fromEntries(Object.entries(kinds).map(
      ([kind, text]) => [kind, { ...text, passedOn: kind === "topic" && !text.sealed && text.person !== by.get(card) }]))]);
    return {
      phase, trouble, offline, words, state, theme: this.#theme,
      texts: new Map(texts),
      asking: (state?.asking ?? []).filter(({ device }) => device !== own).map(({ device, person }) =>
        ({ device, person: Number(person), name: name(Number(person)), mine: Number(person) === me })),
      inside: inside.map(({ device, person }) => ({ device, person: Number(person), mine: device === own })),
      leads: !!state && (state.lead === me || state.second === me),
      now: () => this.now(),
    };
  }
}
