// The queue by keyboard and beside the list: x selects, a assigns, r replies, i notes; a wide screen opens rows in place.
const table = document.querySelector("[data-queue]");
const bar = document.getElementById("bulk");
const peek = document.getElementById("peek");
const all = table?.querySelector("[data-select-all]");
const wide = matchMedia("(min-width: 80em)");

const selectedRow = () => table?.querySelector("[data-row].selected") ?? null;
const boxes = () => [...(table?.querySelectorAll("input[name=ticket]") ?? [])];

function recount() {
  const count = boxes().filter((box) => box.checked).length;
  const told = bar?.querySelector("[data-selected-count]");
  if (told) told.textContent = `${count} ${told.dataset.words}`;
  if (bar) bar.hidden = !count;
  if (all) all.checked = count > 0 && count === boxes().length;
}

function show(row) {
  table.querySelectorAll("[data-row].selected").forEach((other) => other.classList.remove("selected"));
  row.classList.add("selected");
  window.htmx.ajax("GET", `/queue/${row.dataset.label}`, { source: peek, target: peek, swap: "innerHTML" });
}

function write(kind) {
  const box = document.querySelector(`details[data-write=${kind}]`);
  if (box) { // on the ticket's own page
    box.open = true;
    return box.querySelector("textarea")?.focus();
  }
  const label = selectedRow()?.dataset.label;
  if (label) location.assign(`/tickets/${label}?write=${kind}#${kind}`);
}

function tick() {
  const box = selectedRow()?.querySelector("input[name=ticket]");
  if (!box) return;
  box.checked = !box.checked;
  recount();
}

function assign() {
  const owner = document.getElementById("owner");
  if (owner) { // on the ticket's own page
    owner.closest("details")?.setAttribute("open", "");
    return owner.focus();
  }
  if (!boxes().some((box) => box.checked)) tick();
  document.getElementById("change")?.focus();
}

const acts = { x: tick, a: assign, r: () => write("reply"), i: () => write("note") };

if (table) {
  all.parentElement.hidden = false;
  recount();
  table.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    recount();
  });
  table.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.target.closest("input");
    if (!row || !plain || !wide.matches || !window.htmx) return;
    event.preventDefault();
    show(row);
  });
}

document.addEventListener("keydown", (event) => {
  const isComing = document.querySelector(".htmx-request:not(#peek)"); // as in keys.js; beside the list comes no field
  if (document.body.dataset.keys !== "on" || isComing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const act = field ? undefined : acts[event.key];
  if (act) { event.preventDefault(); act(); }
});

// Colleagues see for a minute that somebody is writing here; every half minute of writing says so again.
const SAY_EVERY = 25000;
let saidAt = 0;

document.addEventListener("input", (event) => {
  const label = document.getElementById("new-posts")?.dataset.ticket;
  const token = event.target.closest("textarea")?.form?.elements.csrf_token?.value;
  if (!label || !token || Date.now() - saidAt < SAY_EVERY) return;
  saidAt = Date.now();
  fetch(`/tickets/${label}/presence`, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
});
