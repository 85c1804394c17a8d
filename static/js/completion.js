// Completes @names and #tags while one writes: arrows choose, Enter or Tab takes, Escape closes. The text keeps the
// focus; a screen reader hears how many there are and which one is chosen.
const kinds = {
  "@": ["/complete/people?q=", ({ people }) => people.map(({ handle, name }) => [`@${handle}`, `${name} @${handle}`])],
  "#": ["/complete/tags?q=", ({ tags }) => tags.map((tag) => [`#${tag}`, `#${tag}`])],
};
const begun = (area) => area.value.slice(0, area.selectionStart).match(/(?:^|[\s(])([@#])([\p{L}\d][\p{L}\d._+-]{0,39})$/u);

const status = document.getElementById("found"); // only for who is signed in

let count = 0;

function listFor(area) {
  const place = document.createElement("div");
  place.className = "completions";
  const list = document.createElement("ul");
  list.id = `completions-${(count += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", status.dataset.list);
  list.hidden = true;
  place.append(list);
  area.after(place);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  return list;
}

function choose(area, list, option) {
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  if (!option) return area.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  area.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function show(area, list, options) {
  choose(area, list, null);
  list.replaceChildren(...options.map(([text, words], at) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.text = text;
    option.textContent = words;
    return option;
  }));
  list.hidden = !options.length;
  status.textContent = options.length ? status.dataset.found.replace("{num}", options.length) : "";
}

function take(area, option) {
  const to = area.selectionStart;
  const [, sign, word] = begun(area);
  area.focus();
  area.setSelectionRange(to - sign.length - word.length, to);
  if (!document.execCommand("insertText", false, `${option.dataset.text} `)) area.setRangeText(`${option.dataset.text} `);
}

async function complete(area, list, signal) {
  const [, sign, word] = begun(area) ?? [];
  if (!word) return show(area, list, []);
  const [address, optionsOf] = kinds[sign];
  const asked = fetch(address + encodeURIComponent(word), { signal });
  const options = await asked.then(async (answer) => (answer.ok ? optionsOf(await answer.json()) : [])).catch(() => []);
  if (signal.aborted || begun(area)?.[2] !== word) return; // typed on meanwhile
  show(area, list, options.filter(([text]) => text !== sign + word));
}

function walk(event, area, list, { expectNothing, close }) {
  if (list.hidden) return;
  const options = [...list.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) { expectNothing(); choose(area, list, options[at + by] ?? (by > 0 ? options[0] : options.at(-1))); }
  else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) { take(area, options[at]); close(); }
  else if (event.key === "Escape") close();
  else if (/^(Arrow(Left|Right)|Home|End|Page(Up|Down))$/.test(event.key)) return close();
  else return;
  event.preventDefault();
  event.stopPropagation(); // Escape closes the list, and does not leave the field
}

function equip(area) {
  if (area.hasAttribute("aria-autocomplete")) return;
  const list = listFor(area);
  let pause;
  let asked;
  // The list stands still for who chooses in it, and what is closed stays closed.
  const expectNothing = () => {
    clearTimeout(pause);
    asked?.abort();
  };
  const close = () => {
    expectNothing();
    show(area, list, []);
  };
  area.addEventListener("input", () => {
    expectNothing();
    asked = new AbortController();
    pause = setTimeout(complete, 150, area, list, asked.signal);
  });
  area.addEventListener("keydown", (event) => walk(event, area, list, { expectNothing, close }));
  for (const leaving of ["blur", "mousedown"]) area.addEventListener(leaving, close); // its word is not written on
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault(); // the text keeps the focus
    if (option) { take(area, option); close(); }
  });
}

if (status) {
  const equipAll = () => document.querySelectorAll("[data-composer] textarea").forEach(equip);
  equipAll();
  document.addEventListener("htmx:afterSwap", equipAll);
}
