// Small manners every page has. Everything works without it, only less comfortably.
const root = document.documentElement;

function chooseTheme(choice) {
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${choice}; Path=/; SameSite=Lax; Max-Age=${choice ? 31536000 : 0}${secure}`;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  closeMenus(at("details.menu"));
  const theme = at("[data-theme-choice]");
  if (theme) chooseTheme(theme.dataset.themeChoice);
  const opener = at("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  at("[data-closes]")?.closest("dialog")?.close();
  at("[data-dismiss]")?.closest(".message")?.remove();
  if (at("[data-print]")) window.print();
  const copier = at("[data-copies]");
  if (copier) copy(copier);
  if (event.target.matches("dialog.dialog")) event.target.close(); // the backdrop
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

document.addEventListener("input", (event) => {
  if (event.target.type === "range") showRange(event.target);
});

document.addEventListener("change", (event) => {
  const drop = event.target.closest(".drop");
  if (drop) showFile(drop, event.target.files);
});

for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    event.target.closest?.(".drop")?.classList.toggle("over", over);
  });
}

// A form is sent once: its button turns busy until the next page or answer is here. Downloads leave the page as it is.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || !button || form.getAttribute("method") === "dialog" || form.matches("[data-download]")) return;
  if (button.ariaBusy === "true") event.preventDefault();
  else setTimeout(() => button.setAttribute("aria-busy", "true"));
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const busy of document.querySelectorAll("button[aria-busy]")) busy.removeAttribute("aria-busy");
});

function showRange(input) {
  const output = input.parentElement.querySelector("output");
  const word = input.dataset.words?.split("|")[input.value];
  if (word) input.ariaValueText = word;
  if (output) output.value = word ?? input.value;
}

function showFile(drop, files) {
  const name = drop.querySelector(".drop-name");
  if (name && files.length) name.textContent = Array.from(files, (file) => file.name).join(", ");
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copies);
  const said = button.querySelector("[data-said]") ?? button;
  const before = said.textContent;
  said.textContent = "Copied";
  setTimeout(() => (said.textContent = before), 1600);
}

// Good news leaves by itself, but never while someone points at it or stands on it. Bad news stays.
function seeOff(message) {
  setTimeout(() => {
    if (message.matches(":hover, :focus-within")) seeOff(message);
    else message.remove();
  }, 8000);
}

function settle(scope) {
  scope.querySelectorAll(".range input").forEach(showRange);
  scope.querySelectorAll(".message[data-leaves]").forEach((message) => {
    message.removeAttribute("data-leaves");
    seeOff(message);
  });
  scope.querySelector("form[method=post] .error-summary")?.focus();
}

settle(document);
document.addEventListener("htmx:after:swap", () => settle(document));

// htmx carries attributes over from old elements to new ones; our content policy objects even to an empty style.
document.addEventListener("htmx:before:swap", () => {
  for (const element of document.querySelectorAll('[id][style=""]')) element.removeAttribute("style");
});
