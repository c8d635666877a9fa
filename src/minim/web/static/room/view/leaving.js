// Going before the others do.
import { html } from "./lit.js";
import { closes, dialog, icon } from "./parts.js";

export const leaveDialog = (here) => dialog(here, "Leave the room?", html`
  <p>This device loses its key at once and forgets what was said. The others go on, with a new key. If you come back, somebody has to let you in again.</p>`,
html`<button class="button" type="button" @click=${closes}>Stay</button>
  <button class="button primary" type="button" @click=${(event) => { closes(event); here.do("leave"); }}>${icon("log-out")}Leave</button>`);
