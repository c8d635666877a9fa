// What this browser keeps, in IndexedDB: devices by name, rooms by [name, meeting]. Keys lie there as CryptoKey objects whose
// bytes no script can read.
import { LABEL } from "./bytes.js";
import { CannotEncrypt } from "./refusals.js";

const DAY = 24 * 60 * 60 * 1000;

export function checkBrowser() {
  if (!globalThis.isSecureContext) {
    throw new CannotEncrypt("This page came over a connection without encryption, and browsers encrypt nothing there. "
      + "So this device stays outside. Whoever runs minim can give you an address that begins with https.");
  }
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB || !navigator.locks) throw new CannotEncrypt();
}

export const alone = (at, act) => navigator.locks.request(`${LABEL} ${JSON.stringify(at)}`, act);

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(LABEL, 1);
    asked.onupgradeneeded = () => ["devices", "rooms"].forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

export async function stored(name, mode, act) {
  let opened;
  try {
    opened = await database();
    return await new Promise((resolve, reject) => {
      const change = opened.transaction(name, mode);
      const asked = act(change.objectStore(name));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = () => reject(change.error);
    });
  } catch {
    throw new CannotEncrypt();
  } finally {
    opened?.close();
  }
}

// A browser that was closed before its meeting was forgets on the next visit.
export async function forgetOld() {
  await stored("rooms", "readwrite", (rooms) => {
    const asked = rooms.openCursor();
    asked.onsuccess = () => {
      const room = asked.result;
      if (Math.abs(Date.now() - room?.value.since) > DAY) room.delete();
      room?.continue();
    };
    return asked;
  });
}
