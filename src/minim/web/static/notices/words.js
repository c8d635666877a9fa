// Words of a letter by hand: put facts in where one writes, find the line of a problem, see the letter while one types.
const form = document.querySelector("#words");
const frame = document.querySelector("[data-frame]");
const text = form.elements.body;
let last = text;

form.addEventListener("focusin", (event) => {
  if (event.target === text || event.target === form.elements.subject) last = event.target;
});

document.addEventListener("click", (event) => {
  const fact = event.target.closest("[data-inserts]");
  const line = event.target.closest("[data-line]");
  if (fact) insert(fact.dataset.inserts);
  if (line) show(Number(line.dataset.line));
});

// What belongs to the form but stands beside it is heard here as well.
form.elements.leads?.addEventListener("input", changed);

// Words may be here before the script: from a quick hand, or kept by the browser on the way back.
form.addEventListener("htmx:after:init", catchUp);
catchUp();

function catchUp() {
  if ([text, form.elements.subject].some((field) => field.value !== field.defaultValue)) changed();
}

function changed() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function insert(words) {
  last.focus();
  last.setRangeText(words, last.selectionStart, last.selectionEnd, "end");
  changed();
}

function show(line) {
  const before = text.value.split("\n").slice(0, line - 1).join("\n");
  const begin = before.length + (line > 1 ? 1 : 0);
  const end = text.value.indexOf("\n", begin);
  text.focus();
  text.setSelectionRange(begin, end < 0 ? text.value.length : end);
}

// Each letter gets a frame of its own, and the old one goes when the new one is there: the way back stays short.
function look() {
  const old = frame.querySelector("iframe");
  const fresh = old.cloneNode();
  fresh.removeAttribute("src");
  fresh.name = `letter-${Date.now()}`;
  frame.append(fresh);
  const sent = document.createElement("form");
  Object.assign(sent, { method: "post", action: form.dataset.inside, target: fresh.name, hidden: true });
  for (const [name, value] of new FormData(form)) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    sent.append(field);
  }
  document.body.append(sent);
  fresh.addEventListener("load", () => settle(fresh));
  sent.submit();
  sent.remove();
}

function settle(fresh) {
  fresh.name = "letter";
  while (frame.firstElementChild !== fresh) frame.firstElementChild.remove();
}

document.addEventListener("htmx:after:swap", () => {
  if (document.querySelector("#tried [data-fine]")) look();
});
