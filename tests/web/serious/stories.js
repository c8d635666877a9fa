// What happens to a report between browsers, and what a hostile server tries with it.
import * as sealing from "./sealing.js";

const { fingerprint, makeKey, makeReceipt, open, openWord, readReceipt, seal, sealWord } = sealing;
const DAY = "2026-11-30";

async function outcome(attempt) {
  try {
    const result = await attempt;
    return typeof result === "string" ? result : "let in";
  } catch (problem) {
    if (problem.reason) return problem.reason;
    return `${problem.name}: ${problem.message}`;
  }
}

const receiptOf = (letter) => ({ mark: letter.repeat(43), talk: sealedKey(letter) });
const sealedKey = (letter) => btoa(letter.repeat(32)).replaceAll("=", "");

/** Quinn and Rae, each with a browser; `bring` seals a report to them. */
async function pair() {
  const [quinn, rae] = [await makeKey(), await makeKey()];
  const readers = [{ person: "7", key: quinn.key }, { person: "9", key: rae.key }];
  const bring = (more = {}) => seal({ text: "He shouts at Ana.", from: "Pat", day: DAY, receipt: receiptOf("r"), readers,
    without: [], ...more });
  return { quinn, rae, readers, bring };
}

const bare = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""))
  .replace(/[+]/g, "-").replace(/[/]/g, "_").replace(/=/g, "");
const full = (text) => new Uint8Array([...atob(text.replace(/-/g, "+").replace(/_/g, "/"))].map((sign) => sign.charCodeAt(0)));

const changed = (thing, change) => {
  const copy = structuredClone(thing);
  change(copy);
  return copy;
};
const text = async (opening) => (await opening).text;

