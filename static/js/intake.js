// Shows a field of the ask form when the answer that it waits for is given, and says what would help most.
// Without this all fields are shown, each with what it waits for, and the server decides.
const holder = (name) => document.getElementsByName(name)[0]?.closest("[data-asks]");

function answersOf(name) {
  return [...document.getElementsByName(name)].flatMap((input) => {
    if (input.type === "checkbox" || input.type === "radio") return input.checked ? [input.value] : [];
    return input.value.trim() ? [input.value.trim()] : [];
  });
}

function isAsked(field, below = new Set()) {
  const { waitsFor, waitsValue } = field.dataset;
  const other = waitsFor && holder(waitsFor);
  if (!other || below.has(field)) return true;
  const given = answersOf(waitsFor);
  return (waitsValue ? given.includes(waitsValue) : given.length > 0) && isAsked(other, new Set([...below, field]));
}

const isFilled = (field) => [...field.querySelectorAll("input, select, textarea")].some((input) => answersOf(input.name).length);

function measure(form) {
  const meter = form.querySelector("[data-meter]");
  if (!meter) return;
  const asked = [...form.querySelectorAll("[data-asks]")].filter((field) => !field.hidden);
  const needed = asked.filter((field) => field.dataset.asks === "needed");
  const empty = asked.filter((field) => !isFilled(field));
  const open = empty.filter((field) => field.dataset.asks === "needed");
  const most = open[0] ?? empty.find((field) => field.dataset.fact === "error") ?? empty[0];
  const count = open.length ? meter.dataset.count.replace("{filled}", needed.length - open.length).replace("{needed}", needed.length) : "";
  const words = most ? `${count} ${meter.dataset.most.replace("{field}", most.dataset.label)}`.trim() : meter.dataset.done;
  if (meter.textContent.trim() !== words) meter.textContent = words;
}

function settle(form) {
  form.querySelectorAll("[data-waits-for]").forEach((field) => {
    field.hidden = !isAsked(field);
    field.querySelectorAll("[data-when]").forEach((note) => { note.hidden = true; });
  });
  measure(form);
}

const all = () => document.querySelectorAll("[data-intake]").forEach(settle);
let pause;
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("[data-intake]");
    if (!form) return;
    clearTimeout(pause);
    pause = setTimeout(() => settle(form), kind === "input" ? 300 : 0); // read aloud, so not at each key
  });
}
document.addEventListener("htmx:load", all);
addEventListener("load", all);
all();

// Suggestions are asked for with the beginning of the text, and told by their number: read whole they would not end.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.path === "/search/similar" && detail.parameters.source) detail.parameters.source = detail.parameters.source.slice(0, 400);
});
// "This solved it" waits until the suggestion was opened; it stays when the list is fetched again.
const opened = new Set();
const markOpened = () => document.querySelectorAll("#suggestions li").forEach((line) => {
  line.classList.toggle("was-opened", opened.has(line.querySelector(".found-title")?.href));
});
for (const kind of ["click", "auxclick"]) {
  document.addEventListener(kind, ({ target }) => {
    const link = target.closest?.("#suggestions .found-title");
    if (!link) return;
    opened.add(link.href);
    markOpened();
  });
}
document.addEventListener("htmx:beforeSwap", ({ detail }) => { // the list stands still for who is in it
  if (detail.target?.id === "suggestions" && detail.target.matches(":focus-within, :active")) detail.shouldSwap = false;
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id === "suggestions") markOpened();
  const status = document.getElementById("found");
  if (!status || detail.target?.id !== "suggestions") return;
  const count = detail.target.querySelectorAll(".found-title").length;
  status.textContent = count ? detail.target.dataset.told.replace("{num}", count) : "";
});

// The category is guessed from the questions that are alike, while it is nobody's choice: whoever chooses one, or writes
// into its fields, has chosen; nothing is guessed under the hand of who is further down the form.
let isGuessing = false;
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const guessed = document.getElementById("guessed");
    if (guessed && !isGuessing && target.closest?.("#ask-fields")) guessed.value = "";
  }, true);
}
function guess() {
  const [select, guessed] = ["category", "guessed"].map((id) => document.getElementById(id));
  const found = document.querySelector("#suggestions [data-guess]")?.dataset.guess;
  if (!guessed || !found || select.value !== guessed.value || select.value === found) return;
  const isFurther = document.activeElement?.closest("#ask") && document.activeElement.id !== "title";
  if (isFurther || ![...select.options].some((option) => option.value === found)) return;
  isGuessing = true;
  select.value = guessed.value = found;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  isGuessing = false;
}
document.addEventListener("htmx:afterSwap", ({ detail }) => { if (detail.target?.id === "suggestions") guess(); });
