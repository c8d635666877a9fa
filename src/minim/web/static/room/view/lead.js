// What to say now, and what helps when it gets hard: for whoever leads.
import { NEARLY } from "./clock.js";
import { html, nothing } from "./lit.js";
import { callout, closes, dialog, fold, icon } from "./parts.js";

const USES = [
  ["solve", "refresh-cw", "It turns in circles"],
  ["empathy", "heart", "Why might they…"],
  ["deeper", "message-circle", "Deeper"],
];

/** Whether the topic on the table needs the question that turns venting into doing. Once for each, and only until dismissed. */
export function needsTurning(here) {
  const { table } = here.state ?? {};
  return Boolean(here.leads && table && here.time.share >= NEARLY && !here.isOpen(`turned ${table.card}`));
}

export function leadCard(here) {
  if (!here.leads || !here.shown) return nothing;
  const { facilitator } = here.step;
  return html`
    <section class="card room-lead" aria-labelledby="lead-head">
      <div class="card-head"><h2 id="lead-head">${icon("quote")} For you, who leads</h2><span class="note">The others do not see this</span></div>
      ${facilitator ? html`<p class="room-say">${facilitator}</p>` : nothing}
      ${needsTurning(here) ? turning(here) : nothing}
      <div class="row room-asks" role="group" aria-label="Questions for the group">
        ${USES.filter(([use]) => here.facts.questions[use]?.length).map(([use, sign, words]) => html`
          <button class="button small" type="button" aria-expanded=${here.ui.questions === use} @click=${() => here.set({ questions: here.ui.questions === use ? null : use })}>${icon(sign)}${words}</button>`)}
        <button class="button small" type="button" aria-haspopup="dialog" @click=${() => here.set({ dialog: "aids" })}>${icon("life-buoy")}It is getting hard</button>
      </div>
      ${here.ui.questions ? html`<ul class="room-questions">${here.facts.questions[here.ui.questions].map((words) => html`<li>${words}</li>`)}</ul>` : nothing}
      ${care(here.facts.care)}
    </section>`;
}

function turning(here) {
  const { table } = here.state;
  const [question] = here.facts.questions.solve;
  return html`<div class="callout warn room-turning">${icon("lightbulb")}<div>
      <p>This topic’s time is nearly over. A good moment to ask:</p>
      <p class="strong">“${question}”</p></div>
    <button class="button icon-only small" type="button" aria-label="Dismiss this question" @click=${() => here.fold(`turned ${table.card}`, true)}>${icon("x")}</button></div>`;
}

const care = (found) => (found ? fold(found.title, html`<ul class="ticks">${found.words.map((words) => html`<li>${icon("sprout")}<span>${words}</span></li>`)}</ul>`) : nothing);

export const aidsDialog = (here) => dialog(here, "When it gets hard", html`
  <p class="soft">Find what you notice. Nobody else sees that you look.</p>
  <div class="stack tight">${here.facts.aids.map((aid) => fold(aid.name, html`
    <p><span class="strong">You see.</span> ${aid.see}</p>
    <p><span class="strong">You do.</span> ${aid.do}</p>
    <ul class="room-questions">${aid.say.map((words) => html`<li>${words}</li>`)}</ul>`, ""))}</div>
  ${here.facts.urls.guides ? html`<p class="note">For a quiet hour: <a href=${here.facts.urls.guides} target="_blank" rel="noopener">guides for whoever leads</a>, in a window of their own.</p>` : nothing}
  ${here.facts.urls.serious ? callout("", "shield", html`<p>Worse than hard? <a href=${here.facts.urls.serious} target="_blank" rel="noopener">Something serious?</a> says whom to turn to.</p>`) : nothing}`,
  html`<button class="button" type="button" @click=${closes}>Back to the room</button>`);
