// What this browser keeps of polls, in a database of its own: one record per person and round.
const NAME = "minim pulse 1";

export const kept = (name) => stored("readonly", (ballots) => ballots.get(name));
export const keep = (name, what) => stored("readwrite", (ballots) => ballots.put(what, name));
export const forget = (name) => stored("readwrite", (ballots) => ballots.delete(name));

/** The names that begin like this. */
export const keptBy = async (beginning) =>
  (await stored("readonly", (ballots) => ballots.getAllKeys())).filter((name) => name.startsWith(beginning));

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("ballots");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function stored(mode, act) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const change = opened.transaction("ballots", mode);
      const asked = act(change.objectStore("ballots"));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = () => reject(change.error);
    });
  } finally {
    opened.close();
  }
}
