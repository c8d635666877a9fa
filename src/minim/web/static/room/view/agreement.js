// The working agreement, in the step that is about it.
import { html } from "./lit.js";
import { bar, icon } from "./parts.js";

export function agreement(here) {
  const { said, of, mine } = here.state.agreement;
  const all = said >= of;
  return html`
    <section class="card room-agreement" aria-labelledby="agreement-head">
      <div class="card-head"><h2 id="agreement-head">Our working agreement</h2><span class="note num">${said} of ${of} have said yes</span></div>
      ${bar(of ? said / of : 0)}
      ${all
        ? html`<p class="room-word">${icon("handshake", "large")} Everybody has said yes</p><p class="soft">It is yours now. You can change it together whenever it does not fit any more.</p>`
        : html`<p>${mine ? "You have said yes. Give the others the time they need: a question is worth more than a quick nod." : "Read it, change it together until it is yours, then say yes for yourself."}</p>`}
      <p><a class="button ${mine || all ? "" : "primary"}" href=${here.facts.urls.agreement} target="_blank" rel="noopener">${mine || all ? "Read it again" : "Read it and say yes"}${icon("external-link")}<span class="unseen">opens in a new tab</span></a></p>
    </section>`;
}
