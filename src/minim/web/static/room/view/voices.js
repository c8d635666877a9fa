// Who has how much room: taps of whoever leads, counted in this page's memory alone. Nothing here is sent or stored.
import { shortly } from "./clock.js";
import { html, nothing, repeat } from "./lit.js";
import { avatar, bar, callout, icon } from "./parts.js";

const ENOUGH = 5 * 60_000; // shared time before a hint can be fair
const LITTLE = 1 / 3; // of an equal share
const TRIES = [
  (name) => `“${name}, have you seen something like this?”`,
  (name) => `“${name}, what do you make of it?”`,
  () => "“Let us hear a sentence from everybody.”",
];

export class Voices {
  #spoken = new Map();
  #since = 0;
  speaking = null;

  /** This person speaks now; a second tap is a pause. `at` in milliseconds of a clock that only runs forward. */
  tap(person, at) {
    const before = this.speaking;
    this.pause(at);
    if (before !== person) [this.speaking, this.#since] = [person, at];
  }

  pause(at) {
    if (this.speaking !== null) this.#spoken.set(this.speaking, this.of(this.speaking, at));
    this.speaking = null;
  }

  /** Milliseconds this person has spoken. */
  of(person, at) {
    return (this.#spoken.get(person) ?? 0) + (this.speaking === person ? at - this.#since : 0);
  }

  /** Whoever had least room of all, once that is more than chance. */
  quietest(people, at) {
    const total = people.reduce((sum, id) => sum + this.of(id, at), 0);
    if (people.length < 2 || total < ENOUGH) return null;
    const least = people.reduce((one, other) => (this.of(other, at) < this.of(one, at) ? other : one));
    return this.of(least, at) < (total / people.length) * LITTLE ? least : null;
  }
}

export function voicesCard(here, voices, at) {
  if (!here.leads || !here.shown) return nothing;
  const people = here.state.people.filter(({ here: isHere, id }) => isHere || voices.of(id, at));
  const most = Math.max(1, ...people.map(({ id }) => voices.of(id, at)));
  const total = people.reduce((sum, { id }) => sum + voices.of(id, at), 0);
  return html`
    <section class="card room-voices" aria-labelledby="voices-head">
      <div class="card-head"><h2 id="voices-head">Voices</h2><span class="note num">${total ? `${shortly(total)} shared` : "Tap on whoever speaks"}</span></div>
      <ul>${repeat(people, ({ id }) => id, ({ id }) => voice(here, voices, id, at, most))}</ul>
      ${hint(here, voices.quietest(people.map(({ id }) => id).filter((id) => id !== here.me), at))}
      <p class="note kept">${icon("eye-off")}<span>Counted on this screen alone: never sent, never stored, gone when you leave.</span></p>
    </section>`;
}

function voice(here, voices, id, at, most) {
  const spoken = voices.of(id, at);
  const speaks = voices.speaking === id;
  return html`<li><button class="voice ${speaks ? "now" : ""}" type="button" aria-pressed=${speaks} @click=${() => { voices.tap(id, performance.now()); here.changed(); }}>
    ${avatar(here, id)}<span class="voice-name clip">${here.name(id)}</span>
    <span class="voice-time num">${speaks ? html`${icon("mic")}<span class="unseen">speaks now, </span>` : nothing}${spoken ? shortly(spoken) : "not yet"}</span>
    ${bar(spoken / most)}</button></li>`;
}

function hint(here, id) {
  if (id === null) return nothing;
  const name = here.first(id);
  const says = TRIES[id % TRIES.length];
  return callout("warn", "message-circle", html`<p>${name} has had little room so far. Try: ${says(name)}</p>`);
}
