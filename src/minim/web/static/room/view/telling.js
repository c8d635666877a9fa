// What is said to those who hear the page: each change once, politely, and never the seconds.
export class Telling {
  #place;
  #before = null;

  constructor(place) {
    this.#place = place;
  }

  show(here) {
    const now = summary(here);
    const news = this.#before ? newsOf(this.#before, now, here) : [];
    this.#before = now;
    if (news.length) this.#place.textContent = news.join(" ");
  }
}

function summary({ model, state }) {
  return { phase: model.phase, offline: model.offline, step: state?.step.at, turn: state?.turn.now, thumbs: Boolean(state?.table?.thumbs), card: state?.table?.card,
    paused: Boolean(state?.step.paused), asking: model.asking.map(({ device }) => device), lead: state?.lead, theme: state?.theme?.card, sentUp: state?.sent_up };
}

const PHASES = { inside: "You are inside.", door: "You wait at the door.", over: "The meeting is closed.", gone: "You are not in this room any more.",
  deserted: "Nobody is inside who could let you in.", cannot: "This browser cannot encrypt." };

function newsOf(before, now, here) {
  const changed = (name) => before[name] !== now[name];
  const said = [];
  if (changed("phase")) said.push(PHASES[now.phase]);
  if (changed("offline")) said.push(now.offline ? "The connection is lost." : "The connection is back.");
  if (now.step === undefined) return said.filter(Boolean);
  if (changed("step")) said.push(`Step ${now.step + 1}: ${here.step.name}.`);
  if (changed("turn") && now.turn) said.push(now.turn === here.me ? "It is your turn." : `${here.name(now.turn)} has the word.`);
  if (changed("card") && now.card) said.push("A topic is on the table.");
  if (changed("thumbs") && now.thumbs) said.push("Thumbs, please: shall we go on with this topic?");
  if (changed("theme")) said.push(now.theme ? "A sentence is proposed to go up. Everybody is asked." : now.sentUp > before.sentUp ? "The sentence goes up." : "The sentence has disappeared.");
  if (changed("paused")) said.push(now.paused ? "The clock is paused." : "The clock runs.");
  if (changed("lead") && now.lead) said.push(now.lead === here.me ? "You lead now." : `${here.name(now.lead)} leads now.`);
  const fresh = here.model.asking.filter(({ device }) => !before.asking.includes(device));
  if (fresh.length && here.isInside) said.push(here.shown ? `At the door: ${fresh.map(({ name }) => name).join(", ")}.` : "Somebody is at the door.");
  return said.filter(Boolean);
}
