// What one hears in a practice meeting, since the invented have no voices, and what a coach says to it.
import { hueOf, initialsOf } from "../room/view/here.js";

const KEPT = 30; // utterances that can be read again

export class Coach {
  constructor(root, people) {
    [this.said, this.hint] = [root.querySelector("[data-said]"), root.querySelector("[data-hint] span")];
    this.names = new Map(people.map(({ id, name }) => [id, name]));
    this.root = root;
  }

  tell({ who, says, coach }) {
    if (says) this.#utter(this.names.get(who), says);
    if (coach) this.advise(coach);
  }

  advise(words) {
    this.hint.textContent = words;
  }

  #utter(name, words) {
    const line = document.createElement("div");
    const face = Object.assign(document.createElement("span"), { className: `avatar small ${hueOf(name)}`, textContent: initialsOf(name) });
    face.setAttribute("aria-hidden", "true");
    const text = document.createElement("p");
    text.append(Object.assign(document.createElement("strong"), { textContent: `${name.split(" ")[0]} ` }), `“${words}”`);
    line.append(face, text);
    this.said.append(line);
    while (this.said.children.length > KEPT) this.said.firstElementChild.remove();
    this.said.scrollTop = this.said.scrollHeight;
  }
}
