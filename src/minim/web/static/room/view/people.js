// Who is here, who leads, and who could.
import { html, nothing, repeat } from "./lit.js";
import { avatar, callout, fold, icon } from "./parts.js";
import { phrase } from "./door.js";

export function people(here) {
  const { people: all } = here.state;
  const came = all.filter((person) => person.here).length;
  return html`
    <section class="card room-people" aria-labelledby="people-head">
      <div class="card-head"><h2 id="people-head">People</h2><span class="note">${came} of ${all.length} here</span></div>
      <ul class="room-people-list">${repeat(all, ({ id }) => id, (person) => one(here, person))}</ul>
      ${here.isInside && here.shown && here.model.words ? fold("The five words", phrase(here)) : nothing}
      ${here.isInside ? html`<div><button class="button quiet small" type="button" @click=${() => here.set({ dialog: "leave" })}>${icon("log-out")}Leave the room</button></div>` : nothing}
    </section>`;
}

function one(here, person) {
  const { lead, second } = here.state;
  const role = person.id === lead ? "leads" : person.id === second ? "helps to lead" : "";
  const knocks = here.model.asking.some((one) => one.person === person.id);
  const where = person.inside ? "" : knocks ? "at the door" : person.here ? "here, without a device" : "not here";
  return html`<li class=${person.here ? "" : "absent"}>
    <span class="person grow">${avatar(here, person.id)}<span class="room-person"><span class="person-name">${here.name(person.id)}${person.id === here.me ? html` <span class="soft">(you)</span>` : nothing}</span>
      ${where ? html`<span class="person-note">${where}</span>` : nothing}</span></span>
    ${role ? html`<span class="badge ${person.id === lead ? "good" : ""}">${role}</span>` : nothing}
    ${here.leads ? menu(here, person) : nothing}
  </li>`;
}

function menu(here, person) {
  const { lead, second } = here.state;
  const mine = person.id === here.me;
  const devices = here.model.inside.filter((device) => device.person === person.id && !device.mine);
  if (mine && !devices.length) return nothing;
  return html`<details class="menu"><summary class="button icon-only small" aria-label="More for ${here.name(person.id)}">${icon("ellipsis")}</summary><div class="menu-panel">
    ${mine ? nothing : item(person.here ? "user-minus" : "user-check", person.here ? "Not here after all" : "Here in person", () => here.do("tick", person.id, !person.here))}
    ${person.here ? item("mic", "Give the word", () => here.do("giveTurn", person.id)) : nothing}
    ${person.id !== lead && person.here ? item("hand-heart", "Let them lead", () => here.do("handOver", person.id)) : nothing}
    ${person.id === lead ? nothing : person.id === second
      ? item("user-x", "No longer helps", () => here.do("nameSecond", null))
      : item("user-plus", "Helps to lead", () => here.do("nameSecond", person.id))}
    ${devices.map((device) => item("lock", "Take their device out", () => here.do("takeOut", device.device), "danger"))}
  </div></details>`;
}

const item = (sign, words, act, look = "") => html`<button class="menu-item ${look}" type="button" @click=${(event) => { event.target.closest("details").open = false; act(); }}>${icon(sign)}${words}</button>`;

/** When the one who leads has fallen silent. */
export function takingOver(here) {
  if (!here.isInside || !here.state.may_take) return nothing;
  const { lead } = here.state;
  const lost = lead !== null && !here.person(lead)?.here;
  return callout(lost ? "warn" : "info", lost ? "wifi-off" : "hand-heart", html`
    <p>${lost ? `${here.name(lead)}’s connection seems lost. Somebody should lead until they are back.` : `${here.name(lead)} leads at the moment. This is your group: you can lead again.`}</p>
    <div><button class="button small" type="button" @click=${() => here.do("takeOver")}>${lost ? "Take over" : "Lead again"}</button></div>`);
}
