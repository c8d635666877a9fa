// One ballot per round: made here, signed blindly, kept in this browser, cast without saying whose it is.
// docs/privacy.md, "How a poll stays anonymous", lists the bytes.
import { base64, bytesOf, utf8 } from "../room/bytes.js";
import { blind, finalize, prepare, verify } from "./blind.js";
import { keep, kept, keptBy, forget } from "./keeping.js";

export const LABEL = "minim pulse 1";
const SERIAL = 32;
const PREFIX = 32;
const FINAL = ["issued", "changed", "key"];

const SAID = {
  none: "This browser has no ballot for this poll. It lies in the browser with which you first visited minim after the poll was opened.",
  issued: "Your ballot for this poll was signed for another browser. It can be cast there, and nowhere else.",
  changed: "Somebody has joined or left your group since this poll was opened, so it is not told, and no more ballots are signed.",
  nowhere: "This poll is over, or not for your group.",
  closed: "This poll is over. Nothing was counted.",
  spent: "This ballot was counted before.",
  forged: "The server did not recognize this ballot as one it has signed. Nothing was counted.",
  half: "Every question needs an answer. Nothing was counted.",
  cookie: "Your browser sent a cookie along, which could tell who you are, so we refused to read on. Nothing was counted. A browser extension may do this; another browser will help.",
  key: "The server signed with another key than it showed before. Your ballot could be told from others, so it was not used.",
  malformed: "The server did not understand what this page sent. Please load the page again.",
  away: "The server cannot be reached. Nothing was lost: please try again in a moment.",
};

/** The words for a reason. */
export const saidOf = (reason) => SAID[reason] ?? SAID.away;

/** `reason` is one of the words above, `message` a sentence for people. */
export class NotCast extends Error {
  constructor(reason) {
    super(saidOf(reason));
    this.name = "NotCast";
    this.reason = reason;
  }
}

/**
 * Have a ballot signed for every open poll that has none yet, and forget those of polls that are over.
 * @param {{person: number, to: string, token: string, polls: {round: number, group: number, modulus: string}[]}} facts
 */
export const haveSigned = (facts) => alone(async () => {
  const open = facts.polls.map(({ round }) => nameOf(facts.person, round));
  for (const name of await keptBy(`${facts.person}/`)) if (!open.includes(name)) await forget(name);
  for (const poll of facts.polls) await haveOneSigned(facts, poll);
});

/**
 * What this browser has for a poll: nothing yet, a ballot that waits, one that was cast, or why there is none.
 * @returns {Promise<"none" | "ready" | "cast" | "issued" | "changed" | "key">}
 */
export async function stateOf(person, round) {
  const found = await kept(nameOf(person, round));
  if (!found) return "none";
  return found.state === "asked" ? "none" : found.state;
}

/** What would be sent: the whole ballot, to be shown before it is cast. Throws NotCast when there is none. */
export async function ballotFor(person, round, answers, topics) {
  const found = await kept(nameOf(person, round));
  if (found?.state !== "ready") throw new NotCast(found?.state === "cast" ? "spent" : found?.state ?? "none");
  const { group, serial, prefix, signature } = found;
  return { round, group, serial, prefix, signature, answers, topics };
}

/** Whether a ballot, else the one that lies here, was signed with this key: the one whose words are shown. */
export async function fits({ person, round, modulus, ballot }) {
  const { group, serial, prefix, signature } = ballot ?? (await kept(nameOf(person, round)));
  return verify(bytesOf(modulus), prepare(pack("token", round, group, serial), bytesOf(prefix)), bytesOf(signature));
}

/** Cast a ballot that `ballotFor` made: without a cookie, without a word of where it comes from. Throws NotCast. */
export const cast = (person, ballot, to) => alone(async () => {
  try {
    await send(to, ballot, { credentials: "omit", referrerPolicy: "no-referrer" });
  } catch (problem) {
    if (problem.reason !== "spent") throw problem; // it had arrived, and only the answer was lost
  }
  await keep(nameOf(person, ballot.round), { state: "cast" });
});

async function haveOneSigned({ person, to, token }, poll) {
  const name = nameOf(person, poll.round);
  const before = await kept(name);
  if (before && before.state !== "asked") return;
  const made = before ?? await make(poll);
  if (!before) await keep(name, made); // before it leaves: whoever clicks on asks for the same again
  try {
    const { signed } = await send(to, { round: poll.round, blinded: made.blinded }, { headers: { "X-CSRFToken": token } });
    await keep(name, await ready(poll.round, made, signed));
  } catch (problem) {
    if (!FINAL.includes(problem.reason)) throw problem; // the next visit tries again
    await keep(name, { state: problem.reason });
  }
}

async function make({ round, group, modulus }) {
  const serial = base64(crypto.getRandomValues(new Uint8Array(SERIAL)));
  const message = prepare(pack("token", round, group, serial));
  const hidden = await blind(bytesOf(modulus), message);
  const prefix = base64(message.subarray(0, PREFIX));
  return { state: "asked", group, modulus, serial, prefix, blinded: base64(hidden.blinded), inverse: base64(hidden.inverse) };
}

// What hid the ballot is thrown away here: afterwards nobody, not even this browser, can tie it to the request.
async function ready(round, { group, modulus, serial, prefix, inverse }, signed) {
  const message = prepare(pack("token", round, group, serial), bytesOf(prefix));
  try {
    const signature = await finalize(bytesOf(modulus), message, bytesOf(signed), bytesOf(inverse));
    return { state: "ready", group, serial, prefix, signature: base64(signature) };
  } catch {
    throw new NotCast("key");
  }
}

async function send(address, what, { headers, ...options }) {
  let answer;
  try {
    const said = await fetch(address, { method: "POST", cache: "no-store", redirect: "error", ...options,
      headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(what) });
    answer = await said.json();
  } catch {
    throw new NotCast("away");
  }
  if (!answer.taken) throw new NotCast(answer.reason);
  return answer;
}

const nameOf = (person, round) => `${person}/${round}`;

/** One tab at a time. */
const alone = (act) => navigator.locks.request(LABEL, act);

export function pack(what, ...fields) {
  const parts = [`${LABEL} ${what}`, ...fields.map(String)].map(utf8);
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(packed.buffer).setUint32(at, part.length);
    packed.set(part, at + 4);
    at += 4 + part.length;
  }
  return packed;
}
