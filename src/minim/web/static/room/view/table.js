// The card on the table: what it says, whose it is, and the note all of us write.
import { by, dots, words } from "./card.js";
import { html, nothing } from "./lit.js";
import { hidden, icon } from "./parts.js";
import { thumbs } from "./thumbs.js";

export function table(here) {
  const card = here.state.cards.find(({ id }) => id === here.state.table?.card);
  if (!card) return nothing;
  const { topic, note } = here.model.texts.get(card.id) ?? {};
  return html`
    <section class="card chosen room-table" aria-labelledby="table-head">
      <div class="room-topic">
        ${dots(here, card)}
        <div class="room-topic-words">
          <h2 id="table-head" class="room-table-topic">${words(here, topic, { name: `topic ${card.id}`, label: "The topic on the table" })}</h2>
          <p class="note">${by(here, card, topic)} · <span class="on-table">on the table now</span></p>
        </div>
      </div>
      ${thumbs(here)}
      ${notes(here, card, note)}
    </section>`;
}

function notes(here, card, note) {
  if (note?.sealed) return html`<p class="note">${words(here, note, {})}</p>`;
  if (!here.shown) return html`<div><p class="label">Note</p>${hidden("The note")}</div>`;
  const problem = here.notes.problem(card.id);
  return html`<div class="field">
    <label for="note-${card.id}">Note <span class="optional">everybody may write</span></label>
    <textarea id="note-${card.id}" data-note=${card.id} dir="auto" rows="3" placeholder="What we find out, what could help…"
      @input=${(event) => here.notes.typed(card.id, event.target.value)} @blur=${() => here.notes.flush(card.id)}
      @compositionstart=${() => here.notes.composing(card.id, true)} @compositionend=${() => here.notes.composing(card.id, false)}></textarea>
    ${problem
      ? html`<p class="errors">${problem} It stays here and is tried again.</p>`
      : html`<p class="note kept">${icon("lock")}<span>Readable in this room alone, and gone when the meeting closes.${here.notes.isUnsaved(card.id) ? " Passing it on…" : ""}</span></p>`}
  </div>`;
}
