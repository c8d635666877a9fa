// One tab stop for the whole week: arrow keys walk from hour to hour and from day to day.
const spots = (table) => [...table.rows].slice(1).map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("a")));

function settle() {
  for (const table of document.querySelectorAll("[data-week]")) {
    const all = spots(table).flat().filter(Boolean);
    const stand = all.find((spot) => spot === document.activeElement);
    const best = ["free", "paid", "part", "top"].map((kind) => all.find((spot) => spot.classList.contains(kind)));
    const chosen = stand ?? best.find(Boolean) ?? all[0];
    all.forEach((spot) => (spot.tabIndex = spot === chosen ? 0 : -1));
  }
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  const table = event.target.closest?.("[data-week]");
  const step = STEPS[event.key];
  if (!table || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = spots(table);
  let row = rows.findIndex((line) => line.includes(event.target));
  let column = rows[row]?.indexOf(event.target) ?? -1;
  if (column < 0) return;
  event.preventDefault();
  // Hours in which nobody can are stepped over.
  do [row, column] = [row + step[0], column + step[1]];
  while (rows[row] && column >= 0 && column < rows[row].length && !rows[row][column]);
  const next = rows[row]?.[column];
  if (!next) return;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

settle();
document.addEventListener("htmx:after:swap", settle);
