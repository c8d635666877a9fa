// The page "Something serious?": the text is sealed here, and leaves this browser in no other way.
import { attempt, sendUnknown } from "./asking.js";
import { checkBrowser } from "./refusals.js";
import { LONGEST, makeReceipt, seal } from "./sealing.js";

const form = document.querySelector("[data-report]");
const trouble = document.querySelector("[data-trouble]");
const done = document.querySelector("[data-done]");
let sealed = null; // what is on its way, so that sending twice sends the same

const text = form?.querySelector("textarea");
const isNamed = () => form.querySelector("[name=who]:checked").value === "named";
const boxes = () => Array.from(form.querySelectorAll("[data-person]"));

function begin() {
  document.querySelector("[data-waits]")?.remove();
  if (!form) return;
  try {
    checkBrowser();
  } catch (problem) {
    const place = document.querySelector("[data-cannot]");
    place.querySelector("[data-words]").textContent = problem.message;
    place.hidden = false;
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, trouble, deliver);
  });
  form.addEventListener("input", tell);
  document.querySelector("[data-noted]").addEventListener("click", noted);
  addEventListener("beforeunload", (event) => {
    if (text.value.trim() || !done.hidden) event.preventDefault();
  });
  tell();
}

function tell() {
  text.dir = text.value.length > 4 * LONGEST ? "ltr" : "auto"; // with a megabyte, finding its direction takes a browser 15 s
  const length = [...text.value].length;
  form.querySelector("[data-count]").textContent = length > LONGEST
    ? `${(length - LONGEST).toLocaleString("en")} characters too many` : `${(LONGEST - length).toLocaleString("en")} characters left`;
  const chosen = boxes().filter((box) => box.checked);
  form.querySelector("[data-alone]").hidden = chosen.length !== 1;
  const [one] = chosen;
  if (one) form.querySelector("[data-alone-name]").textContent = one.dataset.name;
}

async function deliver() {
  const written = { text: text.value, from: isNamed() ? form.dataset.name : "", day: form.dataset.day,
    readers: JSON.parse(document.getElementById("readers").textContent),
    without: boxes().filter((box) => !box.checked).map((box) => box.dataset.person) };
  const same = JSON.stringify(written);
  if (sealed?.same !== same) {
    const receipt = await makeReceipt();
    sealed = { same, receipt, report: await seal({ ...written, receipt }) };
  }
  try {
    await sendUnknown(form.dataset.to, { ticket: form.dataset.ticket, report: sealed.report });
  } catch (problem) {
    if (["ticket", "day", "readers"].includes(problem.reason)) await refresh(problem);
    if (problem.reason !== "again") throw problem; // it had arrived, and only the answer was lost
  }
  show(sealed.receipt.words);
}

// The page is asked for afresh, and only what has changed is put in: the text stays where it is.
async function refresh(problem) {
  const said = await fetch(location.pathname, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await said.text(), "text/html");
  const newer = fresh.querySelector("[data-report]");
  if (!newer) {
    problem.message += " You are signed out, or nothing can be sent just now. Your text is still here: open minim in another tab, sign in, come back and send again.";
    return;
  }
  Object.assign(form.dataset, newer.dataset);
  if (problem.reason === "readers") {
    document.getElementById("readers").textContent = fresh.getElementById("readers").textContent;
    form.querySelector("[data-who-reads]").replaceWith(document.adoptNode(newer.querySelector("[data-who-reads]")));
    tell();
  }
  problem.message += " Your text is still here, and the page is fresh again. Look once more at who can read it, then send it.";
}

function show(words) {
  form.reset();
  form.remove();
  for (const word of words) {
    const item = document.createElement("li");
    item.textContent = word;
    done.querySelector("ol").append(item);
  }
  done.querySelector("[data-copies]").dataset.copies = words.join(" ");
  for (const part of document.querySelectorAll("[data-before]")) part.hidden = true;
  done.hidden = false;
  done.querySelector("h2").focus();
}

function noted() {
  done.querySelector("ol").replaceChildren();
  done.querySelector("[data-copies]").remove();
  done.hidden = true;
  text.value = "";
  sealed = null;
  const over = document.querySelector("[data-over]");
  over.hidden = false;
  over.querySelector("h2").focus();
}

begin();
