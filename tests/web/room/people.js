// The people of the stories: honest members, a guest of the second implementation, and what comes of an attempt.
import { Device, Refused, Room } from "./crypto.js";
import { Second } from "./second.js";

export const WHERE = { group: "group-1", meeting: "meeting-1" };
export const NOTE = { card: "card-1", kind: "note" };

export async function outcome(attempt) {
  try {
    await attempt;
    return "let in";
  } catch (problem) {
    if (problem instanceof Refused) return problem.reason;
    return `${problem.name}: ${problem.message}`;
  }
}

export async function device(name, where = WHERE) {
  const own = await Device.open(name);
  return { device: own, room: new Room({ ...where, person: name.split(" ")[0], device: own }) };
}

/** Everybody in one room: the first begins and admits the others one by one. */
export async function together(...names) {
  const all = [];
  const records = [];
  for (const name of names) {
    const here = await device(name);
    const [first] = all;
    const record = first ? await first.room.admit([await here.room.request()]) : await here.room.begin();
    records.push(record);
    all.push(here);
    for (const { room } of all) await room.follow(record);
  }
  return Object.assign(all, { records });
}

export async function withSecond(...names) {
  const all = await together(...names);
  const bo = await Second.make(WHERE, "bo");
  const record = await all[0].room.admit([await bo.entry()]);
  for (const { room } of all) await room.follow(record);
  await bo.enter(record);
  all.records.push(record);
  return { all, bo, record };
}

export const latest = async ({ room }) => (await room.now()).record;

export const changed = (thing, change) => {
  const copy = structuredClone(thing);
  change(copy);
  return copy;
};

export async function talk() {
  const [ana, bo, cy] = await together("ana", "bo", "cy");
  return { ana, bo, cy };
}

export const heard = async (one, other) => `${await one.room.phrase()}` === `${await other.room.phrase()}`;
