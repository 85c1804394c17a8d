// Makes a plain textarea a Markdown composer: toolbar, preview, files by paste or drag, completion of @names.
const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";
const marks = { bold: ["**", "**"], italic: ["*", "*"], code: ["`", "`"], link: ["[", "](https://)"], list: ["- ", ""] };

function insert(area, before, after = "") {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const multiline = before === "`" && chosen.includes("\n");
  const [open, close] = multiline ? ["```\n", "\n```"] : [before, after];
  area.setRangeText(open + chosen + close, from, to, "end");
  if (!chosen) area.selectionStart = area.selectionEnd = from + open.length;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

function say(composer, text, isWrong = false) {
  const status = composer.querySelector("[data-status]");
  status.classList.toggle("wrong", isWrong);
  status.textContent = text;
  status.hidden = !text;
}

// One file to the store, saying how far it is; the answer is what the server told, with `ok`.
function send(file, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", "/files");
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => progress(Math.round((100 * event.loaded) / event.total)));
    request.addEventListener("loadend", () => resolve({ ...request.response, ok: request.status >= 200 && request.status < 300 }));
    request.send(body);
  });
}

async function upload(composer, area, files) {
  const refused = [];
  for (const file of files) {
    const told = await send(file, (percent) => say(composer, `${file.name}: ${percent} %`));
    if (told.ok) insert(area, `${told.markdown}\n`);
    else refused.push(`${file.name}: ${told.sentence ?? document.getElementById("toast")?.dataset.trouble}`);
  }
  say(composer, refused.join(" "), refused.length > 0);
}

async function preview(composer, area, pane) {
  const body = new URLSearchParams({ source: area.value, csrf_token: token() });
  const answer = await fetch("/preview", { method: "POST", body }).catch(() => null);
  if (answer?.ok) pane.innerHTML = await answer.text();
}

function chooseFile(composer, area) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => upload(composer, area, input.files));
  input.click();
}

function act(composer, area, pane, button) {
  const kind = button.dataset.md;
  if (kind === "file") return chooseFile(composer, area);
  if (kind !== "preview") return insert(area, ...marks[kind]);
  pane.hidden = !pane.hidden;
  button.setAttribute("aria-pressed", String(!pane.hidden));
  if (!pane.hidden) preview(composer, area, pane);
}

const typedName = (area) => area.value.slice(0, area.selectionStart).match(/(?:^|\s)@([\p{L}\d.\-]{1,30})$/u)?.[1];

function take(area, list, handle) {
  const end = area.selectionStart;
  area.setRangeText(`@${handle} `, end - typedName(area).length - 1, end, "end");
  list.replaceChildren();
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

async function complete(area, list) {
  const asked = typedName(area);
  const answer = asked ? await fetch(`/people/complete?q=${encodeURIComponent(asked)}`).catch(() => null) : null;
  if (asked !== typedName(area)) return; // typed on meanwhile
  const { people } = answer?.ok ? await answer.json() : { people: [] };
  list.replaceChildren(...people.map(({ handle, name }) => {
    const option = document.createElement("button");
    option.type = "button";
    option.className = "chip";
    option.textContent = `${name} @${handle}`;
    option.addEventListener("click", () => take(area, list, handle));
    return option;
  }));
}

// Down from the text into the names, arrows among them, Escape back to the text.
function walk(event, area, list) {
  const names = [...list.children];
  if (!names.length) return;
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const at = names.indexOf(document.activeElement);
  if (event.key === "Escape") {
    event.stopPropagation();
    list.replaceChildren();
    area.focus();
  } else if (event.key in steps && (at >= 0 || event.key === "ArrowDown")) {
    event.preventDefault();
    (names[at + steps[event.key]] ?? area).focus();
  }
}

function equip(composer) {
  const area = composer.querySelector("textarea");
  const pane = composer.querySelector("[data-preview]");
  const bar = composer.querySelector("[data-bar]");
  if (!area || !bar || composer.dataset.ready) return;
  composer.dataset.ready = "yes";
  bar.hidden = false;
  const names = document.createElement("div");
  names.className = "chips completions";
  area.after(names);
  for (const part of [area, names]) part.addEventListener("keydown", (event) => walk(event, area, names));
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-md]");
    if (button) act(composer, area, pane, button);
  });
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { if (!pane.hidden) preview(composer, area, pane); complete(area, names); }, 300);
  });
  const store = (event, files) => { if (files?.length) { event.preventDefault(); upload(composer, area, files); } };
  area.addEventListener("paste", (event) => store(event, event.clipboardData.files));
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("dropping"); });
  area.addEventListener("dragleave", () => area.classList.remove("dropping"));
  area.addEventListener("drop", (event) => { area.classList.remove("dropping"); store(event, event.dataTransfer.files); });
}

const equipAll = () => document.querySelectorAll("[data-composer]").forEach(equip);
equipAll();
document.addEventListener("htmx:afterSwap", equipAll);
