// The way to the server and back. What it answers is data that nobody has to believe yet.

/** The network, or the server, is away. It comes back by itself. */
export class Offline extends Error {}

/** Somebody else was quicker: fetch what is new, and try again. */
export class Moved extends Error {}

/** The meeting is closed. */
export class Closed extends Error {}

/** This person is signed out, or does not sit here any more. */
export class Gone extends Error {}

const SLOW = 15_000; // ms until an answer is given up

export class Wire {
  /** @param {string} base address of the room, ending in a slash @param {string} csrf */
  constructor(base, csrf) {
    [this.base, this.csrf] = [base, csrf];
  }

  /** @param {string | null} device this browser, if it has the key @returns {Promise<{answer: any, took: number}>} in milliseconds */
  async get(path, device) {
    const began = performance.now();
    const answer = await this.#ask(path, { headers: device ? { "Minim-Device": device } : {} });
    return { answer, took: performance.now() - began };
  }

  act(name, words = {}) {
    return this.post(`acts/${name}/`, words);
  }

  post(path, words = {}) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(words) });
  }

  hear(seen) {
    return new EventSource(`${this.base}hears/?seen=${seen}`);
  }

  async #ask(path, options) {
    let answer;
    try {
      answer = await fetch(this.base + path, { redirect: "manual", signal: AbortSignal.timeout(SLOW), ...options });
    } catch {
      throw new Offline("The connection is lost. It comes back by itself; nothing you have typed is lost.");
    }
    if (answer.ok) return told(await answer.json());
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) throw new Gone();
    if (answer.status >= 500 || answer.status === 0) throw new Offline("The server does not answer. Trying again.");
    const { why } = await answer.json().catch(() => ({}));
    throw new Error(why ?? "That did not work. Please try again.");
  }
}

function told(answer) {
  if (answer.closed) throw new Closed();
  if (answer.moved) throw new Moved();
  return answer;
}
