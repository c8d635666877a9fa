// What the view takes from lit-html, in one place.
export { html, nothing, render, svg } from "../../vendor/lit/lit-html.js";
export { guard } from "../../vendor/lit/directives/guard.js";
export { live } from "../../vendor/lit/directives/live.js";
export { repeat } from "../../vendor/lit/directives/repeat.js";
