// Stands where main.js stands, with a made-up room: draws the models a test gives, and notes what the view asks for.
import { View } from "./view/view.js";
import { hueOf, initialsOf } from "./view/here.js";
import { moved } from "./view/notes.js";

const facts = JSON.parse(document.getElementById("room-facts").textContent);
const calls = [];
const refusals = {}; // act → the words it is refused with
const held = {}; // act → a promise it waits for

const acts = new Proxy({}, {
  get: (_, name) => async (...args) => {
    calls.push([name, ...args]);
    await held[name];
    if (refusals[name]) throw new Error(refusals[name]);
    return name === "add" ? "made-up" : undefined;
  },
});

const began = performance.now();
const view = new View(document.getElementById("room"), facts, acts);
const made = (model) => ({ ...model, texts: new Map(Object.entries(model.texts)), now: () => model.now + (stage.still ? 0 : performance.now() - began) });
const stage = {
  view, calls, refusals, held, hueOf, initialsOf, moved, still: true, model: null,
  show(model) {
    stage.model = model;
    const from = performance.now();
    view.show(made(model));
    return performance.now() - from;
  },
};
window.stage = stage;
