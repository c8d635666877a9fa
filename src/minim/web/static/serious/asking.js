// What pages of "Something serious?" ask of the server.

const SAID = {
  ticket: "This page was open for a long time.",
  day: "A new day has begun since this page was opened.",
  readers: "The keys of PeopleOps have changed since this page was opened.",
  few: "Fewer than two people have a key at the moment, so nothing can be sent.",
  many: "Very much has arrived in this hour, and we take no more, to keep nonsense out. Your text is still here: please send it again in an hour. If it cannot wait, go to somebody of PeopleOps in person.",
  cookie: "Your browser sent a cookie along, which could tell who you are, so we refused to read on. Nothing was kept. A browser extension may do this; another browser will help.",
  number: "Somebody else wrote at the same moment. It stands above now. Your text is still here: send it if it still fits.",
  words: "This conversation has become too long for minim. Please talk to each other.",
  nothing: "Nothing found under these words.",
  keys: "You have as many keys as we keep. Remove one that you no longer need.",
  taken: "This key belongs to somebody else already.",
  malformed: "The server did not understand what this page sent. Please load the page again.",
};
const AWAY = "The server cannot be reached, or something is wrong there. Your text is still here: please try again in a moment.";

/** The server's answer was no. `reason` is one of the words above, `message` a sentence. */
export class NotTaken extends Error {
  constructor(reason) {
    super(SAID[reason] ?? AWAY);
    this.name = "NotTaken";
    this.reason = reason;
  }
}

/** Without any cookie, so that nothing in the request says who sends it. */
export const sendUnknown = (address, what) => send(address, what, { credentials: "omit", referrerPolicy: "no-referrer" });

/** As the person who is signed in. */
export const sendSigned = (address, what, token) => send(address, what, { headers: { "X-CSRFToken": token } });

async function send(address, what, { headers, ...options }) {
  let answer;
  try {
    const said = await fetch(address, { method: "POST", cache: "no-store", redirect: "error", ...options,
      headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(what) });
    answer = await said.json();
  } catch {
    throw new NotTaken("away");
  }
  if (!answer.taken) throw new NotTaken(answer.reason);
  return answer;
}

/** Do something once at a time, with the button busy meanwhile; what goes wrong is said in `place`. */
export async function attempt(button, place, act) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  place.hidden = true;
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof Error) || !("reason" in problem || problem.name === "CannotSeal")) throw problem;
    place.querySelector("[data-words]").textContent = problem.message;
    place.hidden = false;
    place.focus();
  } finally {
    button.ariaBusy = null;
  }
}
