// The page of a poll. Until somebody wants to answer it looks the same in every browser that can, whether its ballot was cast or not.
import { tried } from "./fetch.js";
import { wordsOf } from "./key.js";
import { ballotFor, cast, fits, saidOf, stateOf } from "./tokens.js";

const facts = JSON.parse(document.getElementById("poll-facts").textContent);
const one = (selector, within = document) => within.querySelector(selector);
const form = one("[data-ballot]");
const steps = ["trust", "questions", "thanks"];
const NO_BROWSER = "This browser cannot make a ballot that hides your name: it is too old, or the page did not come over HTTPS. Another browser, or a phone, will help.";
const NO_STORE = "This browser keeps nothing for this page, so there is nowhere for your ballot to lie. A private window, or a setting that blocks site data, may be the reason.";
const THANKS = "Your answer was sent without your name, and counted. What it said is kept nowhere, not even in this browser. Whoever looks at this page later, here or elsewhere, sees what they would see if you had not answered.";
const BEFORE = "The ballot of this browser was cast before. It cannot be taken back or changed, because nobody could find it.";
let sent = null;

async function begin() {
  if (!(globalThis.isSecureContext && globalThis.crypto?.subtle && navigator.locks && globalThis.indexedDB)) return cannot(NO_BROWSER);
  const isAway = !(await tried);
  let state;
  try {
    state = await stateOf(facts.person, facts.round);
  } catch {
    return cannot(NO_STORE);
  }
  if (state === "none" && isAway) return cannot(saidOf("away"));
  if (state === "ready" && !(await fits(facts))) state = "key";
  if (!["ready", "cast"].includes(state)) return cannot(saidOf(state));
  one("[data-onward]").disabled = false;
}

function cannot(words) {
  const place = one("[data-cannot]");
  one("[data-words]", place).textContent = words;
  place.hidden = false;
}

function show(step) {
  for (const name of steps) one(`[data-step=${name}]`).hidden = name !== step;
  one("main .hero").hidden = step !== "trust";
  const head = one(`[data-step=${step}] :is(h1, h2)`);
  scrollTo(0, 0);
  head.focus();
}

async function onward() {
  if ((await stateOf(facts.person, facts.round)) === "cast") return thank("It is done", BEFORE);
  show("questions");
  await tell();
}

function thank(title, words) {
  one("[data-thanks-title]").textContent = title;
  one("[data-thanks]").textContent = words;
  show("thanks");
}

const questions = () => [...form.querySelectorAll("[data-question]")];
const answerIn = (question) => Number(question.querySelector(":checked")?.value ?? 0);
const topics = () => [...form.querySelectorAll("[data-topics] input")].map((box) => Number(box.checked));
const isBegun = () => !sent && form.isConnected && form.querySelector(":checked") !== null;

async function deliver() {
  const missing = questions().filter((question) => !answerIn(question));
  for (const question of questions()) question.classList.toggle("missing", missing.includes(question));
  if (missing.length) {
    trouble(`${missing.length === 1 ? "One question is" : `${missing.length} questions are`} still open. Half a ballot would not be counted, so nothing was sent yet.`);
    return missing[0].querySelector("input").focus();
  }
  trouble("");
  const button = one("button:not([type])", form);
  button.setAttribute("aria-busy", "true");
  try {
    const ballot = await ballotFor(facts.person, facts.round, questions().map(answerIn), topics());
    await cast(facts.person, ballot, facts.to);
    sent = ballot;
    form.reset();
    form.remove();
    thank("Thank you", THANKS);
    await tell();
  } catch (problem) {
    if (problem.reason === "spent") return thank("It is done", BEFORE);
    trouble(problem.reason ? problem.message : NO_STORE);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function trouble(words) {
  const place = one("[data-trouble]");
  one("[data-words]", place).textContent = words;
  place.hidden = !words;
}

function tellLeft() {
  const left = questions().filter((question) => !answerIn(question)).length;
  one("[data-left]").textContent = left ? `${left} of ${questions().length} still open` : "";
}

// "Check it yourself": the ballot as it lies here, and the very bytes that will be sent, or were.
async function tell() {
  if (form.isConnected) tellLeft();
  if (!one("[data-check]").open) return;
  const ballot = sent ?? (await ballotFor(facts.person, facts.round, questions().map(answerIn), topics()).catch(() => null));
  one("[data-sending]").textContent = sent ? "3. What was sent, without a cookie" : "3. What will be sent, without a cookie";
  if (!ballot) {
    one("[data-token]").textContent = "This browser has no ballot that could be shown: none was signed here, or it was cast and thrown away.";
    one("[data-fits]").textContent = "";
    one("[data-sent]").textContent = "Nothing.";
    return;
  }
  const { round, group, serial, prefix, signature } = ballot;
  one("[data-token]").textContent = JSON.stringify({ round, group, serial, prefix, signature }, null, 1);
  one("[data-fits]").textContent = (await fits({ ...facts, ballot })) ? "Checked here, just now: the signature fits the key of your group." : "The signature does not fit the key of your group.";
  one("[data-sent]").textContent = `POST ${facts.to}\n${JSON.stringify(ballot)}`;
}

one("[data-onward]").addEventListener("click", onward);
one("[data-back]").addEventListener("click", () => show("trust"));
one("[data-check]").addEventListener("toggle", tell);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  deliver();
});
form.addEventListener("input", (event) => {
  event.target.closest("[data-question]")?.classList.remove("missing");
  tell();
});
addEventListener("beforeunload", (event) => {
  if (isBegun()) event.preventDefault();
});

const place = one("[data-key-words]");
begin();
wordsOf(facts.round, facts.group, facts.modulus).then((words) => {
  place.textContent = words.join(" ");
  place.ariaBusy = "false";
}, () => (place.textContent = "This browser cannot work them out."));
