// A server played in this browser: the rules of a room (minim/meetings, minim/web/room) for one practice meeting. It carries what
// browsers have sealed and can open none of it. Nothing here reaches the network; tests/web/training holds it to the real one's answers.
import { Closed, Moved } from "../room/wire.js";

const DOTS = 3;
const MINUTE = 60_000;
const MOST_EXTRA = 3600; // seconds
const WINDOW = 3 * MINUTE; // so long a sentence may be let go up
const LEADS = new Set(["go-to", "extend", "pause", "resume", "give-turn", "open-dots", "close-dots", "move", "take-up", "finish",
  "ask-thumbs", "more", "hand-over", "name-second", "tick", "close"]);

export class PracticeServer {
  #hearings = new Set();
  #listeners = new Set();
  #told = false;

  /** @param {object} format @param {{id: number, name: string, facilitates: boolean}[]} people */
  constructor(format, people) {
    Object.assign(this, { format, people, closed: false, version: 1, uid: crypto.randomUUID(), lead: people[0].id, second: null });
    this.here = new Set();
    this.step = { at: 0, began: Date.now(), extra: 0, paused: null };
    this.turn = { now: null, spoken: [] };
    [this.cards, this.dotsOpen, this.table, this.thumbs] = [[], true, null, null];
    [this.knocks, this.epochs, this.actions, this.theme, this.sentUp] = [new Map(), [], [], null, 0];
  }

  /** Called after each change, once everybody was told. */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  hear() {
    const hearing = new Hearing(() => this.#hearings.delete(hearing));
    this.#hearings.add(hearing);
    return hearing;
  }

  #changed() {
    this.version += 1;
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      for (const hearing of this.#hearings) hearing.say("changed", this.version);
      for (const listener of this.#listeners) listener();
    });
  }

  enter(me) {
    this.#refuseClosed();
    this.here.add(me);
    this.#changed();
    return { version: this.version };
  }

  stay() {
    this.#refuseClosed();
    return { version: this.version, here: [...this.here].sort((a, b) => a - b) };
  }

  act(me, name, words) {
    this.#refuseClosed();
    if (LEADS.has(name) && me !== this.lead && me !== this.second) throw new Error("That is for whoever leads the meeting.");
    ACTS[name].call(this, me, words);
    this.#changed();
    return { version: this.version };
  }

  close() {
    this.closed = true;
    for (const hearing of this.#hearings) hearing.say("end", "gone");
  }

  #refuseClosed() {
    if (this.closed) throw new Closed();
  }

  // --- what a browser is told ----------------------------------------------------------------------------------------------------

  state(me, { uid, after, epoch }) {
    this.#refuseClosed();
    this.#dropOldTheme();
    const known = uid === this.uid ? { after, epoch } : { after: 0, epoch: 0 };
    const inside = this.inside();
    const owners = new Map([...this.knocks.values()].map(({ device, person }) => [device, person]));
    const stays = new Set([...this.knocks.values()].filter(({ gone }) => !gone).map(({ device }) => device));
    const peopleInside = new Set([...inside].map((device) => owners.get(device)));
    return {
      version: this.version, after: known.after, now: Date.now(), uid: this.uid,
      people: this.people.map((person) => ({ ...person, here: this.here.has(person.id), inside: peopleInside.has(person.id) }))
        .sort((a, b) => (b.id === this.lead) - (a.id === this.lead)),
      lead: this.lead, second: this.second, may_take: me !== this.lead && me === this.people[0].id,
      step: { ...this.step }, turn: { now: this.turn.now, spoken: [...this.turn.spoken] },
      cards: this.inOrder().map(({ id, by, state, dots }) =>
        ({ id, by, state, dots: dots.length, mine: dots.filter((person) => person === me).length })),
      dots: { open: this.dotsOpen, left: DOTS - this.dotsOf(me), each: DOTS,
        placed: new Set(this.topics().flatMap(({ dots }) => dots)).size },
      table: this.table && { ...this.table, thumbs: this.thumbs && this.#showing(me) },
      theme: this.theme && { card: this.theme.card, seal: this.theme.seal, ends: this.theme.ends, asked: this.theme.asked.includes(me),
        mine: this.theme.nods.has(me), agreed: this.theme.asked.every((person) => this.theme.nods.has(person)) },
      sent_up: this.sentUp, actions: this.actions.map((item) => ({ ...item })), agreement: null,
      epoch: this.epochs.length, records: this.epochs.slice(known.epoch),
      inside: [...inside].sort().map((device) => ({ device, person: owners.get(device) })),
      leaving: [...inside].filter((device) => !stays.has(device)), deserted: false,
      asking: [...this.knocks.values()].filter(({ device, gone }) => !gone && !inside.has(device)).map(({ entry }) => entry),
      texts: this.cards.flatMap((card) => Object.entries(card.texts).filter(([, text]) => text.at > known.after)
        .map(([kind, { revision, envelope, at }]) => ({ card: card.id, kind, revision, envelope, at })))
        .sort((a, b) => a.at - b.at).map(({ card, kind, revision, envelope }) => ({ card, kind, revision, envelope })),
    };
  }

  #showing(me) {
    const ways = [...this.thumbs.values()];
    const count = (way) => ways.filter((shown) => shown === way).length;
    return { up: count("up"), side: count("side"), down: count("down"), mine: this.thumbs.get(me) ?? null };
  }

