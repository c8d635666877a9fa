// What a hostile server and a hostile member try.
import { changed, device, heard, latest, NOTE, outcome, talk, together, WHERE, withSecond } from "./people.js";
import { hashOf, Second } from "./second.js";

export const attacks = {
  // --- the chain of epochs -----------------------------------------------------------------------------------------------

  async "an older epoch comes again"() {
    const all = await together("ana", "bo", "cy");
    return outcome(all[1].room.follow(all.records[1]));
  },

  async "two epochs have one number"() {
    const [ana, bo, cy] = await together("ana", "bo", "cy");
    const [one, other] = [await ana.room.remove(bo.device.id), await bo.room.remove(ana.device.id)];
    await cy.room.follow(one);
    return outcome(cy.room.follow(other));
  },

  async "two halves follow two epochs"() {
    const [ana, bo] = await together("ana", "bo");
    const [one, other] = [await ana.room.admit([]), await bo.room.admit([])];
    await ana.room.follow(one);
    await bo.room.follow(other);
    return (await heard(ana, bo)) ? "the same words" : "other words";
  },

  async "the news of a removal is withheld"() {
    const [ana, bo, cy] = await together("ana", "bo", "cy");
    await ana.room.follow(await ana.room.remove(bo.device.id));
    return (await heard(ana, cy)) ? "the same words" : "other words";
  },

  async "a member builds on another past"() {
    const { all: [ana], bo, record } = await withSecond("ana");
    return outcome(ana.room.follow(await bo.epoch({ epoch: 3, previous: "elsewhere", members: record.members })));
  },

  async "an epoch is left out"() {
    const { all: [ana], bo, record } = await withSecond("ana");
    const hidden = await bo.epoch({ epoch: 3, previous: bo.hash, members: record.members });
    const next = await bo.epoch({ epoch: 4, previous: await hashOf(hidden), members: record.members });
    return outcome(ana.room.follow(next));
  },

  async "the server admits by itself"() {
    const [ana] = await together("ana", "bo");
    const ghost = await Second.make(WHERE, "cy");
    const { record } = await ana.room.now();
    const members = [...record.members, await ghost.entry()];
    return outcome(ana.room.follow(await ghost.epoch({ epoch: 3, previous: await hashOf(record), members })));
  },

  async "the server admits in a member's name"() {
    const [ana] = await together("ana", "bo");
    const ghost = await Second.make(WHERE, "cy");
    const { record } = await ana.room.now();
    const members = [...record.members, await ghost.entry()];
    const by = ana.device.id;
    return outcome(ana.room.follow(await ghost.epoch({ epoch: 3, previous: await hashOf(record), members, by })));
  },

  async "the server leaves a member out of an epoch"() {
    const [ana, bo] = await together("ana", "bo", "cy");
    const record = await bo.room.admit([]);
    const shorter = changed(record, (it) => {
      const at = it.members.findIndex(({ device }) => device !== ana.device.id && device !== bo.device.id);
      it.members.splice(at, 1);
      it.wraps.splice(at, 1);
    });
    return outcome(ana.room.follow(shorter));
  },

  async "the server says nobody has begun"() {
    const [ana] = await together("ana", "bo");
    return outcome(ana.room.begin());
  },

  async "a server's own room is shown to a member"() {
    const [ana] = await together("ana", "bo");
    const ghost = await Second.make(WHERE, "bo");
    const { record } = await ana.room.now();
    const mine = record.members.find((member) => member.device === ana.device.id);
    return outcome(ana.room.follow(await ghost.epoch({ epoch: 9, previous: "", members: [mine, await ghost.entry()] })));
  },

  async "an epoch of another meeting"() {
    const [ana] = await together("ana", "bo");
    const elsewhere = await Second.make({ ...WHERE, meeting: "meeting-2" }, "bo");
    const record = await elsewhere.epoch({ epoch: 3, previous: (await latest(ana)).previous, members: [await elsewhere.entry()] });
    return outcome(ana.room.follow(record));
  },

  // --- admission ---------------------------------------------------------------------------------------------------------

  async "a key is swapped in a request"() {
    const [[ana], bo] = [await together("ana"), await device("bo")];
    const ghost = await Second.make(WHERE, "bo");
    const request = changed(await bo.room.request(), (it) => { it.keys.receive = ghost.keys.receive; });
    return outcome(ana.room.admit([request]));
  },

  async "a ghost takes the name of a device"() {
    const [[ana], bo] = [await together("ana"), await device("bo")];
    const ghost = await Second.make(WHERE, "bo");
    return outcome(ana.room.admit([await ghost.entry({ device: bo.device.id })]));
  },

  async "a request brings a key that is none"() {
    const [ana] = await together("ana");
    const ghost = await Second.make(WHERE, "bo");
    const off = `${ghost.keys.receive.slice(0, -2)}AA`;
    const came = new Set();
    for (const receive of [off, "BA", "§", ""]) {
      const request = await ghost.entry({ keys: { ...ghost.keys, receive } });
      came.add((await outcome(ana.room.admit([request]))).split(":")[0]);
    }
    return [...came].join();
  },

  async "a request for another meeting"() {
    const [ana] = await together("ana");
    const bo = await device("bo", { ...WHERE, meeting: "meeting-2" });
    return outcome(ana.room.admit([await bo.room.request()]));
  },

  // The server stands between Ana and Bo and shows each a ghost of the other. All is rightly signed; only the words tell.
  async "a ghost is admitted instead of Bo"() {
    const [[ana], bo] = [await together("ana"), await device("bo")];
    const [ghostBo, ghostAna] = [await Second.make(WHERE, "bo"), await Second.make(WHERE, "ana")];
    await ana.room.follow(await ana.room.admit([await ghostBo.entry()]));
    const members = [await ghostAna.entry(), await bo.room.request()];
    await bo.room.follow(await ghostAna.epoch({ epoch: 2, previous: (await latest(ana)).previous, members }));
    return (await heard(ana, bo)) ? "the same words" : "other words";
  },

  async "a ghost device of a member is admitted by another"() {
    const [ana] = await together("ana", "bo");
    const ghost = await Second.make(WHERE, "bo");
    return outcome(ana.room.admit([await ghost.entry()]));
  },

  async "a ghost comes together with Bo"() {
    const [[ana], bo] = [await together("ana"), await device("bo")];
    const ghost = await Second.make(WHERE, "bo");
    return outcome(ana.room.admit([await bo.room.request(), await ghost.entry()]));
  },

  async "another member admitted a ghost device of mine"() {
    const { all: [, cy], bo, record } = await withSecond("ana", "cy");
    const ghost = await Second.make(WHERE, "cy");
    const members = [...record.members, await ghost.entry()];
    return outcome(cy.room.follow(await bo.epoch({ epoch: 4, previous: bo.hash, members })));
  },

  async "Bo admits their own telephone"() {
    const [[ana, bo], phone] = [await together("ana", "bo"), await device("bo phone")];
    const record = await bo.room.admit([await phone.room.request()]);
    const came = await outcome(Promise.all([ana, bo, phone].map(({ room }) => room.follow(record))));
    const persons = (await ana.room.now()).members.map(({ person }) => person).sort();
    return `${came}: ${persons}`;
  },

  async "Bo lost a telephone and comes with another"() {
    const [[ana, bo], phone] = [await together("ana", "bo"), await device("bo phone")];
    const record = await ana.room.admit([await phone.room.request()], [ana.device.id]);
    const came = await outcome(Promise.all([ana, bo, phone].map(({ room }) => room.follow(record))));
    return `${came}: ${(await bo.room.now()).inside}`;
  },

  async "the key of another is wrapped for me"() {
    const { all: [ana, cy], bo, record } = await withSecond("ana", "cy");
    const bend = (it) => {
      const [mine, theirs] = [cy, ana].map(({ device: { id } }) => it.wraps.find((wrap) => wrap.device === id));
      mine.key = theirs.key;
    };
    return outcome(cy.room.follow(await bo.epoch({ epoch: 4, previous: bo.hash, members: record.members, bend })));
  },

  // A key that the server could know already: the one of an earlier epoch.
  async "an older key is put into a newer epoch"() {
    const all = await together("ana", "bo", "cy");
    const [ana, bo] = all;
    const [older] = all.records.slice(-1);
    const newer = await ana.room.admit([]);
    const spliced = changed(newer, (it) => {
      it.ephemeral = older.ephemeral;
      it.wraps = older.wraps;
    });
    return outcome(bo.room.follow(spliced));
  },

  async "who was removed follows on"() {
    const [ana, bo] = await together("ana", "bo", "cy");
    const record = await ana.room.remove(bo.device.id);
    for (const { room } of [ana, bo]) await room.follow(record);
    return outcome((async () => bo.room.open(await ana.room.seal({ ...NOTE, text: "about Bo" })))());
  },

  async "who was removed reads with a key put aside"() {
    const { all: [ana], bo } = await withSecond("ana");
    await ana.room.follow(await ana.room.remove(bo.id));
    const envelope = await ana.room.seal({ ...NOTE, text: "about Bo" });
    try {
      bo.hash = await hashOf(await latest(ana));
      return await bo.read({ ...envelope, sender: ana.device.id });
    } catch (problem) {
      return problem.name;
    }
  },

  async "who was removed writes on"() {
    const [ana, bo] = await together("ana", "bo", "cy");
    const late = await bo.room.seal({ ...NOTE, text: "still here" });
    await ana.room.follow(await ana.room.remove(bo.device.id));
    return outcome(ana.room.open(late));
  },

  async "who was removed seals on"() {
    const [ana, bo] = await together("ana", "bo", "cy");
    await bo.room.follow(await ana.room.remove(bo.device.id));
    return outcome(bo.room.seal({ ...NOTE, text: "still here" }));
  },

  async "one sees oneself out"() {
    const [ana] = await together("ana", "bo");
    return outcome(ana.room.remove(ana.device.id));
  },

  // --- texts -------------------------------------------------------------------------------------------------------------

  async "an old text comes again"() {
    const { ana, bo } = await talk();
    const [first, second] = [await ana.room.seal({ ...NOTE, text: "one" }), await ana.room.seal({ ...NOTE, text: "two" })];
    for (const envelope of [first, second]) await bo.room.open(envelope);
    return outcome(bo.room.open(first));
  },

  async "an old text of another device comes again"() {
    const { ana, bo, cy } = await talk();
    const first = await ana.room.seal({ ...NOTE, text: "one" });
    await bo.room.open(first);
    await bo.room.open(await cy.room.seal({ ...NOTE, text: "two" }));
    return outcome(bo.room.open(first));
  },

  async "two texts change places"() {
    const { ana, bo } = await talk();
    const first = await ana.room.seal({ ...NOTE, text: "one" });
    const second = await ana.room.seal({ ...NOTE, card: "card-2", text: "two" });
    await bo.room.open(second);
    return outcome(bo.room.open(first));
  },

  async "a text is held back"() {
    const { ana, bo } = await talk();
    const all = [];
    for (const text of ["one", "two", "three"]) all.push(await ana.room.seal({ ...NOTE, text }));
    await bo.room.open(all[0]);
    return `skipped ${(await bo.room.open(all[2])).skipped}`;
  },

  async "the newest text comes twice"() {
    const { ana, bo } = await talk();
    const envelope = await ana.room.seal({ ...NOTE, text: "one" });
    const opened = [await bo.room.open(envelope), await bo.room.open(envelope)];
    return opened.map(({ text, again }) => `${text} ${again ? "again" : "new"}`).join(", ");
  },

  async "a member writes in another's name"() {
    const { all: [ana, cy], bo } = await withSecond("ana", "cy");
    return outcome(ana.room.open(await bo.seal({ ...NOTE, sequence: 1, sender: cy.device.id }, "I resign")));
  },

  async "a stranger writes with a stolen key"() {
    const { all: [ana], bo } = await withSecond("ana");
    const thief = await Second.make(WHERE, "eve");
    return outcome(ana.room.open(await bo.seal({ ...NOTE, sequence: 1, sender: thief.id }, "I am new", thief)));
  },

  async "a text of another meeting"() {
    const { ana, bo } = await talk();
    const envelope = await ana.room.seal({ ...NOTE, text: "one" });
    return outcome(bo.room.open({ ...envelope, meeting: "meeting-2" }));
  },

  async "a text of another meeting, relabelled"() {
    const { all: [ana], bo } = await withSecond("ana");
    const envelope = await bo.seal({ ...NOTE, sequence: 1, meeting: "meeting-2" }, "elsewhere");
    return outcome(ana.room.open({ ...envelope, meeting: WHERE.meeting }));
  },

  async "a text of an epoch this device was not in"() {
    const { all: [ana], bo } = await withSecond("ana");
    bo.record = { ...bo.record, epoch: 7 };
    return outcome(ana.room.open(await bo.seal({ ...NOTE, sequence: 1 }, "later")));
  },

  async "the sealed bytes are changed"() {
    const { ana, bo } = await talk();
    const envelope = await ana.room.seal({ ...NOTE, text: "one" });
    const flipped = (envelope.sealed[9] === "A" ? "B" : "A");
    return outcome(bo.room.open({ ...envelope, sealed: envelope.sealed.slice(0, 9) + flipped + envelope.sealed.slice(10) }));
  },

  async "a text is moved"(change) {
    const { ana, bo, cy } = await talk();
    const envelope = await ana.room.seal({ ...NOTE, text: "one" });
    return outcome(bo.room.open({ ...envelope, ...change, ...(change.sender ? { sender: cy.device.id } : {}) }));
  },

  async "what is no document at all"() {
    const { ana, bo } = await talk();
    const envelope = await ana.room.seal({ ...NOTE, text: "one" });
    const record = await ana.room.admit([]);
    const entry = record.members[0];
    const spoiled = [null, "x", [], {}, { ...envelope, epoch: "3" }, { ...envelope, sequence: 1.5 },
      { ...envelope, card: ["card-1"] }, { ...envelope, iv: null }];
    const records = [null, {}, { ...record, epoch: `${record.epoch}` }, { ...record, members: {} }, { ...record, members: [null] },
      { ...record, wraps: [] }, { ...record, members: [...record.members].reverse() },
      { ...record, members: [entry, ...record.members], wraps: [record.wraps[0], ...record.wraps] }];
    const all = [...spoiled.map((one) => bo.room.open(one)), ...records.map((one) => bo.room.follow(one)),
      ana.room.admit([{ ...entry, keys: null }]), ana.room.seal({ kind: "note", text: "x" }), ana.room.seal({ ...NOTE, text: 7 })];
    return [...new Set(await Promise.all(all.map(outcome)))].join();
  },

  async "bytes that are no base64"() {
    const { ana, bo } = await talk();
    const envelope = await ana.room.seal({ ...NOTE, text: "one" });
    const entry = (await latest(ana)).members[0];
    const all = [bo.room.open({ ...envelope, signature: "§" }), ana.room.admit([{ ...entry, signature: "§" }])];
    return [...new Set(await Promise.all(all.map(outcome)))].join();
  },
};
