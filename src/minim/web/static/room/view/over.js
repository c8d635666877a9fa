// The end: what will be forgotten, what stays, and the farewell.
import { count, listed } from "./here.js";
import { html, nothing } from "./lit.js";
import { closes, dialog, icon } from "./parts.js";

export const closing = (here) => (here.leads && here.step.kind === "close" && here.state.turn.now === null ? html`
  <section class="card room-closing" aria-labelledby="closing-head">
    <h2 id="closing-head">Time to close</h2>
    <p class="soft">Closing forgets what was said, here and on every device. What you will do stays.</p>
    <div><button class="button primary" type="button" @click=${() => here.set({ dialog: "close" })}>${icon("flag")}Close the meeting</button></div>
  </section>` : nothing);

export function closeDialog(here) {
  const { cards, people } = here.state;
  const items = here.state.actions.filter((one) => !one.earlier && one.state === "open").length;
  const came = people.filter((person) => person.here).length;
  return dialog(here, "Close the meeting?", html`
    <div class="room-ledger">
      <div><p class="label">${icon("sprout")} Forgotten for good</p>
        <p>${cards.length ? `${count(cards.length, "topic")} and all notes` : "No topics were written"}, on the server and on every device. Nobody can bring them back.</p></div>
      <div><p class="label">${icon("clipboard-check")} Stays with the group</p>
        <p>${listed([items ? count(items, "new action item") : "no new action item", `that ${count(came, "person was", "people were")} here`])}.</p></div>
    </div>`,
  html`<button class="button" type="button" @click=${closes}>Not yet</button>
    <button class="button primary" type="button" @click=${(event) => { closes(event); here.do("close"); }}>${icon("flag")}Close and forget</button>`);
}

export function over(here) {
  const { facts } = here;
  const kept = here.state?.actions.filter((one) => one.state === "open") ?? [];
  return html`
    <section class="hero room-farewell">
      <div>
        <p class="eyebrow">${facts.group.name} · meeting ${facts.meeting.number}</p>
        <h1 tabindex="-1">It is gone, and that is good.</h1>
        <p class="lead">The topics and notes of this hour are deleted, here and on the server, and their keys with them. What you heard stays with the people who were here.</p>
        <div class="actions">${here.facilitates
    ? html`<a class="button primary" href=${`${facts.urls.after}#afterword`}>Say how it was${icon("arrow-right")}</a>`
    : html`<a class="button primary" href=${facts.urls.after}>What stays${icon("arrow-right")}</a>`}
          <a class="button quiet" href=${facts.group.url}>Back to ${facts.group.name}</a></div>
      </div>
      ${art()}
    </section>
    <section class="card" aria-labelledby="stays-head"><h2 id="stays-head">What stays</h2>
      <ul class="ticks"><li>${icon("check")}<span>${kept.length ? count(kept.length, "open action item") : "Your action items"}, for the group alone</span></li>
        <li>${icon("check")}<span>Who was here, so that somebody asks after whoever was missing</span></li>
        <li>${icon("check")}<span>The working agreement</span></li></ul></section>`;
}

const art = () => html`<div class="room-farewell-sign">${icon("sprout")}</div>`;
