// A calm veil before what was said, as soon as nobody looks: the window lost the focus, the tab is hidden, or two quiet minutes.
import { html } from "./lit.js";
import { icon } from "./parts.js";

const QUIET = 120_000;
const TYPING = 1_500; // a picker or a keyboard may take the focus for a moment while somebody types
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input", "scroll"];
const HELD = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Fn", "Dead"];

export class Veil {
  on = false;
  #changed;
  #touched = performance.now();
  #typed = -Infinity;
  #back = null;

  constructor(changed) {
    this.#changed = changed;
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, () => { this.#touched = performance.now(); }, { capture: true, passive: true });
    addEventListener("input", () => { this.#typed = performance.now(); }, true);
    addEventListener("blur", () => this.#away());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.draw(); });
    addEventListener("keydown", (event) => this.#key(event), true);
    addEventListener("click", () => this.lift(), true);
    setInterval(() => { if (performance.now() - this.#touched >= QUIET) this.draw(); }, 1000);
  }

  draw() {
    if (this.on) return;
    this.#back = caretOf(document.activeElement);
    this.on = true;
    this.#changed();
  }

  lift() {
    if (!this.on) return;
    this.on = false;
    this.#touched = performance.now();
    this.#changed();
    restore(this.#back);
  }

  #away() {
    const wait = TYPING - (performance.now() - this.#typed);
    if (wait <= 0) this.draw();
    else setTimeout(() => { if (!document.hasFocus()) this.#away(); }, wait);
  }

  // The key that lifts the veil does nothing else.
  #key(event) {
    if (!this.on || HELD.includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.lift();
  }
}

function caretOf(element) {
  if (!element?.matches("input, textarea, select, button, summary, a")) return null;
  return { element, at: element.matches("textarea, input:not([type=date])") ? [element.selectionStart, element.selectionEnd] : null };
}

function restore(back) {
  if (!back?.element.isConnected || back.element.closest(".room-bar")) return;
  back.element.focus({ preventScroll: true });
  if (back.at) back.element.setSelectionRange(...back.at);
}

export const veil = () => html`
  <button class="room-veil" type="button">
    <span class="room-veil-words"><span class="room-veil-sign">${icon("sprout")}</span>
      <span class="display">Resting</span>
      <span class="soft">Nobody was looking, so what is said here is covered. Tap, or press any key.</span></span>
  </button>`;
