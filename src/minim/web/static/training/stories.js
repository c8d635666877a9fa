// Stories grow downwards: what one chose stays to be read, and what came of it stands below. Without this script each scene is shown
// by itself. Nothing is sent, and nothing is kept.

class Story {
  constructor(root) {
    this.root = root;
    this.scenes = new Map([...root.querySelectorAll("[data-scene]")].map((scene) => [scene.dataset.scene, scene]));
    this.list = root.querySelector("[data-scenes]");
    root.classList.add("live");
    root.addEventListener("click", (event) => this.#clicked(event));
    this.#begin();
  }

  #begin() {
    for (const scene of this.scenes.values()) this.#untell(scene);
    this.scenes.get("start").classList.add("told");
  }

  #untell(scene) {
    scene.classList.remove("told");
    for (const way of scene.querySelectorAll(".choice-way")) {
      way.classList.remove("taken", "left");
      way.removeAttribute("aria-current");
    }
  }

  #clicked(event) {
    const [way, again] = [event.target.closest("[data-to]"), event.target.closest("[data-again]")];
    if (!way && !again) return;
    event.preventDefault();
    if (again) this.#begin();
    else this.#take(way);
    const next = this.scenes.get(way ? way.dataset.to : "start");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  /** Go this way, also when another was gone before: what came of that one is taken back. */
  #take(way) {
    const scene = way.closest("[data-scene]");
    const told = [...this.list.querySelectorAll(".told")];
    for (const later of told.slice(told.indexOf(scene) + 1)) this.#untell(later);
    for (const other of scene.querySelectorAll(".choice-way")) {
      other.classList.toggle("taken", other === way);
      other.classList.toggle("left", other !== way);
      if (other === way) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
    const next = this.scenes.get(way.dataset.to);
    next.classList.add("told");
    this.list.append(next); // below what was told so far
  }
}

for (const root of document.querySelectorAll("[data-story]")) new Story(root);
