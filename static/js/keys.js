// Keys for people who like them; none works inside a field, and the person can switch them off (WCAG 2.1.4).
const dialog = document.getElementById("keys");
const show = document.querySelector("[data-show-keys]");
if (show && dialog) {
  show.hidden = false;
  show.addEventListener("click", () => dialog.showModal());
}

let waitingForPlace = false;
const rows = () => [...document.querySelectorAll("[data-row]")];

function step(by) {
  const all = rows();
  const now = all.findIndex((row) => row.classList.contains("selected"));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  if (!next) return;
  all[now]?.classList.remove("selected");
  next.classList.add("selected");
  next.querySelector("a[href]")?.focus();
}

const acts = {
  "/": () => (document.querySelector("[data-search-main]") ?? document.querySelector("[data-search]"))?.focus(),
  "?": () => dialog?.showModal(),
  n: () => location.assign("/questions/new"),
  j: () => step(1),
  k: () => step(-1),
  o: () => document.querySelector("[data-row].selected a[href]")?.click(),
  g: () => { waitingForPlace = true; setTimeout(() => { waitingForPlace = false; }, 1500); },
};

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") return field?.blur();
  const isComing = document.querySelector(".htmx-request"); // who types ahead of a field that is on its way writes words
  if (document.body.dataset.keys !== "on" || isComing || field || event.ctrlKey || event.metaKey || event.altKey) return;
  if (waitingForPlace && event.key === "q") return location.assign("/queue");
  const act = acts[event.key];
  if (act) { event.preventDefault(); act(); }
});