const stories = {
  async "both open it"() {
    const { quinn, rae, bring } = await pair();
    const report = await bring();
    return [await open(report, quinn), await open(report, rae)];
  },

  async "whoever is left out tries"() {
    const { quinn, rae, bring } = await pair();
    const report = await bring({ without: ["7"] });
    return [await outcome(text(open(report, quinn))), await outcome(text(open(report, rae))), report.readers.length];
  },

  async "everybody is left out"() {
    const { bring } = await pair();
    return outcome(bring({ without: ["7", "9"] }));
  },

  async "what leaves the browser"(canary) {
    const { bring } = await pair();
    const receipt = await makeReceipt();
    const report = await bring({ text: `told ${canary}`, from: `Pat ${canary}`, receipt });
    const all = JSON.stringify(report).replace(/"[a-z]+":/g, ""); // "day" is a field's name, and a word of receipts too
    const inside = [canary, btoa(canary).slice(0, 8), receipt.lookup, receipt.talk, ...receipt.words.map((word) => `"${word}"`)];
    return `${Object.keys(report).sort().join(" ")}; ${inside.filter((part) => all.includes(part)).length} found`;
  },

  async "lengths that can be seen"(sizes) {
    const { bring } = await pair();
    const lengths = [];
    for (const size of sizes) {
      const { sealed } = await bring({ text: "x".repeat(size) });
      lengths.push(atob(sealed.replaceAll("-", "+").replaceAll("_", "/")).length - 16);
    }
    return lengths.join(" ");
  },

  async "texts"(texts) {
    const { quinn, bring } = await pair();
    const back = [];
    for (const one of texts) back.push(await outcome(bring({ text: one }).then((report) => text(open(report, quinn)))));
    return back;
  },

  async "long texts"() {
    const tried = ["x".repeat(8000), "😀".repeat(8000), "\u0001".repeat(8000), "x".repeat(8001), "😀".repeat(8001), "x".repeat(2 ** 20)];
    return Promise.all(tried.map(async (one) => {
      const { quinn, bring } = await pair();
      return (await outcome(bring({ text: one }).then((report) => text(open(report, quinn))))) === one ? "as it was"
        : outcome(bring({ text: one }));
    }));
  },

  async "a hostile server changes it"(how) {
    const { quinn, bring } = await pair();
    const [report, other] = [await bring(), await bring({ receipt: receiptOf("s") })];
    const flip = (sealed) => (sealed[9] === "A" ? "B" : "A");
    const ways = {
      "a byte of the text": (it) => { it.sealed = it.sealed.slice(0, 9) + flip(it.sealed) + it.sealed.slice(10); },
      "the day": (it) => { it.day = "2026-12-01"; },
      "the receipt": (it) => { it.receipt = "x".repeat(43); },
      "who else can read it": (it) => { it.readers.pop(); },
      "whose browser it is": (it) => { it.readers[0].person = "8"; },
      "another's wrap": (it) => { it.readers[0].wrap = it.readers[1].wrap; },
      "the wrap of another report": (it) => { it.readers[0].wrap = other.readers[0].wrap; },
      "the text of another report": (it) => { [it.sealed, it.iv] = [other.sealed, other.iv]; },
      "all but the receipt": (it) => { Object.assign(it, { ...other, receipt: it.receipt }); },
    };
    return outcome(text(open(changed(report, ways[how]), quinn)));
  },

  async "how the first bytes read"() {
    return new TextDecoder().decode(sealing.pack("report", "x").slice(4, 25));
  },

  async "a conversation"() {
    const receipt = await makeReceipt();
    const { quinn, bring } = await pair();
    const { talk } = await open(await bring({ receipt, from: "" }), quinn);
    const answer = await sealWord({ text: "We act on Monday.", from: "Quinn", day: DAY, receipt: receipt.mark, talk, number: 1, reporter: false });
    const again = await readReceipt(receipt.words.map((word) => word.slice(0, 4).toUpperCase()).join("\n"));
    const heard = await openWord(answer, again.talk);
    const more = await sealWord({ text: "It got worse.", from: "", day: DAY, receipt: again.mark, talk: again.talk, number: 2, reporter: true });
    const read = await openWord(more, talk);
    return [again.mark === receipt.mark, again.lookup === receipt.lookup, heard, read];
  },

  async "a word is moved"(how) {
    const [receipt, talk] = ["r".repeat(43), sealedKey("r")];
    const word = await sealWord({ text: "No.", from: "Quinn", day: DAY, receipt, talk, number: 1, reporter: false });
    const ways = {
      "to another place": { number: 2 },
      "to the other side": { reporter: true },
      "to another conversation": { receipt: "s".repeat(43) },
    };
    return outcome(text(openWord({ ...word, ...ways[how] }, talk)));
  },

  async "a wrong receipt"() {
    const [one, other] = [await makeReceipt(), await makeReceipt()];
    const { talk, mark } = one;
    const word = await sealWord({ text: "Yes.", from: "", day: DAY, receipt: mark, talk, number: 1, reporter: true });
    return [one.mark === other.mark, await outcome(openWord(word, other.talk)), await outcome(readReceipt("abandon abandon")),
      await outcome(readReceipt("abandon ability able about above absent absorb xylophone")), one.words.length];
  },

  async "what a receipt is"(words) {
    return readReceipt(words);
  },

  async "the words of a key"([person, key]) {
    return (await fingerprint({ person, key })).join(" ");
  },

  async "the words of three keys"() {
    const { quinn, rae } = await pair();
    const told = async (person, { key }) => (await fingerprint({ person, key })).join(" ");
    const honest = await told("7", quinn);
    return `${honest === await told("7", quinn)} ${honest === await told("7", rae)} ${honest === await told("9", quinn)}`;
  },

  async "somebody takes the key out of the browser"() {
    const { pair: made } = await makeKey();
    return outcome(crypto.subtle.exportKey("pkcs8", made.privateKey));
  },

  async "for a second implementation"() {
    const pair = globalThis.second = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const key = bare(await crypto.subtle.exportKey("raw", pair.publicKey));
    return seal({ text: "صباح الخير 😀", from: "Pat", day: DAY, receipt: receiptOf("w"), readers: [{ person: "7", key }], without: [] });
  },

  // Nothing of our modules: the bytes of the table come from Python, and the browser's own primitives work on them.
  async "the second implementation opens"({ ephemeral, wrap, iv, sealed, info, bound }) {
    const { subtle } = crypto;
    const theirs = await subtle.importKey("raw", full(ephemeral), { name: "ECDH", namedCurve: "P-256" }, false, []);
    const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, globalThis.second.privateKey, 256);
    const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
    const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: full(info) };
    const wrapping = await subtle.importKey("raw", await subtle.deriveBits(hkdf, base, 256), "AES-GCM", false, ["decrypt"]);
    const bits = await subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, wrapping, full(wrap));
    const key = await subtle.importKey("raw", bits, "AES-GCM", false, ["decrypt"]);
    const gcm = { name: "AES-GCM", iv: full(iv), additionalData: full(bound) };
    return bare(await subtle.decrypt(gcm, key, full(sealed)));
  },
};

export const play = (story, given) => stories[story](given);
