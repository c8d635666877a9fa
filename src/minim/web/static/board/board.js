// The draft board by hand: lifting somebody asks what each place would mean, dropping them moves them.
// Without this file everything still works through each person's own "Move" page.
const board = document.getElementById("board");
const dialog = document.getElementById("board-dialog");
let lifted = 0; // counts lifts, so that a late answer about an earlier person is not shown
const said = new Map(); // what each group means for whoever is lifted
const inSight = new Set();
const sight = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) {
    if (!isIntersecting) inSight.delete(target);
    else if (inSight.add(target)) speak(target);
  }
});
let asked = ""; // the address of the button that opened the dialog

function arm(scope) {
  board.classList.add("needs-drag");
  for (const seats of scope.querySelectorAll("[data-seats]:not([data-armed])")) {
    seats.dataset.armed = "";
    sight.observe(seats.closest(".board-group"));
    Sortable.create(seats, {
      group: { name: seats.dataset.seats, put: !seats.hasAttribute("data-closed"), pull: !seats.hasAttribute("data-closed") },
      sort: false,
      delay: 180,
      delayOnTouchOnly: true,
      filter: "a",
      preventOnFilter: false,
      scrollSensitivity: 90,
      onStart: ({ item }) => lift(item),
      onEnd: ({ item, from, to }) => drop(item, from, to),
    });
  }
}

async function lift(seat) {
  const mine = ++lifted;
  document.getElementById("group-none").classList.add("lifting");
  const answer = await fetch(addressOf(seat), { headers: { Accept: "application/json" } });
  if (!answer.ok || mine !== lifted) return;
  for (const place of (await answer.json()).places) said.set(place.id, place);
  for (const group of inSight) speak(group);
}

// Only groups in sight say what they mean: hundreds at once would make the hand falter.
function speak(group) {
  const place = said.get(group.id);
  if (!place || !group.isConnected) return;
  group.dataset.verdict = place.verdict;
  group.querySelector(".fit").textContent = place.sentence;
}

function land() {
  lifted++;
  said.clear();
  document.getElementById("group-none").classList.remove("lifting");
  for (const group of board.querySelectorAll("[data-verdict]")) {
    delete group.dataset.verdict;
    group.querySelector(".fit").textContent = "";
  }
}

function drop(seat, from, to) {
  land();
  if (from === to) return;
  htmx.ajax("POST", `${addressOf(seat)}move/`, {
    source: board,
    target: board,
    swap: "none",
    values: { to: to.dataset.place, version: valueOf("board-version"), cohort: valueOf("board-cohort") },
  });
}

function addressOf(seat) {
  return seat.querySelector("[data-asks]").getAttribute("href");
}

async function ask(address) {
  if (!dialog.open) asked = address;
  await htmx.ajax("GET", address, { target: "#board-dialog-content", swap: "innerHTML" });
  if (!dialog.open) dialog.showModal();
}

// A move draws the card anew, and with it the button that had the focus: its twin gets it.
function comeBack() {
  const here = document.activeElement; // a button in a dialog that has just closed keeps the focus for a moment
  if (dialog.open || !asked || (here !== document.body && !dialog.contains(here))) return;
  document.querySelector(`#board [data-asks][href="${asked}"]`)?.focus();
}

function valueOf(id) {
  return document.getElementById(id).value;
}

function find(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  board.classList.toggle("searching", wanted.length > 0);
  for (const group of board.querySelectorAll(".board-group")) {
    let found = false;
    for (const seat of group.querySelectorAll(".seat")) {
      const text = seat.textContent.toLowerCase();
      const hit = wanted.length > 0 && wanted.every((word) => text.includes(word));
      seat.classList.toggle("hit", hit);
      found ||= hit;
    }
    group.classList.toggle("found", found);
  }
}

document.getElementById("board-search")?.addEventListener("input", (event) => find(event.target.value));
document.addEventListener("click", (event) => {
  const asking = event.target.closest("[data-asks]");
  if (!asking || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(asking.getAttribute("href"));
});
document.addEventListener("htmx:after:swap", () => {
  arm(document);
  comeBack();
});
dialog.addEventListener("close", comeBack);
document.addEventListener("board:changed", () => dialog.open && dialog.close());
arm(document);
