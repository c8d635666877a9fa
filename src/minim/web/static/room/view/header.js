// The head of the room: what we do now, where we are, and how much time there is.
import { meetingOf, span } from "./clock.js";
import { html, nothing } from "./lit.js";
import { icon } from "./parts.js";

const SHORT = 105; // a longer sentence is no headline

export function header(here) {
  const { facts, state } = here;
  const { head, rest } = headline(here.step);
  const time = here.time;
  return html`
    <header class="hero room-hero ${time.state}">
      <div>
        <p class="eyebrow">${facts.group.name} · meeting ${facts.meeting.number}</p>
        <h1 tabindex="-1" class=${head.length > 60 ? "long" : ""}>${head}</h1>
        ${rest ? html`<p class="lead">${rest}</p>` : nothing}
      </div>
      ${ring(time)}
      ${stepper(here, facts.format.steps, state.step.at)}
      ${tools(here)}
    </header>`;
}

/** The first sentence of what everybody reads, and the rest of it. */
export function headline({ name, members = "" }) {
  const [, first, rest] = members.match(/^(.+?[.?!…]["”’)]?)(?:\s+(.*))?$/su) ?? [null, members, ""];
  if (!first || first.length > SHORT) return { head: name, rest: members };
  return { head: first, rest: rest ?? "" };
}

/** A ring that empties. In the last minute it turns warm; after that it counts on, in words and without a sound. */
export function ring(time) {
  const filled = time.left < 0 ? 100 : Math.round(1000 * Math.min(1, time.left / time.whole)) / 10;
  const isOver = time.left < 0;
  const words = time.paused ? "paused" : isOver ? "over by" : `left ${time.of === "topic" ? "on topic" : "in step"}`;
  const told = isOver ? `Over by ${span(time.left)}` : `${span(time.left)} ${words}`;
  return html`<div class="room-clock ${time.state} ${time.paused ? "paused" : ""}" role="timer" aria-label=${told}>
    <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="44"></circle>
      <circle cx="50" cy="50" r="44" pathLength="100" stroke-dasharray="${filled} 100" transform="rotate(-90 50 50)"></circle>
      <text class="ring-value" x="50" y=${isOver ? 60 : 53}>${span(time.left)}</text>
      <text x="50" y=${isOver ? 38 : 67}>${words}</text>
    </svg>
  </div>`;
}

const stepper = (here, steps, at) => html`
  <nav class="room-steps" aria-label="Steps of this meeting">
    <ol class="steps">${steps.map((step, number) => html`
      <li class=${number < at ? "done" : ""} aria-current=${number === at ? "step" : nothing}>${here.leads && number !== at && !here.narrow
        ? html`<button type="button" title="Go to this step" @click=${() => here.do("goTo", number)}>${step.name}</button>`
        : html`<span>${step.name}</span>`}</li>`)}
    </ol>
    <p class="room-next note">Step ${at + 1} of ${steps.length}${steps[at + 1] ? html`, then: ${steps[at + 1].name}` : ", the last one"}</p>
  </nav>`;

const tools = (here) => html`
  <div class="room-tools">
    <button class="button small" type="button" aria-pressed=${here.ui.projector} @click=${() => here.set({ projector: !here.ui.projector, held: false })}>
      ${icon("presentation")}<span>Shared screen</span></button>
  </div>`;

/** A thin line for the whole meeting, with the time once more when the head is out of sight. */
export function strip(here) {
  const { share, words } = meetingOf(here.facts.meeting, here.now);
  const { time } = here;
  return html`
    <div class="room-strip ${time.state}">
      <p class="room-strip-words">${here.ui.scrolled
        ? html`<span class="clip" aria-hidden="true">${here.step.name}</span><span class="num strong" aria-hidden="true">${time.left < 0 ? `over by ${span(time.left)}` : span(time.left)}</span>`
        : html`<span></span><span>${words}</span>`}</p>
      <svg class="room-line" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="1"></rect><rect width=${Math.round(share * 1000) / 10} height="1"></rect></svg>
    </div>`;
}
