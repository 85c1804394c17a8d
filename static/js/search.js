// Suggests while one types a search. Arrows choose, Enter opens what is chosen or searches, Escape closes; the field
// keeps the focus, and a screen reader hears how many there are. Without this the form searches as it is.
const status = document.getElementById("found"); // only for who is signed in
const WAIT = 150; // milliseconds

function listFor(field) {
  const place = document.createElement("div");
  place.className = "completions";
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", status.dataset.list);
  list.hidden = true;
  place.append(list);
  field.form.append(place);
  return list;
}

async function equip(field) {
  const { default: Combobox } = await import(field.dataset.suggest);
  const list = listFor(field);
  const combobox = new Combobox(field, list, { tabInsertsSuggestions: false });
  let pause;
  let asked;

  const hide = () => {
    if (!list.hidden) combobox.stop();
    list.hidden = true;
    status.textContent = "";
  };

  const expectNothing = () => {
    clearTimeout(pause);
    asked?.abort();
  };

  const close = () => {
    expectNothing();
    hide();
  };

  const show = (html) => {
    list.innerHTML = html; // a part of ours: everything in it is escaped there
    const count = list.querySelectorAll("[role=option]").length;
    if (!count) return hide(); // what was typed since is still asked for
    if (list.hidden) { list.hidden = false; combobox.start(); } else combobox.resetSelection();
    status.textContent = status.dataset.found.replace("{num}", count);
  };

  const suggest = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = `/search/suggestions?q=${encodeURIComponent(field.value)}`;
    const html = await fetch(address, { signal: asked.signal }).then((answer) => (answer.ok ? answer.text() : null)).catch(() => null);
    if (html !== null && document.activeElement === field) show(html);
  };

  field.setAttribute("autocomplete", "off");
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(suggest, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key.startsWith("Arrow")) expectNothing(); // the list stands still for who chooses in it
    if (event.key !== "Escape") return;
    close();
    event.preventDefault(); // the text stays
    event.stopPropagation(); // and so does the focus
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("combobox-commit", ({ target }) => location.assign(target.dataset.address));
  if (field.value !== field.defaultValue) suggest(); // typed while this was being fetched
}

if (status) {
  document.querySelectorAll("[data-suggest]").forEach((field) => {
    field.addEventListener("focus", () => equip(field), { once: true });
    if (document.activeElement === field) field.dispatchEvent(new Event("focus"));
  });
}
