// One report, opened here, and the conversation with whoever wrote it.
import { attempt, sendSigned } from "./asking.js";
import { keptKey } from "./keeping.js";
import { checkBrowser } from "./refusals.js";
import { open, openWord, sealWord } from "./sealing.js";
import { saidBy, today } from "./showing.js";

const place = document.querySelector("[data-one]");
const answer = document.querySelector("[data-answer]");
const { person, name } = place.dataset;
const report = JSON.parse(document.getElementById("report").textContent);
let opened = null;

async function begin() {
  document.querySelector("[data-waits]").remove();
  try {
    checkBrowser();
    opened = await open(report, await keptKey(person) ?? { key: "" });
  } catch (problem) {
    if (!("reason" in problem || problem.name === "CannotSeal")) throw problem;
    place.querySelector("[data-cannot]").hidden = false;
    place.querySelector("[data-cannot] [data-words]").textContent = problem.message;
    return;
  }
  const who = opened.from || "Somebody who stays anonymous";
  place.querySelector("ol").append(saidBy({ who, day: report.day, text: opened.text, mine: false }));
  for (const word of report.words) place.querySelector("ol").append(await told(word));
  answer.hidden = false;
  answer.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, answer.querySelector("[data-trouble]"), say);
  });
}

async function told(word) {
  try {
    const { from, day, text } = await openWord({ ...word, receipt: report.receipt }, opened.talk);
    const who = word.reporter ? opened.from || "Whoever wrote this" : from;
    return saidBy({ who, day, text, mine: !word.reporter });
  } catch (problem) {
    return saidBy({ who: "", day: "", text: problem.message, mine: !word.reporter });
  }
}

async function say() {
  const text = answer.querySelector("textarea");
  const said = { text: text.value, from: name, day: today(), talk: opened.talk };
  const word = await sealWord({ ...said, receipt: report.receipt, number: report.words.length + 1, reporter: false });
  const { number, reporter, iv, sealed } = word;
  try {
    await sendSigned(answer.dataset.to, { number, iv, sealed }, answer.querySelector("[name=csrfmiddlewaretoken]").value);
  } catch (problem) {
    if (problem.reason === "number") await catchUp(problem);
    throw problem;
  }
  report.words.push({ number, reporter, iv, sealed });
  place.querySelector("ol").append(await told(word));
  text.value = "";
}

// Somebody wrote first: show it, and leave the text that is being written where it is.
async function catchUp(problem) {
  const said = await fetch(location.pathname, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await said.text(), "text/html").getElementById("report");
  for (const word of JSON.parse(fresh.textContent).words.slice(report.words.length)) {
    report.words.push(word);
    place.querySelector("ol").append(await told(word));
  }
  problem.message = "Somebody else wrote at the same moment; it stands above now. Your text is still here: send it if it still fits.";
}

await begin();
