// Comes with every page of whoever is signed in, and is the same for everybody. Every few hours, and at once where a page tells
// of a poll, it asks what is open and has this browser's ballot signed. So that a ballot was signed says nothing of whether it
// is cast.
import { keep, kept } from "./keeping.js";

const EVERY = 3 * 60 * 60 * 1000;
const script = document.querySelector("script[data-pulse]");
const name = `asked/${script.dataset.person}`;

async function fetchBallots() {
  if (!("now" in script.dataset) && Math.abs(Date.now() - ((await kept(name)) ?? 0)) < EVERY) return;
  const said = await fetch(script.dataset.pulse, { cache: "no-store", redirect: "error" });
  if (!said.ok) throw new Error(String(said.status));
  const { haveSigned } = await import("./tokens.js");
  await haveSigned(await said.json());
  await keep(name, Date.now());
}

/** Whether all went well. No storage, no network: the page of the poll says so, and the next page tries again. */
export const tried = fetchBallots().then(() => true, () => false);
