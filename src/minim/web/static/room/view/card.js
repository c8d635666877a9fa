// One card: what somebody wrote, who wrote it, and the dots on it.
import { html, live, nothing } from "./lit.js";
import { hidden, icon } from "./parts.js";

const LONG = 320; // characters; longer texts are folded

/** A text as it may be read here: folded when it is long, with a reason when it cannot be opened. */
export function words(here, text, { name, label }) {
  if (!text) return html`<span class="soft">On its way…</span>`;
  if (text.sealed) return html`<span class="sealed">${icon("lock")}<span>Cannot be read here. ${text.why ?? ""}</span></span>`;
  if (!here.shown) return hidden(label);
  const long = text.text.length > LONG || text.text.split("\n").length > 6;
  const open = !long || here.isOpen(name);
  return html`<span class="said ${open ? "" : "folded"}" dir="auto">${text.text}</span>
    ${long ? html`<button class="button quiet small" type="button" aria-expanded=${open} @click=${() => here.fold(name)}>${open ? "Show less" : "Show all of it"}</button>` : nothing}`;
}

/** A few words of a card for those who hear the page: "“A strong engineer is…”", or only its place. */
export function called(here, card) {
  const text = here.model.texts.get(card.id)?.topic;
  if (!here.shown || !text?.text) return "this card";
  return text.text.length > 60 ? `“${text.text.slice(0, 58)}…”` : `“${text.text}”`;
}

/** Put a dot by a tap, take one back by another. Closed dots are a number. */
export function dots(here, card) {
  const { open, left } = here.state.dots;
  const name = called(here, card);
  const told = `${card.dots} on ${name}${card.mine ? `, ${card.mine} of them yours` : ""}`;
  if (!open || card.state !== "waiting") {
    return html`<span class="dots ${card.mine ? "mine" : ""}"><span class="dots-box"><span class="dots-count num" aria-hidden="true">${card.dots}</span>${pips(card.mine)}<span class="unseen">Dots: ${told}</span></span></span>`;
  }
  return html`<span class="dots ${card.mine ? "mine" : ""}">
    <button class="dots-box" type="button" aria-disabled=${left === 0} aria-label="Put a dot. ${told}" @click=${() => put(here, card)}>
      ${icon("chevron-up")}<span class="dots-count num">${card.dots}</span>${pips(card.mine)}</button>
    ${card.mine ? html`<button class="dots-back" type="button" aria-label="Take a dot back from ${name}" @click=${() => here.do("undot", card.id)}>${icon("minus")}</button>` : nothing}
  </span>`;
}

function put(here, card) {
  if (here.state.dots.left > 0) here.do("dot", card.id);
  else here.tell("Your dots are all placed. Take one back first.");
}

const pips = (mine) => (mine ? html`<span class="pips" aria-hidden="true">${Array.from({ length: mine }, () => html`<i></i>`)}</span>` : nothing);

export function by(here, card, text) {
  const other = text?.person && text.person !== card.by ? `, ${text.passedOn ? "passed on" : "written"} by ${text.person === here.me ? "you" : here.name(text.person)}` : "";
  return html`<span>${card.by === here.me && here.shown ? "You" : here.name(card.by)}${here.shown ? other : ""}</span>`;
}

/** A topic while its writer changes it. */
export function editing(here, card) {
  const draft = here.ui.drafts.get(`topic ${card.id}`);
  const save = async (event) => {
    event.preventDefault();
    if (!draft.text.trim()) return;
    if (draft.text !== draft.base && !(await here.do("edit", card.id, "topic", draft.text, draft.base))) return;
    stopEditing(here, card);
  };
  return html`<form class="stack tight" @submit=${save}>
    <textarea aria-label="Your topic" dir="auto" rows="2" .value=${live(draft.text)} @input=${(event) => { draft.text = event.target.value; }}
      @keydown=${(event) => { if (event.key === "Escape") stopEditing(here, card); }} data-edits=${card.id}></textarea>
    <span class="actions"><button class="button primary small">Save</button>
      <button class="button quiet small" type="button" @click=${() => stopEditing(here, card)}>Leave it as it was</button></span>
  </form>`;
}

export function startEditing(here, card) {
  const text = here.model.texts.get(card.id)?.topic?.text ?? "";
  here.ui.drafts.set(`topic ${card.id}`, { text, base: text });
  here.changed();
  document.querySelector(`[data-edits="${CSS.escape(card.id)}"]`)?.focus();
}

function stopEditing(here, card) {
  here.ui.drafts.delete(`topic ${card.id}`);
  here.changed();
}
