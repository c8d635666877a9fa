// My hours by hand: add and take out spans, Monday for every day, the device's own zone, the week drawn while one types.
const form = document.querySelector("[data-hours]");
const week = document.querySelector("[data-week]");

const minute = (time) => (/^\d\d:\d\d$/.test(time) ? Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) : NaN);
const fields = (span) => [...span.querySelectorAll("input")];
const isEmpty = (span) => fields(span).every((field) => !field.value);

// Empty rows wait out of sight until somebody asks for one.
function settle(spans) {
  const rows = [...spans.querySelectorAll("[data-span]")];
  const add = spans.querySelector("[data-adds]");
  rows.slice(1).forEach((row) => row.classList.toggle("spare", isEmpty(row) && !row.contains(document.activeElement)));
  rows[0].querySelector("[data-empties]").hidden = isEmpty(rows[0]);
  add.hidden = isEmpty(rows[0]) || rows.filter((row) => !isEmpty(row)).length >= Number(spans.dataset.most);
}

function add(spans) {
  let spare = [...spans.querySelectorAll("[data-span]")].find(isEmpty);
  if (!spare) {
    spare = spans.querySelector("[data-span]").cloneNode(true);
    fields(spare).forEach((field) => {
      field.removeAttribute("id");
      field.removeAttribute("aria-invalid");
      field.type = "time";
      field.value = "";
    });
    spans.querySelector("[data-adds]").before(spare);
  }
  spare.classList.remove("spare");
  fields(spare)[0].focus();
}

function empty(spans, span) {
  const rows = [...spans.querySelectorAll("[data-span]")];
  const after = rows.slice(rows.indexOf(span) + 1);
  fields(span).forEach((field) => (field.value = ""));
  // The first row stays the first: what stood below moves up.
  for (const [number, row] of [span, ...after].entries()) {
    const next = after[number];
    fields(row).forEach((field, end) => (field.value = next ? fields(next)[end].value : ""));
  }
  settle(spans);
  fields(span)[0].offsetParent ? fields(span)[0].focus() : spans.querySelector("[data-adds]").focus();
}

function copyMonday() {
  const days = [...form.querySelectorAll("[data-spans]")];
  const wanted = [...days[0].querySelectorAll("[data-span]")].map((span) => fields(span).map((field) => field.value));
  for (const spans of days.slice(1, 5)) {
    while (spans.querySelectorAll("[data-span]").length < wanted.length) {
      const row = spans.querySelector("[data-span]").cloneNode(true);
      fields(row).forEach((field) => field.removeAttribute("id"));
      spans.querySelector("[data-adds]").before(row);
    }
    [...spans.querySelectorAll("[data-span]")].forEach((span, number) =>
      fields(span).forEach((field, end) => (field.value = wanted[number]?.[end] ?? "")),
    );
    settle(spans);
  }
  draw();
}

function draw() {
  const rows = week.querySelectorAll("li:not(.week-scale)");
  [...form.querySelectorAll("[data-spans]")].forEach((spans, day) => {
    const told = [...spans.querySelectorAll("[data-span]")]
      .map((span) => fields(span).map((field) => field.value))
      .map(([from, until]) => [from, until, minute(from), minute(until) || 1440])
      .filter(([, until, start, end]) => until && start < end)
      .sort((one, other) => one[2] - other[2]);
    const bars = told.map(([, , start, end]) => {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of [["x", start], ["width", end - start], ["height", 10]]) bar.setAttribute(name, value);
      return bar;
    });
    rows[day].querySelector("svg").replaceChildren(...bars);
    const words = rows[day].querySelector(".week-words");
    words.textContent = told.map(([from, until]) => `${from}–${until === "00:00" ? "24:00" : until}`).join(", ") || "free";
    words.classList.toggle("soft", !told.length);
  });
}

function offerZone() {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offer = form.querySelector("[data-here]");
  const known = [...form.querySelectorAll("#zones option")].some((option) => option.value === here);
  if (!known || here === form.elements.zone.value) return;
  offer.querySelector("[data-here-zone]").textContent = here;
  offer.hidden = false;
  offer.querySelector("[data-takes-zone]").addEventListener("click", () => {
    form.elements.zone.value = here;
    form.elements.zone.focus();
    offer.hidden = true;
  });
}

document.body.classList.add("live");
document.querySelectorAll("[data-spans]").forEach(settle);
document.addEventListener("click", (event) => {
  const spans = event.target.closest("[data-spans]");
  if (event.target.closest("[data-adds]")) add(spans);
  const span = event.target.closest("[data-empties]")?.closest("[data-span]");
  if (span) empty(spans, span);
  if (span && form.contains(spans)) draw();
  if (event.target.closest("[data-same]")) {
    event.preventDefault();
    copyMonday();
  }
});
document.addEventListener("input", (event) => {
  const spans = event.target.closest("[data-spans]");
  if (!spans) return;
  settle(spans);
  if (form.contains(spans)) draw();
});
offerZone();
