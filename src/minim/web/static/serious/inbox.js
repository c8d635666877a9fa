// The inbox: this browser's key, and what it opens.
import { attempt, sendSigned } from "./asking.js";
import { forgetKey, keepKey, keptKey } from "./keeping.js";
import { checkBrowser } from "./refusals.js";
import { fingerprint, open } from "./sealing.js";
import { dayInWords } from "./showing.js";

const FIRST = 90; // characters of a report in the list
const here = document.querySelector("[data-here]");
const list = document.querySelector("[data-reports]");
const { person } = here.dataset;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const trouble = document.querySelector("[data-trouble]");

async function begin() {
  document.querySelector("[data-waits]").remove();
  let mine;
  try {
    checkBrowser();
    mine = await keptKey(person);
  } catch (problem) {
    return cannot(problem);
  }
  const row = mine && document.querySelector(`[data-device][data-key="${CSS.escape(mine.key)}"]`);
  if (row) {
    row.querySelector("[data-this]").hidden = false;
    here.querySelector("[data-own]").textContent = (await fingerprint({ person, key: mine.key })).join(" ");
  }
  show(here, row ? "has" : "lacks");
  here.querySelector("[data-make]").addEventListener("click", (event) => attempt(event.currentTarget, trouble, make));
  await openAll(row ? mine : null);
}

function cannot(problem) {
  show(here, "cannot");
  here.querySelector("[data-words]").textContent = problem.message;
  openAll(null);
}

function show(scope, state) {
  for (const part of scope.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
}

async function make() {
  await forgetKey(person); // one that was removed from the list is not used again
  const { key } = await keepKey(person);
  await sendSigned(here.dataset.to, { key }, token);
  await navigator.storage?.persist?.();
  location.reload();
}

async function openAll(mine) {
  const reports = JSON.parse(document.getElementById("reports").textContent);
  const rows = await Promise.all(reports.map((report) => rowOf(report, mine)));
  for (const row of rows) list.querySelector(row.dataset.settled ? "[data-settled-list]" : "[data-open-list]").append(row);
  list.querySelector("[data-none]").hidden = list.querySelector("[data-open-list]").children.length > 0;
  list.querySelector("[data-settled-part]").hidden = !list.querySelector("[data-settled-list]").children.length;
  list.ariaBusy = null;
}

async function rowOf(report, mine) {
  const row = document.getElementById("row").content.firstElementChild.cloneNode(true);
  if (report.settled) row.dataset.settled = "1";
  const link = row.querySelector("a");
  link.href = `${list.dataset.at}${report.pk}/`;
  const [last] = report.words.slice(-1);
  row.querySelector("[data-new]").hidden = !last?.reporter;
  row.querySelector("[data-day]").textContent = dayInWords(report.day);
  try {
    const { from, text } = await open(report, mine ?? { key: "" });
    const [first] = text.trim().split("\n");
    const letters = [...first];
    link.textContent = letters.length > FIRST ? `${letters.slice(0, FIRST).join("").trimEnd()}…` : first;
    row.querySelector("[data-from]").textContent = from || "anonymous";
  } catch (problem) {
    link.textContent = "Cannot be opened here";
    row.querySelector("[data-from]").textContent = problem.message;
  }
  return row;
}

await begin();
