// Saved replies: `/` at the beginning of a line opens the list; what is chosen is written where one writes.
const boxOf = (area) => area.id && document.querySelector(`details[data-saved="${CSS.escape(area.id)}"]`);
const areaOf = (box) => document.getElementById(box.dataset.saved);

// As if it were typed, so that the browser's own undo takes it back.
function write(area, text) {
  area.focus();
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// The form tells the server what the text was made of.
function note(form, id) {
  const used = Object.assign(document.createElement("input"), { type: "hidden", name: "used", value: id });
  form.append(used);
}

async function take(button) {
  const box = button.closest("details[data-saved]");
  button.disabled = true; // who presses it twice has it once
  const answer = await fetch(button.dataset.text).catch(() => null);
  button.disabled = false;
  if (!answer?.ok) { // the form itself can do it, too
    delete button.dataset.text;
    return button.click();
  }
  const text = await answer.text();
  const area = areaOf(box);
  note(button.form, button.value);
  box.open = false;
  write(area, text);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("details[data-saved] button[data-text]");
  if (!button) return;
  event.preventDefault();
  take(button);
});

function open(area) {
  const box = boxOf(area);
  if (!box) return false;
  box.open = true;
  box.querySelector("input[type=search]").focus();
  return true;
}

function back(box, text = "") {
  box.open = false;
  const area = areaOf(box);
  if (text) write(area, text);
  else area.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target;
  if (field.matches?.("textarea") && event.key === "/" && field.selectionStart === field.selectionEnd) {
    const before = field.value[field.selectionStart - 1];
    if ((before === undefined || before === "\n") && open(field)) event.preventDefault();
    return;
  }
  const box = field.closest?.("details[data-saved]");
  if (!box) return;
  const wantsSlash = event.key === "/" && field.matches("input") && !field.value;
  if (event.key === "Escape" || wantsSlash) {
    event.preventDefault();
    event.stopPropagation();
    back(box, wantsSlash ? "/" : "");
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const stops = [box.querySelector("input"), ...box.querySelectorAll("button[data-text]")];
    const next = stops[stops.indexOf(field) + (event.key === "ArrowDown" ? 1 : -1)];
    next?.focus();
  } else if (event.key === "Enter" && field.matches("input")) {
    event.preventDefault();
    box.dataset.enter = "";
    takeFirst(box);
  }
});

// Enter takes the first that has the words as they stand: who types faster than the list comes, waits for it.
function takeFirst(box) {
  if (!("enter" in box.dataset) || box.dataset.found !== box.querySelector("input[type=search]").value) return;
  delete box.dataset.enter;
  box.querySelector("button[data-text]")?.click();
}

document.addEventListener("input", ({ target }) => delete target.closest?.("details[data-saved]")?.dataset.enter);
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const box = detail.target.closest("details[data-saved]");
  if (!box) return;
  box.dataset.found = detail.requestConfig.parameters.q ?? "";
  takeFirst(box);
});
