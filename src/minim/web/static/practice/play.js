// What the invented people do, and when. They wait for moments of the meeting, and somebody slow has as much time as they like.
import { Member } from "./member.js";

const COMING = 900; // ms between two who come to the door
const SECOND = 1000;
const SPEAKING = { turn: 7_000, last: 3_000, other: 4_000 }; // ms until somebody passes the word by themselves
const LATE = 9 * SECOND; // after the writing began
const ENOUGH = 3; // inside, before it is a meeting

export class Play {
  #seen = new Set();
  #moments = 0;
  #advised = 0;
  #turn = null;
  #thumbs = null;
  #theme = null;

  /** @param {{people: object[], lines: object[]}} practice @param {import("./server.js").PracticeServer} server */
  constructor({ people, lines }, server, coach) {
    [this.lines, this.server, this.coach] = [lines, server, coach];
    this.members = people.map((person) => new Member(person, server));
    server.onChange(() => this.#look());
  }

  begin() {
    this.#once("come");
    this.members.filter(({ person }) => !person.late).forEach((member, at) => this.#later(COMING * (at + 1), () => member.come()));
  }

  async #look() {
    if (this.server.closed) return;
    await Promise.all(this.members.map((member) => member.follow()));
    if (this.members.filter(({ isInside }) => isInside).length >= ENOUGH) this.#once("inside");
    if (this.#seen.has("inside")) this.#step();
    this.#takeTurns();
    this.#showThumbs();
    this.#agree();
  }

  #step() {
    const { kind, table } = this.server;
    if (kind !== "round") this.#once(kind);
    if (kind === "gather") this.#doOnce("write", () => this.#write());
    if (["gather", "topic"].includes(kind)) this.#doOnce("late", () => this.#comeLate());
    if (kind === "topic") this.#doOnce("vote", () => this.#vote());
    if (kind === "commit") this.#doOnce("act", () => this.#takeOn());
    if (table) this.#once("table");
  }

  #write() {
    const cards = this.members.filter(({ isInside }) => isInside).flatMap((member) => member.person.topics.map((text) => [member, text]));
    cards.forEach(([member, text], at) => this.#later(SECOND * (at + 1.5), () => member.write(text)));
    this.#later(SECOND * (cards.length + 6), () => this.#doOnce("vote", () => this.#vote()));
  }

  #vote() {
    this.members.filter(({ isInside }) => isInside).forEach((member, at) => this.#later(SECOND * at, () => member.vote()));
  }

  #comeLate() {
    this.#later(LATE, async () => {
      for (const member of this.members.filter(({ isAtDoor }) => !isAtDoor)) await member.come();
      this.#once("late");
    });
  }

  #takeOn() {
    for (const member of this.members) {
      if (member.isInside && member.person.action) {
        this.#later(5 * SECOND, () => member.try("keep-action", { text: member.person.action, owner: member.id, due: null }));
      }
    }
  }

  /** Whoever has the word says their line, and after a while passes it on; whoever rants does not. */
  #takeTurns() {
    const { now } = this.server.turn;
    const turn = `${this.server.step.at} ${now} ${this.server.turn.spoken.length}`;
    if (turn === this.#turn) return;
    this.#turn = turn;
    const member = this.members.find(({ id }) => id === now);
    if (!member) return;
    const moment = { round: "turn", close: "last" }[this.server.kind] ?? "other";
    const line = this.lines.find(({ when, who }) => when === moment && who === now);
    const order = ++this.#moments;
    if (line) this.#later(600, () => this.#tell(line, order));
    if (!line?.rants) this.#later(SPEAKING[moment], () => turn === this.#turn && member.try("pass-turn"));
  }

  #showThumbs() {
    const { thumbs } = this.server;
    if (thumbs === this.#thumbs || !thumbs) return;
    this.#thumbs = thumbs;
    this.#seen.delete("thumbs");
    this.#once("thumbs");
    this.members.filter(({ isInside }) => isInside).forEach((member, at) =>
      this.#later(700 * (at + 1), () => member.try("thumb", { way: at === 2 ? "side" : "up" })));
  }

  #agree() {
    const { theme } = this.server;
    if (!theme || theme.card === this.#theme) return;
    this.#theme = theme.card;
    this.#once("theme");
    this.members.filter(({ isInside }) => isInside).forEach((member, at) =>
      this.#later(SECOND * (at + 2), () => member.try("nod", { card: theme.card })));
  }

  /** All lines of a moment, the first time it comes. Those of a turn are told when it is theirs. */
  #once(moment) {
    this.#doOnce(`moment ${moment}`, () => {
      this.#seen.add(moment);
      const order = ++this.#moments;
      for (const line of this.lines.filter(({ when }) => when === moment)) this.#later(line.after * SECOND, () => this.#tell(line, order));
    });
  }

  /** Advice to an earlier moment comes too late once the coach has spoken to a later one. */
  #tell(line, order) {
    const isAway = line.who && !this.members.find(({ id }) => id === line.who).isAtDoor;
    if (isAway || !this.#fits(line)) return;
    const isLate = order < this.#advised;
    if (line.coach && !isLate) this.#advised = order;
    this.coach.tell({ ...line, coach: isLate ? "" : line.coach });
  }

  /** What belongs to the table is not said once it is cleared. */
  #fits({ when }) {
    return when !== "table" || this.server.table !== null;
  }

  #doOnce(name, act) {
    if (this.#seen.has(`did ${name}`)) return;
    this.#seen.add(`did ${name}`);
    act();
  }

  #later(after, act) {
    setTimeout(async () => {
      if (this.server.closed) return;
      try {
        await act();
      } catch { /* the meeting was closed meanwhile */ }
    }, after);
  }

  async forget() {
    await Promise.all(this.members.map((member) => member.forget()));
  }
}
