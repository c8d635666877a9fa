// How what was opened is shown: as text, never as HTML.

export function saidBy({ who, day, text, mine }) {
  const item = document.createElement("li");
  item.className = mine ? "said mine" : "said";
  const head = document.createElement("div");
  head.className = "note";
  head.textContent = [who, dayInWords(day)].filter(Boolean).join(", ");
  const body = document.createElement("p");
  body.className = "said-text";
  body.dir = "auto";
  body.textContent = text;
  item.append(head, body);
  return item;
}

export function dayInWords(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return "";
  return new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

export const today = () => new Date().toISOString().slice(0, 10);
