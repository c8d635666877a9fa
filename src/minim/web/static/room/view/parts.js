// Small parts the rest is made of; they look like their sisters in the templates.
import { hueOf, initialsOf } from "./here.js";
import { html, nothing } from "./lit.js";

const SPRITE = new URL("../../icons/sprite.svg", import.meta.url).pathname;

export const icon = (name, size = "") =>
  html`<svg class="icon ${size}" aria-hidden="true"><use href="${SPRITE}#${name}"></use></svg>`;

/** Decoration: the name stands beside it. While the screen is shared it shows nobody. */
export const avatar = (here, id, size = "") => {
  if (!here.shown) return html`<span class="avatar nobody ${size}" aria-hidden="true">${icon("user")}</span>`;
  const name = here.person(id)?.name ?? "";
  return html`<span class="avatar ${size} ${hueOf(name)}" aria-hidden="true">${initialsOf(name)}</span>`;
};

export const callout = (tone, sign, body) => html`<div class="callout ${tone}">${icon(sign)}<div>${body}</div></div>`;

/** Something that opens in place. The words of the summary name it. */
export const fold = (summary, body, look = "plain") =>
  html`<details class="more ${look}"><summary>${summary}</summary><div class="more-body">${body}</div></details>`;

/** A dialog that is in the page only while it is open; View makes it modal. */
export const dialog = (here, title, body, foot = nothing) => html`
  <dialog class="dialog" aria-labelledby="dialog-title" @close=${() => here.set({ dialog: null })}>
    <div class="dialog-head"><h2 id="dialog-title">${title}</h2>
      <button class="button icon-only" type="button" aria-label="Close" @click=${closes}>${icon("x")}</button></div>
    <div class="dialog-body">${body}</div>
    ${foot === nothing ? nothing : html`<div class="dialog-foot">${foot}</div>`}
  </dialog>`;

export const closes = (event) => event.target.closest("dialog").close();

/** Words in place of a text that is hidden from a shared screen. */
export const hidden = (label) => html`<span class="hidden-text"><span class="unseen">${label}, hidden</span></span>`;

/** A length as a drawing: a share from 0 to 1. */
export const bar = (share) => html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
  <rect width="100" height="4"></rect><rect width=${Math.round(1000 * share) / 10} height="4"></rect></svg>`;
