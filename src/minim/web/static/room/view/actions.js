// What we said we would do. Kept for the group after the meeting, so: what, not why.
import { dayAfter, dayWords } from "./clock.js";
import { html, live, nothing, repeat } from "./lit.js";
import { avatar, callout, hidden, icon } from "./parts.js";

const STATES = [["done", "check", "Done"], ["open", "hourglass", "Not yet"], ["dropped", "circle-slash", "No longer needed"]];
const NEW_LAST = 300; // characters

/** Whether this step looks back on what was promised, rather than ahead. */
export function looksBack({ facts, state, step }) {
  const talked = facts.format.steps.findIndex(({ kind }) => ["gather", "choose", "topic", "talk"].includes(kind));
  return step.kind === "commit" && (talked < 0 || state.step.at < talked);
}

export function actions(here) {
  const all = here.state.actions;
  const [earlier, fresh] = [all.filter((one) => one.earlier), all.filter((one) => !one.earlier)];
  const back = looksBack(here);
  if (!all.length && !["commit", "topic", "close"].includes(here.step.kind)) return nothing;
  return html`
    <section class="card room-actions" aria-labelledby="actions-head">
      <div class="card-head"><h2 id="actions-head">${back ? "What we said we would do" : "What we will do"}</h2>
        ${folded(here) ? html`<button class="button small" type="button" @click=${() => unfold(here)}>${icon("plus")}Add one</button>` : html`<span class="note">Kept for the group</span>`}</div>
      ${back ? part(here, earlier, "Nothing was left from last time.") : part(here, fresh, "Nothing yet. Small and soon is better than large and some day.")}
      ${back ? part(here, fresh, "") : later(here, earlier)}
      ${folded(here) ? nothing : form(here)}
    </section>`;
}

/** Where one looks back, or talks, the form waits until somebody asks for it. */
const folded = (here) => (looksBack(here) || here.step.kind !== "commit") && !here.isOpen("action");

function unfold(here) {
  here.fold("action", true);
  document.getElementById("action-text")?.focus();
}

const part = (here, items, none) => (items.length
  ? html`<ul class="list">${repeat(items, ({ id }) => id, (one) => action(here, one))}</ul>`
  : none ? html`<p class="soft">${none}</p>` : nothing);

function later(here, items) {
  const open = items.filter(({ state }) => state === "open").length;
  return items.length ? html`<details class="more plain"><summary>From earlier meetings${open ? ` (${open} open)` : ""}</summary><div class="more-body">${part(here, items, "")}</div></details>` : nothing;
}

function action(here, one) {
  return html`<li class="room-action ${one.state}">
    <div class="grow stack tight">
      <p class="room-action-words" dir="auto">${here.shown ? one.text : hidden("An action item")}</p>
      <p class="note row">${avatar(here, one.owner, "small")}<span>${here.shown ? one.owner_name : "Somebody"}${one.due ? html` · by ${dayWords(one.due)}` : nothing}</span>
        ${one.late && one.state === "open" ? html`<span class="badge warn">${icon("clock")}Late</span>` : nothing}
        ${one.earlier || one.state === "open" ? nothing : html`<span class="badge">${one.state === "done" ? "Done" : "No longer needed"}</span>`}</p>
    </div>
    ${one.earlier ? settling(here, one) : fresh(here, one)}
  </li>`;
}

const settling = (here, one) => html`
  <div class="button-group room-settle" role="group" aria-label="How it went: ${here.shown ? one.text : "an action item"}">${STATES.map(([state, sign, words]) => html`
    <button class="button small" type="button" aria-pressed=${one.state === state} @click=${() => here.do("settle", one.id, state)}>${icon(sign)}<span>${words}</span></button>`)}</div>`;

const fresh = (here, one) => (one.state === "open"
  ? html`<button class="button icon-only small" type="button" aria-label="Take it off: ${here.shown ? one.text : "an action item"}" @click=${() => here.do("settle", one.id, "dropped")}>${icon("x")}</button>`
  : html`<button class="button quiet small" type="button" @click=${() => here.do("settle", one.id, "open")}>Put it back</button>`);

function form(here) {
  if (!here.shown) return callout("", "eye-off", html`<p>This screen is shared, so nobody writes on it.</p>`);
  const draft = draftOf(here);
  const change = (name) => (event) => { draft[name] = event.target.value; };
  return html`
    <form class="room-action-form" @submit=${(event) => keep(event, here)}>
      <div class="field"><label for="action-text">What will be done?</label>
        <input id="action-text" dir="auto" maxlength=${NEW_LAST} autocomplete="off" placeholder="One step, small enough to be done" .value=${live(draft.text)} @input=${change("text")}></div>
      <div class="room-action-who">
        <div class="field"><label for="action-owner">By whom?</label>
          <select id="action-owner" @change=${change("owner")}>${here.state.people.map(({ id, name }) => html`<option value=${id} .selected=${live(String(id) === String(draft.owner))}>${id === here.me ? `${name} (you)` : name}</option>`)}</select></div>
        <div class="field"><label for="action-due">By when? <span class="optional">optional</span></label>
          <input id="action-due" type="date" .value=${live(draft.due)} @input=${change("due")}></div>
      </div>
      <div class="row">${days(here).map(([words, day]) => html`<button class="button small" type="button" aria-pressed=${draft.due === day} @click=${() => { draft.due = draft.due === day ? "" : day; here.changed(); }}>${words}</button>`)}
        <button class="button primary push">${icon("plus")}Keep it</button></div>
      <p class="note">Kept for the group: write what, not why.</p>
    </form>`;
}

function draftOf(here) {
  if (!here.ui.drafts.has("action")) here.ui.drafts.set("action", { text: "", owner: here.me, due: "" });
  return here.ui.drafts.get("action");
}

function days({ facts, now }) {
  const { next } = facts.meeting;
  return [...(next ? [["Next meeting", dayAfter(next, 0)]] : []), ["In a week", dayAfter(now, 7)]].filter(([, day], at, all) => all.findIndex((one) => one[1] === day) === at);
}

async function keep(event, here) {
  event.preventDefault();
  const draft = draftOf(here);
  if (!draft.text.trim()) return event.target.querySelector("input").focus();
  const given = { text: draft.text.trim(), owner: Number(draft.owner), due: draft.due || null };
  if (!(await here.do("keepAction", given))) return undefined;
  here.ui.drafts.set("action", { text: "", owner: here.me, due: "" });
  here.fold("action", false);
  document.getElementById("action-text")?.focus();
  return undefined;
}
