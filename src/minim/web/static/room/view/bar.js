// What whoever leads needs at every moment, under the thumb.
import { html, nothing } from "./lit.js";
import { icon } from "./parts.js";

export function leadBar(here) {
  if (!here.leads) return nothing;
  const { state, facts } = here;
  const paused = state.step.paused !== null;
  const next = facts.format.steps[state.step.at + 1];
  return html`
    <div class="room-bar" role="group" aria-label="Leading this meeting">
      <div class="room-bar-inner">
        <button class="button icon-only" type="button" aria-label="One step back" ?disabled=${state.step.at === 0} @click=${() => here.do("back")}>${icon("arrow-left")}</button>
        ${state.table ? onTheTable(here) : html`
          <button class="button" type="button" aria-label="Two more minutes for this step" @click=${() => here.do("extend", 120)}>${icon("plus")}<span>2 min</span></button>`}
        <button class="button icon-only bordered" type="button" aria-label=${paused ? "Let the clock run" : "Pause the clock"} @click=${() => here.do(paused ? "resume" : "pause")}>${icon(paused ? "play" : "pause")}</button>
        ${next
          ? html`<button class="button primary room-bar-next" type="button" @click=${() => here.do("next")}><span class="clip"><span class="only-wide">Next: </span>${next.name}</span>${icon("arrow-right")}</button>`
          : html`<button class="button primary room-bar-next" type="button" @click=${() => here.set({ dialog: "close" })}>${icon("flag")}<span class="clip">Close the meeting</span></button>`}
      </div>
    </div>`;
}

const onTheTable = (here) => html`
  <button class="button" type="button" aria-label="Ask for thumbs: go on with this topic?" ?disabled=${Boolean(here.state.table.thumbs)} @click=${() => here.do("askThumbs")}>${icon("thumbs-up")}<span class="only-wide">Ask thumbs</span></button>
  <button class="button" type="button" aria-label="Finish this topic" @click=${() => here.do("finish")}>${icon("check")}<span class="room-bar-finish">Finish</span></button>`;
