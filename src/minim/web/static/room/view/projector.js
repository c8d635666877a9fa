// While the screen is shared, names and texts are held back until somebody holds this button.
import { html, nothing } from "./lit.js";
import { icon } from "./parts.js";

export function projector(here) {
  if (!here.ui.projector) return nothing;
  const hold = (held) => () => { if (here.ui.held !== held) here.set({ held }); };
  const key = (held) => (event) => {
    if (![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    hold(held)();
  };
  return html`
    <div class="room-projector">
      <p>${icon("presentation")} <span>Shared screen: names and texts are hidden.</span></p>
      <button class="button small" type="button" aria-pressed=${here.ui.held} @pointerdown=${hold(true)} @pointerup=${hold(false)} @pointercancel=${hold(false)}
        @pointerleave=${hold(false)} @blur=${hold(false)} @keydown=${key(true)} @keyup=${key(false)} @contextmenu=${(event) => event.preventDefault()}>${icon("eye")}Hold to show</button>
      <button class="button quiet small" type="button" @click=${() => here.set({ projector: false, held: false })}>End</button>
    </div>`;
}
