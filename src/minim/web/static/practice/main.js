// A practice meeting: the real room, with a server played here and people we invented. At the end one thing is told: that it was held.
import { actsOf } from "../room/acts.js";
import { Sync } from "../room/sync.js";
import { View } from "../room/view/view.js";
import { Coach } from "./coach.js";
import { Play } from "./play.js";
import { PracticeServer } from "./server.js";
import { PracticeWire } from "./wire.js";

const facts = JSON.parse(document.getElementById("room-facts").textContent);
const { people } = facts.practice;
const me = { id: facts.me, name: facts.practice.me, facilitates: true };
const others = people.map(({ id, name }) => ({ id, name, facilitates: false }));

const server = new PracticeServer(facts.format, [me, ...others]);
const coach = new Coach(document.getElementById("coach"), people);
const play = new Play(facts.practice, server, coach);
const sync = new Sync(facts, (model) => show(model), new PracticeWire(server, facts.me));
const view = new View(document.getElementById("room"), facts, actsOf(sync));
let phase = "";

function show(model) {
  view.show(model);
  if (model.phase === phase) return;
  phase = model.phase;
  if (phase === "over") over();
}

async function over() {
  const farewell = document.getElementById("farewell").content.cloneNode(true);
  document.getElementById("room").replaceChildren(farewell);
  document.getElementById("coach").remove();
  document.querySelector("#room h1").focus();
  await play.forget();
  if (!await noted()) document.querySelector("[data-untold]").hidden = false;
  document.body.dataset.noted = "";
}

async function noted() {
  const headers = { "X-CSRFToken": facts.csrf };
  const told = await fetch(facts.urls.done, { method: "POST", headers, redirect: "manual" }).catch(() => null);
  return told?.type === "opaqueredirect";
}

await sync.start();
play.begin();
