// The door, from both sides: who may come in is for those inside to say.
import { count, listed } from "./here.js";
import { html, nothing, repeat } from "./lit.js";
import { avatar, fold, icon } from "./parts.js";

/** Who stands at the door, for whoever is inside. */
export function asking(here) {
  const { asking: all } = here.model;
  if (!here.isInside || !all.length) return nothing;
  return html`
    <section class="card room-asking" aria-labelledby="asking-head">
      <div class="card-head"><h2 id="asking-head">${icon("door-open")} ${all.length === 1 ? "Somebody is at the door" : `${all.length} are at the door`}</h2>
        ${all.length > 1 ? html`<button class="button primary" type="button" @click=${() => here.do("letIn", all.map(({ device }) => device))}>${icon("log-in")}Let all in</button>` : nothing}</div>
      <ul class="list">${repeat(all, ({ device }) => device, (one) => html`<li>
        <span class="person grow">${avatar(here, one.person)}<span><span class="person-name">${here.shown ? one.name : "Somebody"}</span>
          <span class="person-note">${one.mine ? "Another device of yours" : "Asks to come in"}</span></span></span>
        <button class="button ${all.length > 1 ? "" : "primary large"}" type="button" aria-label="Let in ${here.shown ? one.name : "this person"}${one.mine ? ", your other device" : ""}" @click=${() => here.do("letIn", [one.device])}>${icon("log-in")}Let in</button></li>`)}</ul>
      <p class="soft">Let in only whom you see or hear. Your own second device counts too, when it is in your hand.</p>
      ${here.model.words ? phrase(here) : nothing}
    </section>`;
}

/** The five words, everybody’s the same. */
export function phrase(here) {
  if (!here.model.words || !here.shown) return nothing;
  return html`
    <div class="room-phrase">
      <p class="note">Read these five words aloud now and then. Everybody inside sees the same ones.</p>
      <ol aria-label="The five words">${here.model.words.map((word) => html`<li lang="en">${word}</li>`)}</ol>
      ${fold("Why?", html`<p class="note">They are made from the keys of every device inside. If somebody slipped in a key of their own, a machine or a person you do not see, your words would differ. When they do, stop speaking about what matters and tell your Facilitator.</p>`)}
    </div>`;
}

/** For whoever waits outside. */
export function door(here) {
  const inside = here.state?.people.filter((person) => person.inside) ?? [];
  return html`
    <section class="card room-door" aria-labelledby="door-head">
      <div class="room-door-sign">${icon("door-open")}</div>
      <h2 id="door-head" class="display">Somebody inside lets you in</h2>
      <p class="soft">${inside.length
        ? html`${listed(inside.map(({ id }) => here.name(id)))} ${inside.length === 1 ? "is" : "are"} inside and ${inside.length === 1 ? "sees" : "see"} that you are here. Say hello, so that they know it is you.`
        : "Nobody is inside at the moment."}</p>
      <p class="note kept">${icon("lock")}<span>The key to what is said here lives only on the devices inside. The server has none, so it cannot let you in.</span></p>
    </section>`;
}

export const deserted = (here) => html`
  <section class="card room-door" aria-labelledby="door-head">
    <div class="room-door-sign">${icon("key-round")}</div>
    <h2 id="door-head" class="display">Nobody is inside who could let you in</h2>
    <p class="soft">Perhaps their connection is lost for a moment, or they have left. You can wait for somebody to come back. Or begin anew: then ${anew(here)} from before can never be read again, by anybody.</p>
    <div class="actions center">
      ${here.isOpen("anew")
        ? html`<button class="button danger" type="button" @click=${() => here.do("beginAnew")}>${icon("trash-2")}Yes, lose it and begin anew</button><button class="button" type="button" @click=${() => here.fold("anew", false)}>Wait</button>`
        : html`<button class="button" type="button" @click=${() => here.fold("anew", true)}>${icon("sprout")}Begin anew…</button>`}
    </div>
    <p class="note">${icon("hourglass")} Waiting costs nothing: as soon as somebody is back, they see you.</p>
  </section>`;

const anew = (here) => (here.state?.cards.length ? `${count(here.state.cards.length, "topic")} and all notes` : "what was written");
