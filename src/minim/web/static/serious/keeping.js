// What a recipient's browser keeps, in a database of its own: one key pair per person, whose private half no script can read.
import { CannotSeal } from "./refusals.js";
import { LABEL, makeKey } from "./sealing.js";

const CANNOT = "This browser does not keep keys (a private window?), so it can open no reports. "
  + "A current Firefox, Chrome, Edge or Safari can, in an ordinary window.";

/** @param {string} person @returns {Promise<{key: string, pair: CryptoKeyPair} | undefined>} */
export const keptKey = (person) => stored("readonly", (keys) => keys.get(person));

/** This person's key in this browser: the one that is there, or a new one. */
export async function keepKey(person) {
  const known = await keptKey(person);
  if (known) return known;
  const made = await makeKey();
  await stored("readwrite", (keys) => keys.put(made, person));
  return made;
}

export const forgetKey = (person) => stored("readwrite", (keys) => keys.delete(person));

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(LABEL, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("keys");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function stored(mode, act) {
  let opened;
  try {
    opened = await database();
    return await new Promise((resolve, reject) => {
      const change = opened.transaction("keys", mode);
      const asked = act(change.objectStore("keys"));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = () => reject(change.error);
    });
  } catch {
    throw new CannotSeal(CANNOT);
  } finally {
    opened?.close();
  }
}
