// What every part of the view can reach: the facts, the newest model, what may be done, and what this browser alone knows.
import { timeOf } from "./clock.js";

export const NARROW = matchMedia("(max-width: 59.99rem)");
const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

const COUNTED = ["dot", "undot", "extend", "more"]; // two taps are two; of any other act the second is the same once more

export class Here {
  #acts;
  #busy = new Map();

  constructor(facts, acts, changed) {
    [this.facts, this.#acts, this.changed] = [facts, acts, changed];
    this.model = { phase: "coming", state: null, texts: new Map(), asking: [], inside: [], words: null, now: () => facts.meeting.starts };
    // Never stored and never sent: it is gone with this page.
    this.ui = { dialog: null, projector: false, held: false, open: new Set(), drafts: new Map(), toasts: [], questions: null };
  }

  get state() { return this.model.state; }
  get now() { return this.model.now(); }
  get me() { return this.facts.me; }
  get narrow() { return NARROW.matches; }
  get leads() { return this.model.leads && this.model.phase === "inside"; }
  /** Whether this is the group's Facilitator, whoever leads the meeting. */
  get facilitates() { return this.person(this.me)?.facilitates ?? false; }
  get isInside() { return this.model.phase === "inside"; }
  get step() { return this.facts.format.steps[this.state.step.at]; }
  get time() { return timeOf(this.state, this.facts.format, this.now); }
  /** Whether names and texts may stand on this screen now. */
  get shown() { return !this.ui.projector || this.ui.held; }

  person(id) { return this.state?.people.find((person) => person.id === id); }
  /** Somebody's name, or no name while the screen is shared. */
  name(id) { return this.shown ? this.person(id)?.name ?? "Somebody who left" : "Somebody"; }
  first(id) { return id === this.me && this.shown ? "You" : this.name(id).split(" ")[0]; }

  /** Do it; what goes wrong is told on screen. True when it went well. */
  async do(act, ...args) {
    // The same again only once the page shows what came of it.
    const key = `${act} ${JSON.stringify(args)}`;
    const version = this.state?.version;
    if (this.#busy.has(key) && this.#busy.get(key) === version && !COUNTED.includes(act)) return false;
    this.#busy.set(key, version);
    try {
      const given = await this.#acts[act](...args);
      return given ?? true;
    } catch (problem) {
      this.tell(problem.message, "error");
      return false;
    } finally {
      this.#busy.delete(key);
    }
  }

  /** Do it, without a word when it fails: whoever asks deals with it. */
  try(act, ...args) { return this.#acts[act](...args); }

  /** Words at the bottom of the screen. Bad news stay until they are dismissed. */
  tell(words, kind = "info") {
    const toast = { words, kind };
    this.ui.toasts = [...this.ui.toasts.filter((other) => other.words !== words), toast].slice(-3);
    if (kind !== "error") setTimeout(() => this.untell(toast), 6000);
    this.changed();
  }

  untell(toast) {
    this.ui.toasts = this.ui.toasts.filter((other) => other !== toast);
    this.changed();
  }

  set(values) {
    Object.assign(this.ui, values);
    this.changed();
  }

  /** Open or close something that folds, by name. */
  fold(name, open = !this.ui.open.has(name)) {
    if (open) this.ui.open.add(name);
    else this.ui.open.delete(name);
    this.changed();
  }

  isOpen(name) { return this.ui.open.has(name); }
}

/** One of six hues, the same as `hue` of the pages gives. */
export function hueOf(name) {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(name)) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return `hue-${((crc ^ 0xffffffff) >>> 0) % 6 + 1}`;
}

export function initialsOf(name) {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return [words[0], ...words.slice(1).slice(-1)].filter(Boolean).map((word) => [...word][0]).join("").toUpperCase() || "?";
}

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

export function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
