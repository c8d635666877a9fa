// A nameless theme: one sentence that goes up to whoever runs the program, if each of those present lets it.
import { html, nothing } from "./lit.js";
import { callout, hidden, icon } from "./parts.js";

const LONGEST = 200;

/** What everybody is asked, while they are. */
export function asked(here) {
  const { theme } = here.state;
  if (!theme?.asked) return nothing;
  const read = here.model.theme;
  if (!read) return callout("warn", "circle-alert", html`<p>Somebody proposes a sentence to go up, and this browser cannot read it. Without your yes it disappears.</p>`);
  const until = new Date(theme.ends).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const answered = theme.mine || here.ui.answered === theme.card;
  return html`
    <section class="card room-theme" aria-labelledby="theme-head">
      <div class="card-head"><h2 id="theme-head">May this go up?</h2><span class="note">Until ${until}</span></div>
      <blockquote class="room-sentence" dir="auto">${here.shown ? read.sentence : hidden("A sentence")}</blockquote>
      ${answered ? html`<p role="status">Noted. It goes up if each of you says yes, and else it disappears at ${until}. Nobody sees who said what.</p>` : html`
        <p>It would go to whoever runs the program, without a name, a group or a day, and only if each of you says yes. A no is never sent: without your yes it disappears.</p>
        <div class="actions">
          <button class="button primary" type="button" @click=${() => yes(here, theme.card)}>${icon("check")}Let it go up</button>
          <button class="button" type="button" @click=${() => here.set({ answered: theme.card })}>Keep it here</button></div>`}
    </section>`;
}

/** The way to propose one, and how many have gone up. */
export function proposing(here) {
  if (here.state.theme || !here.shown) return nothing;
  return html`
    <details class="more room-early"><summary>${icon("megaphone")}Something the company should hear?</summary>
      <div class="more-body">${form(here)}</div></details>
    ${gone(here.state.sent_up)}`;
}

const gone = (count) => (count ? html`
  <p class="note" role="status">${count === 1 ? "One sentence has" : `${count} sentences have`} gone up from this meeting, without a name.</p>` : nothing);

const form = (here) => html`
  <form class="stack" @submit=${(event) => propose(here, event)}>
    <div class="field"><label for="sentence">One sentence, without names</label>
      <input class="input" id="sentence" maxlength=${LONGEST} dir="auto" required autocomplete="off" aria-describedby="sentence-help">
      <p class="help" id="sentence-help">Each of you who is here is asked. If all say yes, it goes to whoever runs the program, on a Monday to come, together with what other
        groups let go up: no name, no group, no day. If somebody says no, or nothing, it disappears, and nobody learns why.</p></div>
    <div class="actions"><button class="button">${icon("send")}Ask everybody</button></div>
  </form>`;

async function propose(here, event) {
  event.preventDefault();
  const field = event.target.elements.sentence;
  const sentence = field.value.trim().replace(/\s+/gu, " ");
  if (sentence && await here.do("propose", sentence)) field.value = "";
}

async function yes(here, card) {
  if (await here.do("nod", card)) here.set({ answered: card });
}
