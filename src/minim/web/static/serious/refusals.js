// Why something cannot be sealed, or is not believed. The page shows `message`; `reason` is for code.

const REASONS = {
  empty: "There is nothing here yet. A few words are enough.",
  "too long": "This is longer than 8,000 characters. It is all still here: please shorten it, or send the rest afterwards with your receipt.",
  half: "There is half a character in your text, often what is left of an emoji. It is all still here: please delete that spot and send again.",
  nobody: "Leave at least one of them in, so that somebody can read it.",
  "unknown word": "One of these words is not from our list. Eight words, as they stood on your receipt; the first four letters of each are enough.",
  "not here": "This was not sealed to this browser, so it cannot open it. It was sealed before this browser had its key, or its sender chose other people.",
  altered: "This was changed on its way, or is not what it claims to be. Do not trust it, and tell a colleague who can open it.",
  malformed: "This is not something our pages send.",
};

/** Something that cannot be sealed, or must not be believed. `reason` is one of the words above, `message` a sentence. */
export class Refused extends Error {
  constructor(reason) {
    super(REASONS[reason]);
    this.name = "Refused";
    this.reason = reason;
  }
}

/** This browser cannot keep a secret, so nothing may be written here. `message` is for the page. */
export class CannotSeal extends Error {
  constructor(message) {
    super(message);
    this.name = "CannotSeal";
  }
}

/** Before anybody writes a word. */
export function checkBrowser() {
  if (!globalThis.isSecureContext) {
    throw new CannotSeal("This page came over a connection without encryption, and browsers seal nothing there. So there is no form here. "
      + "Whoever runs minim can give you an address that begins with https; until then, go to somebody of PeopleOps in person.");
  }
  if (!globalThis.crypto?.subtle) {
    throw new CannotSeal("This browser cannot seal anything, so there is no form here: we send nothing that others could read. "
      + "A current Firefox, Chrome, Edge or Safari can; or go to somebody of PeopleOps in person.");
  }
}
