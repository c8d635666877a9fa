// Runs on every page of a member while a poll is open, and has this browser's ballot signed. So that a ballot was signed
// says nothing of whether it was cast.
import { haveSigned } from "./tokens.js";

const facts = JSON.parse(document.getElementById("pulse-open").textContent);
haveSigned(facts).catch(() => {}); // no storage, no network: the page of the poll says so, and the next visit tries again
