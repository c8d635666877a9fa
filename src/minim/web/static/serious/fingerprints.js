// Writes the five words of each key beside it, made here from the key itself and not taken from the server.
import { fingerprint } from "./sealing.js";

export async function showFingerprints(scope) {
  for (const place of scope.querySelectorAll("[data-fingerprint]")) {
    const { person, key } = place.dataset;
    try {
      place.textContent = (await fingerprint({ person, key })).join(" ");
    } catch {
      place.textContent = "This browser cannot work them out.";
    }
    place.removeAttribute("aria-busy");
  }
}

await showFingerprints(document);
