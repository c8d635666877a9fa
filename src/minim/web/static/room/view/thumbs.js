// Go on with this topic? Everybody shows a thumb; whoever leads decides.
import { html, nothing } from "./lit.js";
import { icon } from "./parts.js";

const WAYS = [["up", "thumbs-up", "Go on"], ["side", "hand", "Either way"], ["down", "thumbs-down", "Enough"]];

export function thumbs(here) {
  const { table } = here.state;
  if (!table?.thumbs) return nothing;
  const shown = WAYS.reduce((sum, [way]) => sum + table.thumbs[way], 0);
  return html`
    <div class="room-thumbs" role="group" aria-labelledby="thumbs-head">
      <p id="thumbs-head" class="strong">Shall we go on with this topic? <span class="note">${shown} of ${here.state.people.filter((person) => person.here).length} have shown a thumb</span></p>
      <div class="room-thumb-row">${WAYS.map(([way, sign, words]) => html`
        <button class="button thumb ${way}" type="button" aria-pressed=${table.thumbs.mine === way} @click=${() => here.do("thumb", way)}>
          ${icon(sign, "large")}<span>${words}</span><span class="thumb-count num">${table.thumbs[way]}</span></button>`)}</div>
      ${here.leads ? html`<div class="actions">
        <button class="button primary" type="button" @click=${() => here.do("more", 5)}>${icon("plus")}5 more minutes</button>
        <button class="button" type="button" @click=${() => here.do("finish")}>${icon("check")}Finish the topic</button></div>` : nothing}
    </div>`;
}
