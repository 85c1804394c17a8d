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

function say(composer, text) {
  const status = composer.querySelector("[data-status]");
  status.textContent = text;
  status.hidden = !text;
}

async function upload(composer, area, files) {
  for (const file of files) {
    say(composer, `${file.name} …`);
    const body = new FormData();
    body.append("file", file);
    const answer = await fetch("/files", { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } }).catch(() => null);
    const told = answer ? await answer.json().catch(() => ({})) : {};
    if (answer?.ok) insert(area, `${told.markdown}\n`);
    say(composer, answer?.ok ? "" : told.sentence ?? "⚠");
  }
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

async function complete(area, list) {
  const before = area.value.slice(0, area.selectionStart);
  const asked = before.match(/(?:^|\s)@([\p{L}\d.\-]{1,30})$/u);
  list.replaceChildren();
  list.hidden = true;
  if (!asked) return;
  const answer = await fetch(`/people/complete?q=${encodeURIComponent(asked[1])}`).catch(() => null);
  if (!answer?.ok) return;
  const people = await answer.json();
  for (const { handle, name } of people.people ?? people) {
    const option = document.createElement("button");
    option.type = "button";
    option.className = "chip";
    option.textContent = `${name} @${handle}`;
    option.addEventListener("click", () => {
      const end = area.selectionStart;
      area.setRangeText(`@${handle} `, end - asked[1].length - 1, end, "end");
      list.replaceChildren();
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
    list.append(option);
  }
  list.hidden = !list.children.length;
}

function equip(composer) {
  const area = composer.querySelector("textarea");
  const pane = composer.querySelector("[data-preview]");
  const bar = composer.querySelector("[data-bar]");
  if (!area || !bar || composer.dataset.ready) return;
  composer.dataset.ready = "yes";
  bar.hidden = false;
  const names = document.createElement("div");
  names.className = "chips";
  names.hidden = true;
  area.after(names);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-md]");
    if (button) act(composer, area, pane, button);
  });
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { if (!pane.hidden) preview(composer, area, pane); complete(area, names); }, 300);
  });
  const take = (event, files) => { if (files?.length) { event.preventDefault(); upload(composer, area, files); } };
  area.addEventListener("paste", (event) => take(event, event.clipboardData.files));
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("dropping"); });
  area.addEventListener("dragleave", () => area.classList.remove("dropping"));
  area.addEventListener("drop", (event) => { area.classList.remove("dropping"); take(event, event.dataTransfer.files); });
}

const equipAll = () => document.querySelectorAll("[data-composer]").forEach(equip);
equipAll();
document.addEventListener("htmx:afterSwap", equipAll);
