// Makes a plain textarea a Markdown composer: a bar of tools, keys for the usual ones, a live preview, and what is pasted in its form.
const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";
const around = { bold: ["**", "**"], italic: ["*", "*"], code: ["`", "`"], link: ["[", "](https://)"] };
const before = { quote: () => "> ", list: () => "- ", steps: (at) => `${at + 1}. `, tasks: () => "- [ ] " };
const TABLE = "| A | B |\n| --- | --- |\n|  |  |\n";
const keys = { b: "bold", i: "italic", e: "code", k: "link" };

// As if it were typed, so that the browser's own undo takes it back.
function write(area, from, to, text) {
  area.focus();
  area.setSelectionRange(from, to);
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function surround(area, kind) {
  const { selectionStart: from, selectionEnd: to } = area;
  const chosen = area.value.slice(from, to);
  const [open, close] = kind === "code" && chosen.includes("\n") ? ["```\n", "\n```"] : around[kind];
  write(area, from, to, open + chosen + close);
  const start = from + open.length;
  if (kind === "link" && chosen) area.setSelectionRange(start + chosen.length + 2, start + chosen.length + 10);
  else area.setSelectionRange(start, start + chosen.length);
}

function lead(area, mark) {
  const from = area.value.slice(0, area.selectionStart).lastIndexOf("\n") + 1;
  const to = Math.max(area.selectionEnd, from);
  const lines = area.value.slice(from, to).split("\n");
  write(area, from, to, lines.map((line, at) => mark(at) + line).join("\n"));
}

function insertTable(area) {
  const at = area.selectionEnd;
  const gap = at && area.value[at - 1] !== "\n" ? "\n\n" : "";
  write(area, at, at, gap + TABLE);
  area.setSelectionRange(at + gap.length + 2, at + gap.length + 3);
}

// The cells of a spreadsheet come as a Markdown table, and the lines of a stack trace as code: as plain words both are a riddle.
const TRACE = /^\s+at \S|^\s*File ".+", line \d/gm;
const cell = (text) => text.trim().replace(/\s+/g, " ").replaceAll("|", "\\|");
const padded = ({ cells }) => [...cells].flatMap(({ textContent, colSpan }) => [cell(textContent), ...Array(colSpan - 1).fill("")]);

// Styles are left out before it is parsed: the page's policy would complain about each.
const bare = (html) => html.replace(/<style\b[^]*?<\/style>|\sstyle=(".*?"|'.*?')/gis, "").replace(/<br\b[^>]*>/gi, " ");

function tableOf(html) {
  const { body } = new DOMParser().parseFromString(bare(html), "text/html");
  const table = body.querySelector("table");
  if (!table || table.textContent.trim() !== body.textContent.trim()) return ""; // a piece of a page
  const rows = [...table.rows].map(padded);
  const width = Math.max(...rows.map((row) => row.length));
  if (width < 2 || rows.length < 2) return "";
  const lines = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  return [lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n");
}

const traceOf = (text) => (text.match(TRACE)?.length > 1 && !text.includes("```") ? `\`\`\`\n${text.trimEnd()}\n\`\`\`` : "");

function paste(event, area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const above = value.slice(0, from);
  if (above.split("```").length % 2 === 0) return; // within code everything stays as it is
  const text = tableOf(event.clipboardData.getData("text/html")) || traceOf(event.clipboardData.getData("text/plain"));
  if (!text) return;
  event.preventDefault();
  write(area, from, to, `${!above || above.endsWith("\n\n") ? "" : above.endsWith("\n") ? "\n" : "\n\n"}${text}\n\n`);
}

let asked = 0;

async function preview(area, pane) {
  const mine = (asked += 1);
  const body = new URLSearchParams({ source: area.value, csrf_token: token() });
  const answer = area.value.trim() ? await fetch("/preview", { method: "POST", body }).catch(() => null) : null;
  if (mine !== asked) return; // typed on meanwhile
  if (answer?.ok) pane.innerHTML = await answer.text();
  else pane.textContent = area.value.trim() ? document.getElementById("toast")?.dataset.trouble : pane.dataset.empty;
}

function act(area, pane, button) {
  const kind = button.dataset.md;
  if (kind in around) return surround(area, kind);
  if (kind in before) return lead(area, before[kind]);
  if (kind === "table") return insertTable(area);
  if (kind !== "preview") return;
  pane.hidden = !pane.hidden;
  button.setAttribute("aria-pressed", String(!pane.hidden));
  if (!pane.hidden) preview(area, pane);
}

// A toolbar is one stop of the Tab key; arrows go along it (WAI-ARIA authoring practices).
function rove(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const pick = (chosen) => buttons.forEach((button) => { button.tabIndex = button === chosen ? 0 : -1; });
  pick(buttons[0]);
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = by && buttons.at((buttons.indexOf(event.target) + by) % buttons.length);
    if (!next) return;
    event.preventDefault();
    pick(next);
    next.focus();
  });
}

function equip(composer) {
  const area = composer.querySelector("textarea");
  const pane = composer.querySelector("[data-preview]");
  const bar = composer.querySelector("[data-bar]");
  if (!area || !bar || !bar.hidden) return;
  bar.hidden = false;
  rove(bar);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-md]");
    if (button) act(area, pane, button);
  });
  area.addEventListener("keydown", (event) => {
    const kind = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && keys[event.key];
    if (kind) { event.preventDefault(); surround(area, kind); }
  });
  area.addEventListener("paste", (event) => paste(event, area));
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { if (!pane.hidden) preview(area, pane); }, 300);
  });
}

const equipAll = () => document.querySelectorAll("[data-composer]").forEach(equip);
equipAll();
document.addEventListener("htmx:afterSwap", equipAll);
