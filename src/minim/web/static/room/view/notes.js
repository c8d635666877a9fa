// The note on a card: everybody may write, at the same time. What others write comes in while one types, and the caret stays.
import { merge } from "../merge.js";

const PAUSE = 700; // milliseconds without a key before what was typed is sent
const AGAIN = 5000; // and before what could not be sent is tried again

export class Notes {
  #notes = new Map();
  #here;

  constructor(here) {
    this.#here = here;
  }

  /** What to write into a fresh textarea. */
  value(card) {
    return this.#note(card).text;
  }

  isUnsaved(card) {
    const note = this.#notes.get(card);
    return Boolean(note && (note.text !== note.base || note.sending));
  }

  problem(card) {
    return this.#notes.get(card)?.problem ?? "";
  }

  typed(card, text) {
    const note = this.#note(card);
    note.text = text;
    this.#later(card, note);
  }

  /** Send at once what waits: somebody leaves the field, or the page. */
  async flush(card) {
    const note = this.#notes.get(card);
    if (!note) return;
    clearTimeout(note.timer);
    if (note.sending || note.text === note.base) return;
    note.sending = note.text;
    try {
      await this.#here.try("edit", card, "note", note.text, note.base);
      note.problem = "";
      note.base = note.sending; // what comes back contains it
      note.sending = null;
    } catch (problem) {
      note.sending = null;
      note.problem = problem.message;
      note.timer = setTimeout(() => this.flush(card), AGAIN);
      this.#here.changed();
      return;
    }
    this.#meet(card, note);
    if (note.text !== note.base) this.#later(card, note);
    this.#here.changed();
  }

  flushAll() {
    return Promise.all([...this.#notes.keys()].map((card) => this.flush(card)));
  }

  /** After a new model: let what others wrote come into every open note. */
  settle(root) {
    const cards = new Set(this.#here.state?.cards.map(({ id }) => id));
    for (const [card, note] of this.#notes) {
      if (cards.has(card)) this.#meet(card, note);
      else this.#drop(card, note);
    }
    for (const field of root.querySelectorAll("textarea[data-note]")) {
      const note = this.#note(field.dataset.note);
      if (field.value !== note.text && !note.composing) put(field, note.text);
    }
  }

  composing(card, on) {
    this.#note(card).composing = on;
    if (!on) this.#here.changed();
  }

  /** Nothing of it stays in this page. */
  forget() {
    for (const [card, note] of this.#notes) this.#drop(card, note);
  }

  #drop(card, note) {
    clearTimeout(note.timer);
    this.#notes.delete(card);
  }

  #note(card) {
    let note = this.#notes.get(card);
    if (!note) {
      const text = this.#theirs(card);
      note = { base: text, seen: text, text, timer: 0, sending: null, problem: "", composing: false };
      this.#notes.set(card, note);
    }
    return note;
  }

  #theirs(card) {
    return this.#here.model.texts.get(card)?.note?.text ?? "";
  }

  /** `seen` is the text that came last; only another one is news. While something is on its way, news wait for its answer. */
  #meet(card, note) {
    const theirs = this.#theirs(card);
    if (theirs === note.seen || note.sending || note.composing) return;
    note.seen = theirs;
    note.text = merge(note.base, note.text, theirs);
    note.base = theirs;
    if (note.text !== note.base) this.#later(card, note);
  }

  #later(card, note) {
    clearTimeout(note.timer);
    note.timer = setTimeout(() => this.flush(card), PAUSE);
  }
}

/** Change a field without moving the caret away from the words it stands in. */
function put(field, text) {
  const before = field.value;
  const marks = [field.selectionStart, field.selectionEnd, field.selectionDirection];
  const top = field.scrollTop;
  field.value = text;
  if (document.activeElement !== field) return;
  field.setSelectionRange(moved(marks[0], before, text), moved(marks[1], before, text), marks[2]);
  field.scrollTop = top;
}

export function moved(at, before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (at <= start) return at;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (at >= before.length - end) return after.length - (before.length - at);
  return Math.min(at, after.length - end);
}
