// What whoever leads needs at every moment, under the thumb.
import { called } from "./card.js";
import { html, nothing } from "./lit.js";
import { icon } from "./parts.js";

export function leadBar(here) {
  if (!here.leads) return nothing;
  const { state } = here;
  const paused = state.step.paused !== null;
  return html`
    <div class="room-bar" role="group" aria-label="Leading this meeting">
      <div class="room-bar-inner">
        ${button("arrow-left", "Back", "One step back", () => here.do("back"), { disabled: state.step.at === 0, look: state.table ? "only-wide" : "" })}
        ${state.table ? onTheTable(here) : html`
          ${button("plus", "2 min", "Two more minutes for this step", () => here.do("extend", 120))}
          ${takeUp(here)}`}
        ${paused
          ? button("play", "Go on", "Let the clock run", () => here.do("resume"))
          : button("pause", "Pause", "Pause the clock", () => here.do("pause"))}
        ${onward(here)}
      </div>
    </div>`;
}

const button = (sign, words, label, act, { disabled = false, look = "" } = {}) => html`
  <button class="button room-bar-act ${look}" type="button" aria-label="${words}: ${label}" ?disabled=${disabled} @click=${act}>${icon(sign)}<span>${words}</span></button>`;

const onTheTable = (here) => html`
  ${button("thumbs-up", "Thumbs", "ask whether to go on with this topic", () => here.do("askThumbs"), { disabled: Boolean(here.state.table.thumbs) })}
  ${button("check", "Finish", "this topic is done", () => here.do("finish"))}
  ${button("plus", "5 min", "more for this topic", () => here.do("more", 5))}`;

/** The card that comes next, without looking for it. */
function takeUp(here) {
  const next = here.state.cards.find(({ state }) => state === "waiting");
  if (here.step.kind !== "topic" || !next) return nothing;
  return button("message-circle", "Take up", called(here, next), () => here.do("takeUp", next.id));
}

function onward(here) {
  const next = here.facts.format.steps[here.state.step.at + 1];
  if (!next) return html`<button class="button primary room-bar-next" type="button" @click=${() => here.set({ dialog: "close" })}>${icon("flag")}<span class="room-bar-words">Close the meeting</span></button>`;
  return html`<button class="button primary room-bar-next" type="button" @click=${() => here.do("next")}><span class="room-bar-words"><span class="room-bar-next-word">Next: </span>${next.name}</span>${icon("arrow-right")}</button>`;
}
