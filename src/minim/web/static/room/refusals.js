// Why something is not believed, or not possible. The page shows `message`; `reason` is for code and for translations.

const REASONS = {
  malformed: "This is not something a room sends.",
  elsewhere: "This belongs to another meeting.",
  begun: "This meeting has already begun on this device.",
  inside: "This device is already in the room.",
  outside: "This device is not in the room.",
  signature: "This was not signed by the device it claims to come from.",
  rollback: "This is an older state of the room than the one already seen.",
  fork: "Somebody shows two different rooms. Read the five words to each other.",
  gap: "A change of the room is missing before this one.",
  chain: "This does not follow from the room as it was. Read the five words to each other.",
  stranger: "This comes from a device that is not in the room.",
  "second device": "Another device of somebody present is admitted by that person's own device.",
  wrap: "The key in this is not for this device.",
  sealed: "This was written while this device was not in the room.",
  altered: "This was changed on its way, or belongs to another place.",
  stale: "This is older than what this device has already read.",
  gone: "This comes from a device that has left the room.",
  "too long": "This text is too long. 16,380 bytes fit: as many Latin letters, or 4,095 emoji.",
};

/** Something that must not be believed, or cannot be done. `reason` is one of the words above, `message` a sentence. */
export class Refused extends Error {
  constructor(reason) {
    super(REASONS[reason]);
    this.name = "Refused";
    this.reason = reason;
  }
}

/** This browser cannot keep a secret. Nothing may be written in the room then; `message` is for the page. */
export class CannotEncrypt extends Error {
  constructor(message = "This browser cannot encrypt, or does not store keys (a private window?). "
    + "So it stays outside. A current Firefox, Chrome, Edge or Safari can.") {
    super(message);
    this.name = "CannotEncrypt";
  }
}
