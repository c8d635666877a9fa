// What honest devices do, keep and forget, and how all stories are told.
import { attacks } from "./attacks.js";
import { Device, LONGEST, Room } from "./crypto.js";
import { device, latest, NOTE, outcome, talk, together, WHERE, withSecond } from "./people.js";
import { hashOf } from "./second.js";

const habits = {
  async "every text comes back as it was"(texts) {
    const { ana, bo } = await talk();
    const back = [];
    const told = async (text) => (await bo.room.open(await ana.room.seal({ ...NOTE, text }))).text;
    for (const text of texts) back.push(await told(text).catch(({ reason }) => reason));
    return back.every((text, at) => text === texts[at]) ? "as it was" : JSON.stringify(back);
  },

  async "the longest text, and longer ones"() {
    const [ana] = await together("ana");
    const tried = ["x".repeat(LONGEST), "x".repeat(LONGEST + 1), "😀".repeat(LONGEST / 4), "😀".repeat(LONGEST / 4 + 1),
      "x".repeat(2 ** 20), "half a character \ud83d"];
    const all = [];
    for (const text of tried) all.push(await outcome(ana.room.seal({ ...NOTE, text })));
    return all.join(", ");
  },

  async "lengths that can be seen"() {
    const [ana] = await together("ana");
    const lengths = [];
    for (const size of [0, 1, 252, 253, 1020, 1021, 4092, 4093, LONGEST]) {
      const { sealed } = await ana.room.seal({ ...NOTE, text: "x".repeat(size) });
      lengths.push(atob(sealed.replaceAll("-", "+").replaceAll("_", "/")).length - 16);
    }
    return lengths.join(" ");
  },

  // --- one device ----------------------------------------------------------------------------------------------------------

  async "many texts at once"() {
    const [ana, bo] = await together("ana", "bo");
    const texts = Array.from({ length: 12 }, (_, at) => ({ card: `card-${at}`, kind: "note", text: `${at}` }));
    const envelopes = await Promise.all(texts.map((text) => ana.room.seal(text)));
    const numbers = new Set(envelopes.map(({ sequence }) => sequence)).size;
    const opened = await bo.room.openAll([...envelopes].reverse());
    return `${numbers} numbers, ${opened.map(({ text }) => text).reverse().join(" ")}`;
  },

  async "a request is the same until it is granted"() {
    const bo = await device("bo");
    const [one, other] = [await bo.room.request(), await bo.room.request()];
    return JSON.stringify(one) === JSON.stringify(other) ? "the same" : "another";
  },

  async "two come at once"() {
    const [[ana], bo, cy] = [await together("ana"), await device("bo"), await device("cy")];
    const record = await ana.room.admit([await bo.room.request(), await cy.room.request()]);
    for (const { room } of [ana, bo, cy]) await room.follow(record);
    return (await cy.room.open(await bo.room.seal({ ...NOTE, text: "hello Cy" }))).text;
  },

  async "who left comes back"() {
    const [ana, bo] = await together("ana", "bo");
    const gone = await ana.room.remove(bo.device.id);
    for (const { room } of [ana, bo]) await room.follow(gone);
    const back = await ana.room.admit([await bo.room.request()]);
    for (const { room } of [ana, bo]) await room.follow(back);
    return outcome((async () => ana.room.open(await bo.room.seal({ ...NOTE, text: "back" })))());
  },

  async "a request from before is shown again"() {
    const all = await together("ana", "bo");
    const [ana, bo] = all;
    const before = all.records[1].members.find((member) => member.device === bo.device.id);
    const gone = await ana.room.remove(bo.device.id);
    for (const { room } of [ana, bo]) await room.follow(gone);
    const replayed = await ana.room.admit([before]);
    return outcome(bo.room.follow(replayed));
  },

  async "a meeting is forgotten"() {
    const all = await together("ana", "bo");
    const [ana, bo] = all;
    const envelope = await ana.room.seal({ ...NOTE, text: "one" });
    await bo.room.open(envelope);
    await bo.device.forget(WHERE.meeting);
    const attempts = [bo.room.open(envelope), bo.room.follow(all.records[1]), bo.room.phrase()];
    return `${await Promise.all(attempts.map(outcome))}; ${await bo.device.meetings()}`;
  },

  async "an envelope is all a server sees"(text) {
    const { ana, bo } = await talk();
    const envelope = await ana.room.seal({ ...NOTE, text });
    await bo.room.open(envelope);
    const bytes = atob(envelope.sealed.replaceAll("-", "+").replaceAll("_", "/"));
    return [Object.keys(envelope).sort().join(" "), JSON.stringify(envelope).includes(text), bytes.includes(text)].join("; ");
  },

  // What lies in this browser after a meeting with talk: where a key can be read, and where the text stands.
  async "what a thief finds in the browser"(text) {
    const { ana, bo } = await talk();
    await bo.room.open(await ana.room.seal({ ...NOTE, text }));
    await (await device("dee")).room.request();
    const kept = await everythingKept();
    const keys = [];
    const walk = (thing) => {
      if (thing instanceof CryptoKey) keys.push(thing);
      else if (thing instanceof Map) [...thing].forEach(walk);
      else if (thing && typeof thing === "object") Object.values(thing).forEach(walk);
    };
    walk(kept);
    const secret = keys.filter(({ type }) => type !== "public");
    const exported = await Promise.allSettled(secret.flatMap((key) =>
      ["raw", "pkcs8", "jwk"].map((format) => crypto.subtle.exportKey(format, key))));
    const kinds = [...new Set(secret.map(({ algorithm, usages }) => `${algorithm.name} ${usages}`))].sort();
    const elsewhere = [localStorage.length, sessionStorage.length, document.cookie, location.search, location.hash, history.state,
      performance.getEntriesByType("resource").filter(({ name }) => name.includes("?")).length, (await caches.keys()).length];
    return { kinds, extractable: secret.filter(({ extractable }) => extractable).length,
      exported: exported.filter(({ status }) => status === "fulfilled").length,
      elsewhere: elsewhere.map((one) => one || 0), text: told(kept).includes(text) };
  },

  async "hours pass on this browser's clock"(hours) {
    await together("ana");
    const real = Date.now;
    Date.now = () => real() + hours * 60 * 60 * 1000;
    const left = await (await device("ana")).device.meetings();
    Date.now = real;
    return left;
  },

  async "a browser without WebCrypto"() {
    Object.defineProperty(crypto, "subtle", { value: undefined, configurable: true });
    const came = await outcome(Device.open("ana"));
    delete crypto.subtle;
    return came;
  },

  // --- the second implementation -------------------------------------------------------------------------------------------

  async "a guest of the second implementation"() {
    const { all: [ana], bo, record } = await withSecond("ana");
    const read = await bo.read(await ana.room.seal({ ...NOTE, text: "صباح الخير" }));
    const { text, sender, person } = await ana.room.open(await bo.seal({ ...NOTE, sequence: 1 }, "guten Morgen"));
    const next = await bo.epoch({ epoch: 3, previous: bo.hash, members: record.members });
    await ana.room.follow(next);
    await bo.enter(next);
    const again = await bo.read(await ana.room.seal({ ...NOTE, text: "third epoch" }));
    return [read, text, sender === bo.id, person, again].join(", ");
  },

  async "the words of a room"() {
    const [ana, bo, cy] = await together("ana", "bo", "cy");
    const words = await Promise.all([ana, bo, cy].map(({ room }) => room.phrase()));
    const record = await latest(ana);
    const before = { record, words, hash: await hashOf(record) };
    await ana.room.follow(await ana.room.admit([]));
    return { ...before, next: await ana.room.phrase() };
  },
};

const told = (thing) => JSON.stringify(thing, (_, value) => (value instanceof Map ? [...value] : value));

async function everythingKept() {
  const all = [];
  for (const { name } of await indexedDB.databases()) {
    const opened = await new Promise((resolve) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const store of opened.objectStoreNames) {
      all.push(await new Promise((resolve) => {
        const asked = opened.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
      }));
    }
    opened.close();
  }
  return all;
}

/** Tell a story in a browser that knows nothing yet. */
export async function play(story, given) {
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) {
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(name).onsuccess = resolve;
    });
  }
  return { ...attacks, ...habits }[story](given);
}

export { device, Device, outcome, Room, together };
