// Topics: bring one, put dots, and see what comes next.
import { by, called, dots, editing, startEditing, words } from "./card.js";
import { count } from "./here.js";
import { html, live, nothing, repeat } from "./lit.js";
import { callout, icon } from "./parts.js";

const LONGEST = 16_380; // bytes of one sealed text
const FORM_FIRST = ["gather"];
const TOPICS_MATTER = ["gather", "choose", "topic"];

/** In steps that are about something else, topics wait below, folded until somebody wants to write one. */
export function topics(here) {
  const { cards } = here.state;
  const waiting = cards.filter(({ state }) => state === "waiting");
  const done = cards.filter(({ state }) => state === "done");
  const matter = TOPICS_MATTER.includes(here.step.kind);
  if (!matter && !cards.length) return early(here);
  return html`
    <section class="card room-topics" aria-labelledby="topics-head">
      <div class="card-head"><h2 id="topics-head">${here.state.table ? "Next topics" : "Topics"}</h2>${placed(here)}</div>
      ${FORM_FIRST.includes(here.step.kind) ? bring(here) : nothing}
      ${waiting.length ? html`<ul class="room-topic-list">${repeat(waiting, ({ id }) => id, (card, at) => topic(here, card, at, waiting.length))}</ul>` : empty(here, matter)}
      ${done.length ? doneOnes(here, done) : nothing}
      ${FORM_FIRST.includes(here.step.kind) ? nothing : html`<div class="card-foot">${bring(here)}</div>`}
      ${here.leads && matter ? dotsSwitch(here) : nothing}
    </section>`;
}

const early = (here) => html`
  <details class="more room-early"><summary>${icon("lightbulb")}Something on your mind already?</summary><div class="more-body">${bring(here)}</div></details>`;

const empty = (here, matter) => (here.state.table || !matter ? nothing : html`<p class="soft room-none">${here.step.kind === "gather" ? "Nothing here yet. The first card is the hardest; a few words are enough." : "No topic waits."}</p>`);

function placed(here) {
  const { open, left, each, placed } = here.state.dots;
  if (!open) return html`<span class="note">Dots are closed</span>`;
  const mine = left ? `${count(left, "dot")} of ${each} left for you` : "Your dots are placed";
  return html`<span class="note">${mine}${placed ? html` · ${count(placed, "person has", "people have")} placed dots` : nothing}</span>`;
}

const dotsSwitch = (here) => (here.state.dots.open
  ? html`<div><button class="button small" type="button" @click=${() => here.do("closeDots")}>${icon("lock")}Close the dots</button></div>`
  : html`<div><button class="button small" type="button" @click=${() => here.do("openDots")}>${icon("lock-open")}Open the dots again</button></div>`);

function topic(here, card, at, all) {
  const text = here.model.texts.get(card.id)?.topic;
  const isNext = at === 0 && (here.step.kind === "topic" || !here.state.dots.open);
  if (here.ui.drafts.has(`topic ${card.id}`) && here.shown) return html`<li class="room-topic">${editing(here, card)}</li>`;
  return html`
    <li class="room-topic ${isNext ? "next" : ""}">
      ${dots(here, card)}
      <div class="room-topic-words">
        <p class="strong">${words(here, text, { name: `topic ${card.id}`, label: `Topic ${at + 1}` })}</p>
        <p class="note">${by(here, card, text)}${isNext ? html` · next up` : nothing}</p>
      </div>
      ${acts(here, card, at, all)}
    </li>`;
}

function acts(here, card, at, all) {
  const mine = card.by === here.me;
  if (!here.leads && !(mine && here.shown)) return nothing; // on a shared screen not even the menu says whose card it is
  const name = called(here, card);
  return html`<div class="room-topic-acts">
    ${here.leads && here.step.kind === "topic" ? html`<button class="button small ${at === 0 && !here.state.table ? "primary" : ""}" type="button" aria-label="Take up ${name}" @click=${() => here.do("takeUp", card.id)}>Take up</button>` : nothing}
    <details class="menu"><summary class="button icon-only small" aria-label="More for ${name}">${icon("ellipsis")}</summary>
      <div class="menu-panel">
        ${here.leads && here.step.kind !== "topic" ? item("play", "Take it up now", () => here.do("takeUp", card.id)) : nothing}
        ${here.leads && at > 0 ? item("arrow-up", "Move up", () => here.do("move", card.id, "up")) : nothing}
        ${here.leads && at < all - 1 ? item("arrow-down", "Move down", () => here.do("move", card.id, "down")) : nothing}
        ${mine && here.shown ? item("pencil", "Change the words", () => startEditing(here, card)) : nothing}
        ${item("trash-2", "Take it away", () => here.do("drop", card.id), "danger")}
      </div></details>
  </div>`;
}

const item = (sign, words, act, look = "") => html`<button class="menu-item ${look}" type="button" @click=${(event) => { event.target.closest("details").open = false; act(); }}>${icon(sign)}${words}</button>`;

const doneOnes = (here, done) => html`
  <details class="more plain"><summary>Talked about (${done.length})</summary><div class="more-body"><ul class="list">
    ${repeat(done, ({ id }) => id, (card, at) => {
      const { topic, note } = here.model.texts.get(card.id) ?? {};
      return html`<li><div class="stack tight grow"><p class="strong">${words(here, topic, { name: `topic ${card.id}`, label: `Topic ${at + 1}` })}</p>
        ${note && (note.sealed || note.text) ? html`<p>${words(here, note, { name: `note ${card.id}`, label: "The note" })}</p>` : nothing}<p class="note">${by(here, card, topic)}</p></div>
        ${here.leads ? html`<button class="button small" type="button" @click=${() => here.do("takeUp", card.id)}>Again</button>` : nothing}</li>`;
    })}</ul></div></details>`;

function bring(here) {
  if (!here.shown) return callout("", "eye-off", html`<p>This screen is shared, so nobody writes on it. Use another device, or hold to show.</p>`);
  const text = here.ui.drafts.get("new") ?? "";
  return html`
    <form class="room-bring" @submit=${(event) => add(event, here)}>
      <label for="new-topic">Bring a topic</label>
      <div class="room-bring-row">
        <textarea id="new-topic" rows="1" dir="auto" placeholder="Something on your mind…" .value=${live(text)}
          @input=${(event) => here.ui.drafts.set("new", event.target.value)} @keydown=${entered}></textarea>
        <button class="button primary">${icon("plus")}Add</button>
      </div>
      ${here.ui.tooLong ? html`<p class="errors" role="alert">${here.ui.tooLong}</p>` : nothing}
      <p class="note kept">${icon("lock")}<span>Stays in this circle: encrypted on this device, readable in this room alone, gone when the meeting closes.</span></p>
    </form>`;
}

// On a keyboard Enter adds and Shift+Enter begins a line. While letters are being composed, Enter belongs to them.
function entered(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

async function add(event, here) {
  event.preventDefault();
  const text = (here.ui.drafts.get("new") ?? "").trim();
  if (!text) return event.target.querySelector("textarea").focus();
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LONGEST) return here.set({ tooLong: `That is longer than a card holds: ${bytes.toLocaleString("en")} of ${LONGEST.toLocaleString("en")} bytes. Cut it in two.` });
  here.set({ tooLong: "" });
  if (!(await here.do("add", text))) return undefined;
  if ((here.ui.drafts.get("new") ?? "").trim() === text) here.ui.drafts.delete("new");
  here.changed();
  return undefined;
}
