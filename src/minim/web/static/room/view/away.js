// When one is not inside: coming, unable, gone. Each says why, and each has a way out.
import { html } from "./lit.js";
import { callout, icon } from "./parts.js";

export const coming = () => html`
  <section class="hero slim room-coming"><div><h1 tabindex="-1">Coming in…</h1><p class="lead">Your device finds its key. This takes a moment.</p></div></section>
  <div class="skeleton" aria-hidden="true"><div></div><div></div><div></div><div></div></div>`;

export const cannot = (here) => html`
  <section class="card" aria-labelledby="cannot-head"><h2 id="cannot-head">You can follow, but not read along here</h2>
    ${callout("warn", "lock", html`<p>${here.model.trouble || "This browser cannot encrypt."}</p>`)}
    <p class="soft">So nothing can be written or read on this device: we would rather show nothing than send something unprotected. Steps and time still run. Speak with the others as always, and use another browser or device for cards.</p>
    <div class="actions"><a class="button" href=${here.facts.group.url}>${icon("arrow-left")}Back to ${here.facts.group.name}</a></div></section>`;

export const gone = (here) => html`
  <section class="hero slim"><div><h1 tabindex="-1">You are not in this room any more</h1>
    <p class="lead">${here.model.trouble || "Either you have signed out, or you no longer sit in this group. What this device knew of the meeting is forgotten."}</p>
    <div class="actions"><a class="button primary" href="/">${icon("house")}Go home</a></div></div></section>`;

export const offline = () => callout("warn room-offline", "wifi-off", html`<p>The connection is lost. It comes back by itself; whatever you type stays here until then.</p>`);

export const trouble = (here) => callout("bad", "triangle-alert", html`<p>${here.model.trouble}</p>`);