  #dropOldTheme() {
    if (this.theme && this.theme.ends < Date.now()) this.dropTheme();
  }

  inside() {
    return new Set(this.epochs.at(-1)?.members.map(({ device }) => device));
  }

  /** Ids of whoever has the key. */
  peopleInside() {
    return new Set(this.epochs.at(-1)?.members.map(({ person }) => Number(person)));
  }

  topics() {
    return this.cards.filter(({ state }) => state !== "theme");
  }

  /** What is on the table, what waits, most dots first, and what is done. A hand's order stands before dots. */
  inOrder() {
    const rank = { table: 0, waiting: 1, done: 2 };
    const place = (card) => card.place ?? Infinity;
    return this.topics().sort((a, b) => rank[a.state] - rank[b.state] || (place(a) === place(b) ? 0 : place(a) - place(b))
      || b.dots.length - a.dots.length || this.cards.indexOf(a) - this.cards.indexOf(b));
  }

  dotsOf(me) {
    return this.topics().reduce((sum, { dots }) => sum + dots.filter((person) => person === me).length, 0);
  }

  get kind() {
    return this.format.steps[this.step.at].kind;
  }

  get isRound() {
    const { kind, speaks } = this.format.steps[this.step.at];
    return ["round", "close"].includes(kind) || speaks === "each in turn";
  }

  // --- what acts need ------------------------------------------------------------------------------------------------------------

  card(id) {
    const card = this.topics().find((one) => one.id === id);
    if (!card) throw new Error("That card is not there any more.");
    return card;
  }

  /** Whoever leads, then the others by name, as many as are here. */
  speakingOrder() {
    const here = this.people.filter(({ id }) => this.here.has(id));
    return here.sort((a, b) => (b.id === this.lead) - (a.id === this.lead) || (a.name < b.name ? -1 : 1)).map(({ id }) => id);
  }

  passTurn() {
    if (this.turn.now !== null) this.turn.spoken.push(this.turn.now);
    this.turn.now = this.speakingOrder().find((id) => !this.turn.spoken.includes(id)) ?? null;
  }

  goTo(at) {
    if (!this.format.steps[at]) throw new Error("This meeting has no such step.");
    this.step = { at, began: Date.now(), extra: 0, paused: null };
    this.finish();
    this.turn = { now: null, spoken: [] };
    if (this.isRound) this.turn.now = this.speakingOrder()[0] ?? null;
  }

  finish() {
    for (const card of this.cards) if (card.state === "table") card.state = "done";
    [this.table, this.thumbs] = [null, null];
  }

  minutesLeft() {
    const { minutes } = this.format.steps[this.step.at];
    const ends = this.step.began + minutes * MINUTE + this.step.extra * 1000;
    return Math.max(1, Math.round((ends - (this.step.paused ?? Date.now())) / MINUTE));
  }

  putTexts(me, texts) {
    for (const { envelope, after } of texts) this.#putText(me, envelope, after);
  }

  #putText(me, envelope, after) {
    const { card: id, kind } = envelope;
    let card = this.cards.find((one) => one.id === id);
    const known = card?.texts[kind];
    if (after !== (known?.revision ?? 0)) throw new Moved();
    if (!card && kind === "note") throw new Error("That card is not there any more.");
    if (!card) this.cards.push(card = { id, by: me, state: kind === "theme" ? "theme" : "waiting", place: null, dots: [], texts: {} });
    card.texts[kind] = { revision: after + 1, envelope, at: this.version + 1 };
  }

  dropTheme() {
    this.cards = this.cards.filter(({ state }) => state !== "theme");
    this.theme = null;
  }

  refuseEmptyTable() {
    if (!this.table) throw new Error("No topic is on the table.");
  }

  refuseClosedDots() {
    if (!this.dotsOpen) throw new Error("Dots are closed. Whoever leads can open them again.");
  }
}

/** What stands here for an EventSource. */
class Hearing extends EventTarget {
  constructor(gone) {
    super();
    [this.readyState, this.gone] = [EventSource.OPEN, gone];
  }

  say(name, data) {
    this.dispatchEvent(new MessageEvent(name, { data: String(data) }));
  }

  close() {
    this.readyState = EventSource.CLOSED;
    this.gone();
  }
}

const within = (value) => Math.max(-MOST_EXTRA, Math.min(MOST_EXTRA, value));

