// Following up: the eight words find the conversation and open it, here in this browser.
import { attempt, sendUnknown } from "./asking.js";
import { checkBrowser } from "./refusals.js";
import { openWord, readReceipt, sealWord } from "./sealing.js";
import { dayInWords, saidBy, today } from "./showing.js";

const find = document.querySelector("[data-find]");
const talk = document.querySelector("[data-talk]");
const answer = document.querySelector("[data-answer]");
let receipt = null;
let next = 1;

function begin() {
  document.querySelector("[data-waits]").remove();
  try {
    checkBrowser();
  } catch (problem) {
    const place = document.querySelector("[data-cannot]");
    place.querySelector("[data-words]").textContent = problem.message;
    place.hidden = false;
    return;
  }
  find.hidden = false;
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, find.querySelector("[data-trouble]"), look);
  });
  answer.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, answer.querySelector("[data-trouble]"), say);
  });
  talk.querySelector("[data-again]").addEventListener("click", (event) =>
    attempt(event.currentTarget, answer.querySelector("[data-trouble]"), load));
}

async function look() {
  receipt = await readReceipt(find.querySelector("textarea").value);
  await load();
  find.querySelector("textarea").value = "";
  find.hidden = true;
  talk.hidden = false;
  talk.querySelector("h2").focus();
}

async function load() {
  const found = await sendUnknown(find.dataset.to, { lookup: receipt.lookup });
  next = found.words.length + 1;
  talk.querySelector("[data-day]").textContent = dayInWords(found.day);
  talk.querySelector("[data-settled]").hidden = !found.settled;
  talk.querySelector("[data-unreadable]").hidden = found.readable;
  talk.querySelector("[data-quiet]").hidden = found.words.length > 0;
  const said = [];
  for (const word of found.words) said.push(await told({ ...word, receipt: receipt.mark }));
  talk.querySelector("ol").replaceChildren(...said);
}

async function told(word) {
  try {
    const { from, day, text } = await openWord(word, receipt.talk);
    return saidBy({ who: word.reporter ? "You" : from || "PeopleOps", day, text, mine: word.reporter });
  } catch (problem) {
    return saidBy({ who: "", day: "", text: problem.message, mine: word.reporter });
  }
}

async function say() {
  const text = answer.querySelector("textarea");
  const word = await sealWord({ text: text.value, from: "", day: today(), receipt: receipt.mark, talk: receipt.talk,
    number: next, reporter: true });
  try {
    await sendUnknown(answer.dataset.to, { lookup: receipt.lookup, number: word.number, iv: word.iv, sealed: word.sealed });
  } catch (problem) {
    if (problem.reason === "number") await load();
    throw problem;
  }
  text.value = "";
  await load();
}

begin();
