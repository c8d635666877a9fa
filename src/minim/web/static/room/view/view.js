// The room as one sees and touches it. It draws a model, and hands every act to whoever keeps the room in step with the others.
import { actions } from "./actions.js";
import { agreement } from "./agreement.js";
import { cannot, coming, gone, offline, trouble } from "./away.js";
import { leadBar } from "./bar.js";
import { asking, deserted, door } from "./door.js";
import { header, strip } from "./header.js";
import { Here, NARROW } from "./here.js";
import { aidsDialog, leadCard, needsTurning } from "./lead.js";
import { leaveDialog } from "./leaving.js";
import { guard, html, nothing, render } from "./lit.js";
import { Notes } from "./notes.js";
import { closeDialog, closing, over } from "./over.js";
import { icon } from "./parts.js";
import { people, takingOver } from "./people.js";
import { projector } from "./projector.js";
import { isRound, round } from "./round.js";
import { table } from "./table.js";
import { Telling } from "./telling.js";
import { asked, proposing } from "./theme.js";
import { topics } from "./topics.js";
import { Veil, veil } from "./veil.js";
import { Voices, voicesCard } from "./voices.js";

const TICK = 250;
const PARTS = { coming, over, gone }; // phases that are a page of their own
const DIALOGS = { close: closeDialog, aids: aidsDialog, leave: leaveDialog };

export class View {
  #root;
  #told;
  #here;
  #voices = new Voices();
  #veil;
  #telling;
  #revision = 0;
  #drawing = false;
  #phase = "";

  constructor(root, facts, acts) {
    [this.#root, this.#told] = frame(root);
    document.title = "Group meeting";
    this.#here = new Here(facts, acts, () => this.#draw());
    this.#here.notes = new Notes(this.#here);
    this.#veil = new Veil(() => this.#draw());
    this.#telling = new Telling(this.#told);
    addEventListener("pagehide", () => this.#here.notes.flushAll());
    NARROW.addEventListener("change", () => this.#draw());
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    setInterval(() => this.#tick(), TICK);
    this.#draw();
  }

  /** Draw this model. What is being typed, the focus, the caret and the scroll stay where they are. */
  show(model) {
    this.#here.model = model;
    if (["over", "gone"].includes(model.phase)) this.#forget();
    this.#telling.show(this.#here);
    this.#draw();
  }

  // The time stands at the top of the screen as soon as the clock itself is out of sight.
  #scrolled() {
    const clock = this.#root.querySelector(".room-clock");
    const scrolled = Boolean(clock && clock.getBoundingClientRect().bottom < 40);
    if (scrolled !== Boolean(this.#here.ui.scrolled)) this.#here.set({ scrolled });
  }

  #forget() {
    this.#here.notes.forget();
    this.#voices = new Voices();
    this.#here.ui.drafts.clear();
    this.#here.ui.dialog = null;
  }

  #draw() {
    this.#revision += 1;
    if (this.#drawing) return; // whoever draws now draws this too
    this.#drawing = true;
    try {
      let drawn;
      do {
        drawn = this.#revision;
        this.#render();
      } while (drawn !== this.#revision);
    } finally {
      this.#drawing = false;
    }
    this.#greet();
  }

  // Between two changes only time moves on: the guarded parts are left alone.
  #tick() {
    if (this.#here.state && !document.hidden) this.#render();
  }

  #render() {
    render(page(this.#here, this.#veil, this.#voices, this.#revision), this.#root);
    this.#here.notes.settle(this.#root);
    for (const seat of this.#root.querySelectorAll("[data-turn]")) seat.style.setProperty("--turn", seat.dataset.turn);
    for (const dialog of this.#root.querySelectorAll("dialog:not([open])")) dialog.showModal();
  }

  // In another phase the page is another one, and begins with its heading.
  #greet() {
    const { phase } = this.#here.model;
    if (phase === this.#phase) return;
    if (this.#phase && !["INPUT", "TEXTAREA"].includes(document.activeElement?.tagName)) this.#root.querySelector("h1")?.focus({ preventScroll: true });
    this.#phase = phase;
  }
}

function frame(root) {
  const [drawn, told] = [document.createElement("div"), document.createElement("p")];
  Object.assign(told, { className: "unseen" });
  told.setAttribute("role", "status");
  root.replaceChildren(drawn, told);
  drawn.className = "room";
  return [drawn, told];
}

function page(here, cover, voices, revision) {
  const alone = PARTS[here.model.phase] ?? (here.state ? null : coming);
  const dialog = DIALOGS[here.ui.dialog];
  return html`
    ${alone ? nothing : strip(here)}
    ${here.model.offline && !alone ? offline() : nothing}
    ${here.model.trouble && ["door", "deserted", "inside"].includes(here.model.phase) ? trouble(here) : nothing}
    ${alone ? alone(here) : room(here, cover, voices, revision)}
    ${dialog && here.state && !cover.on ? dialog(here) : nothing}
    ${toasts(here)}
    ${paper(here.facts.format.steps)}`;
}

function room(here, cover, voices, revision) {
  const part = (draw, ...more) => guard([here.model, revision, ...more], () => draw(here));
  return html`
    ${header(here)}
    ${projector(here)}
    <div class="room-under">
    ${cover.on ? veil() : nothing}
    <div class="with-side room-body ${cover.on ? "veiled" : ""}" ?inert=${cover.on}>
      <div class="stack loose">
        ${part(takingOver)}
        ${part(asking)}
        ${here.isInside ? html`
          ${part(asked)}
          ${part(leadCard, needsTurning(here))}
          ${part(now)}
          ${here.narrow ? heard(here, voices) : nothing}
          ${part(later)}` : html`${part(outside)}`}
      </div>
      <div class="side">
        ${here.narrow ? nothing : heard(here, voices)}
        ${part(people)}
      </div>
    </div>
    </div>
    ${leadBar(here)}`;
}

const outside = (here) => ({ cannot, door, deserted })[here.model.phase]?.(here) ?? nothing;

/** What this step is about. */
function now(here) {
  const { kind } = here.step;
  return html`
    ${kind === "agreement" ? agreement(here) : nothing}
    ${isRound(here) ? round(here) : nothing}
    ${closing(here)}
    ${kind === "commit" ? actions(here) : nothing}
    ${table(here)}`;
}

const later = (here) => html`${topics(here)}${here.step.kind === "commit" ? nothing : actions(here)}${proposing(here)}`;

// On a narrow screen voices stand within reach of the topic, on a wide one beside it.
const heard = (here, voices) => (here.leads ? voicesCard(here, voices, performance.now()) : nothing);

const toasts = (here) => html`
  <div class="messages" role="alert">${here.ui.toasts.map((toast) => html`
    <div class="message ${toast.kind}">${icon(toast.kind === "error" ? "circle-alert" : "info")}<p>${toast.words}</p>
      <button class="button icon-only small" type="button" aria-label="Dismiss this message" @click=${() => here.untell(toast)}>${icon("x")}</button></div>`)}
  </div>`;

// On paper stands nothing that was said, and nobody's name.
const paper = (steps) => html`
  <div class="room-paper"><p class="display">Group meeting</p><ol>${steps.map(({ name, minutes }) => html`<li>${name}, ${minutes} min</li>`)}</ol></div>`;
