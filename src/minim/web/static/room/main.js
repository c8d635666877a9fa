// The live room: what the server tells (sync.js), what this person does (acts.js), and what one sees (view/).
import { actsOf } from "./acts.js";
import { Sync } from "./sync.js";
import { View } from "./view/view.js";

const facts = JSON.parse(document.getElementById("room-facts").textContent);
const sync = new Sync(facts, (model) => view.show(model));
const view = new View(document.getElementById("room"), facts, actsOf(sync));
sync.start();