// Each is called on the server, as its own method would be.
const ACTS = {
  knock(me, { entry }) {
    this.knocks.set(entry.device, { device: entry.device, person: me, entry, gone: false });
  },
  epoch(me, { record }) {
    if (record.epoch !== this.epochs.length + 1) throw new Moved();
    this.epochs.push(record);
    if (this.theme) this.dropTheme();
  },
  leave(me, { device }) {
    if (this.knocks.has(device)) this.knocks.get(device).gone = true;
    this.here.delete(me);
  },
  "begin-anew"() {
    throw new Error("Somebody who can let you in is here. Please ask them.");
  },
  texts(me, { texts }) {
    this.putTexts(me, texts);
  },
  drop(me, { card }) {
    const found = this.card(card);
    if (found.by !== me && me !== this.lead) throw new Error("Only whoever wrote it, or whoever leads, takes a card away.");
    if (found.state === "table") [this.table, this.thumbs] = [null, null];
    this.cards.splice(this.cards.indexOf(found), 1);
  },
  dot(me, { card }) {
    const found = this.card(card);
    this.refuseClosedDots();
    if (this.dotsOf(me) >= DOTS) throw new Error(`Your ${DOTS} dots are placed. Take one back first.`);
    found.dots.push(me);
  },
  undot(me, { card }) {
    const { dots } = this.card(card);
    this.refuseClosedDots();
    if (dots.includes(me)) dots.splice(dots.indexOf(me), 1);
  },
  thumb(me, { way }) {
    if (!this.thumbs) throw new Error("Nobody asks for thumbs at the moment.");
    this.thumbs.set(me, way);
  },
  propose(me, { theme, seal }) {
    const asked = [...this.peopleInside()];
    if (asked.length < 3) throw new Error("That takes three people at least.");
    this.putTexts(me, [theme]);
    this.theme = { card: theme.envelope.card, seal, asked, nods: new Set([me]), ends: Date.now() + WINDOW };
  },
  nod(me, { card }) {
    if (this.theme?.card !== card) throw new Moved();
    this.theme.nods.add(me);
  },
  "send-up"(me, { card }) {
    if (this.theme?.card !== card) throw new Moved();
    this.dropTheme();
    this.sentUp += 1;
  },
  "pass-turn"(me) {
    if (this.turn.now !== me && me !== this.lead && me !== this.second) throw new Error("It is somebody else’s turn.");
    this.passTurn();
  },
  "keep-action"(me, { text, owner, due }) {
    const name = this.people.find(({ id }) => id === owner)?.name ?? "";
    this.actions.push({ id: this.actions.length + 1, text: text.trim(), owner, owner_name: name, due, state: "open",
      earlier: false, late: false });
  },
  settle(me, { id, state }) {
    this.actions.find((item) => item.id === id).state = state;
  },
  "take-over"(me) {
    this.lead = me;
  },
  "go-to"(me, { at }) {
    this.goTo(at);
  },
  extend(me, { seconds }) {
    this.step.extra = within(this.step.extra + seconds);
  },
  pause() {
    this.step.paused ??= Date.now();
  },
  resume() {
    if (this.step.paused === null) return;
    const stood = Date.now() - this.step.paused;
    this.step.began += stood;
    if (this.table) this.table.began += stood;
    this.step.paused = null;
  },
  "give-turn"(me, { person }) {
    this.turn.spoken = this.turn.spoken.filter((id) => id !== person);
    this.turn.now = person;
  },
  "open-dots"() {
    this.dotsOpen = true;
  },
  "close-dots"() {
    this.dotsOpen = false;
  },
  move(me, { card, way }) {
    const waiting = this.inOrder().filter(({ state }) => state === "waiting");
    const at = waiting.findIndex(({ id }) => id === card);
    if (at < 0) throw new Error("That card does not wait any more.");
    const to = way === "up" ? at - 1 : at + 1;
    if (waiting[to]) [waiting[at], waiting[to]] = [waiting[to], waiting[at]];
    waiting.forEach((one, place) => { one.place = place; });
  },
  "take-up"(me, { card }) {
    const found = this.card(card);
    this.finish();
    found.state = "table";
    const { each_minutes: each } = this.format.steps[this.step.at];
    this.table = { card, began: Date.now(), minutes: each || this.minutesLeft(), extra: 0 };
  },
  finish() {
    this.finish();
  },
  "ask-thumbs"() {
    this.refuseEmptyTable();
    this.thumbs = new Map();
  },
  more(me, { minutes }) {
    this.refuseEmptyTable();
    this.table.extra = within(this.table.extra + 60 * minutes);
    this.thumbs = null;
  },
  "hand-over"(me, { person }) {
    const before = this.lead;
    this.lead = person;
    if (this.second === person) this.second = before;
  },
  "name-second"(me, { person }) {
    this.second = person ?? null;
  },
  tick(me, { person, there }) {
    if (there) this.here.add(person);
    else this.here.delete(person);
  },
  close() {
    this.close();
  },
};
