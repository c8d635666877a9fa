// A group's own format by hand: drag a step, move it by its arrows, add and remove, and see the time while typing.
// Without this file the same buttons ask the server.
const form = document.querySelector("[data-format]");
const list = form.querySelector("[data-steps]");
const blank = document.querySelector("[data-blank]");
const length = Number(form.dataset.minutes);

const steps = () => [...list.querySelectorAll("[data-step]")];
const field = (step, name) => step.querySelector(`[name="step_${name}"]`);
const minutes = (step) => (/^\d{1,3}$/.test(field(step, "minutes").value.trim()) ? Number(field(step, "minutes").value) : 0);
const named = (step) => field(step, "name").value.trim() || "This step";

function number() {
  const all = steps();
  all.forEach((step, at) => {
    step.querySelector("[data-number]").textContent = at + 1;
    for (const button of step.querySelectorAll("[data-act]")) {
      const act = button.dataset.act;
      button.value = `${act}-${at + 1}`;
      button.setAttribute("aria-label", act === "remove" ? `Remove step ${at + 1}` : `Move step ${at + 1} ${act}`);
      button.disabled = (act === "up" && at === 0) || (act === "down" && at === all.length - 1);
    }
  });
  count();
}

function count() {
  const all = steps();
  const total = all.reduce((sum, step) => sum + minutes(step), 0);
  const over = total - length;
  form.querySelector("[data-total]").value = total;
  form.querySelector(".format-total").classList.toggle("over", over > 0);
  say("[data-fits]", over > 0 ? `${over} too many for your meeting. Shorten a step, or leave one out.` : over < 0 ? `${-over} left.` : "It fills your meeting.");
  draw(all, Math.max(total, length), over > 0);
}

function draw(all, whole, over) {
  const bar = form.querySelector("[data-bar]");
  let begins = 0;
  bar.setAttribute("viewBox", `0 0 ${whole} 10`);
  bar.classList.toggle("over", over);
  bar.replaceChildren(
    ...all.map((step) => {
      const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const facts = { class: field(step, "kind").value, x: begins, width: minutes(step), height: 10 };
      for (const [name, value] of Object.entries(facts)) part.setAttribute(name, value);
      begins += minutes(step);
      return part;
    }),
  );
}

// A sentence that stays the same is not read out again.
function say(selector, words) {
  const place = form.querySelector(selector);
  if (place.textContent !== words) place.textContent = words;
}

function moved(step) {
  number();
  say("[data-told]", `${named(step)} is now step ${steps().indexOf(step) + 1} of ${steps().length}.`);
}

function move(step, act) {
  if (act === "up") step.previousElementSibling?.before(step);
  else step.nextElementSibling?.after(step);
  moved(step);
  const button = step.querySelector(`[data-act="${act}"]`);
  (button.disabled ? step.querySelector('[data-act="up"]:enabled, [data-act="down"]:enabled') : button)?.focus();
  step.scrollIntoView({ block: "nearest" });
}

function remove(step) {
  const next = step.nextElementSibling ?? step.previousElementSibling;
  step.remove();
  number();
  say("[data-told]", `${named(step)} is removed.`);
  (next ? field(next, "name") : form.querySelector("[data-act=add]")).focus();
}

function add() {
  list.append(blank.content.cloneNode(true));
  const step = steps().at(-1);
  for (const element of step.querySelectorAll("[id]")) element.removeAttribute("id");
  number();
  field(step, "name").focus();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  event.preventDefault();
  const act = button.dataset.act;
  const step = button.closest("[data-step]");
  if (act === "add") add();
  else if (act === "remove") remove(step);
  else move(step, act);
});
form.addEventListener("input", count);
Sortable.create(list, {
  handle: "[data-grip]",
  animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
  onEnd: ({ item }) => moved(item),
});
number();
