// A round: everybody in turn, in a circle.
import { html, nothing, repeat } from "./lit.js";
import { avatar, icon } from "./parts.js";

const MOST_IN_A_CIRCLE = 12;
const TITLES = { round: "Everybody in turn", close: "A word from everybody", commit: "Everybody in turn" };

/** Whether this step has a round. */
export const isRound = ({ state, step }) => ["round", "close"].includes(step.kind) || step.speaks === "each in turn" || state.turn.now !== null;

/** Whoever can have the word: those who are here, and those who had it. */
export function speakers({ state }) {
  return state.people.filter(({ id, here }) => here || state.turn.spoken.includes(id) || state.turn.now === id);
}

export function round(here) {
  const { turn } = here.state;
  const all = speakers(here);
  const mine = turn.now === here.me;
  return html`
    <section class="card room-round ${mine ? "mine" : ""}" aria-labelledby="round-head">
      <div class="card-head"><h2 id="round-head">${TITLES[here.step.kind] ?? "Everybody in turn"}</h2>
        <span class="note">${turn.spoken.length} of ${all.length} have spoken</span></div>
      <div class="room-round-body">
        <ul class="circle ${all.length > MOST_IN_A_CIRCLE || here.step.kind === "commit" ? "many" : ""}">
          <li class="circle-heart" aria-hidden="true">${icon("sprout")}</li>
          ${repeat(all, ({ id }) => id, (person, at) => html`<li data-turn=${at / all.length}>${seat(here, person)}</li>`)}
        </ul>
        <div class="room-round-words">${words(here, all)}</div>
      </div>
    </section>`;
}

function seat(here, { id }) {
  const { turn } = here.state;
  const state = turn.now === id ? "now" : turn.spoken.includes(id) ? "spoken" : "";
  const inside = html`<span class="seat-face">${avatar(here, id, "large")}${state === "spoken" ? html`<span class="seat-mark">${icon("check")}</span>` : nothing}</span>
    <span class="seat-name clip">${here.first(id)}</span><span class="unseen">${{ now: "has the word", spoken: "has spoken", "": "not yet" }[state]}</span>`;
  if (!here.leads) return html`<span class="seat ${state}">${inside}</span>`;
  return html`<button class="seat ${state}" type="button" title="Give the word" aria-pressed=${state === "now"} @click=${() => here.do("giveTurn", id)}>${inside}</button>`;
}

function words(here, all) {
  const { turn } = here.state;
  const waiting = all.filter(({ id }) => id !== turn.now && !turn.spoken.includes(id));
  if (turn.now === null) return turn.spoken.length ? over(here) : beginning(here, all);
  const mine = turn.now === here.me;
  const act = mine ? "I have spoken" : here.leads ? `${here.first(turn.now)} has spoken` : "";
  return html`
    <p class="room-word">${mine ? "It is your turn" : html`${here.name(turn.now)} has the word`}</p>
    <p class="soft">${waiting.length ? html`Then ${here.first(waiting[0].id).replace("You", "you")}${waiting.length > 1 ? `, and ${waiting.length - 1} more` : ""}.` : "The last one in this round."}</p>
    ${mine ? html`<p class="soft">“I pass” is a whole answer.</p>` : nothing}
    <div class="actions">
      ${act ? html`<button class="button primary ${mine ? "large" : ""}" type="button" @click=${() => here.do("passTurn")}>${icon("check")}${act}</button>` : nothing}
      ${here.leads && waiting.length ? html`<button class="button" type="button" @click=${() => here.do("giveTurn", waiting[0].id)}>${icon("skip-forward")}Skip for now</button>` : nothing}
    </div>`;
}

const over = (here) => html`<p class="room-word">Everybody has spoken</p>
  <p class="soft">${here.leads ? "Thank them, then go on." : "Thank you for listening."}</p>`;

const beginning = (here, all) => html`<p class="room-word">Who begins?</p>
  ${here.leads && all.length
    ? html`<p class="soft">Tap on somebody to give them the word.</p><div class="actions"><button class="button primary" type="button" @click=${() => here.do("giveTurn", (all.find(({ id }) => id === here.me) ?? all[0]).id)}>${icon("mic")}I begin</button></div>`
    : html`<p class="soft">Whoever leads gives the first word.</p>`}`;
