// Pictures and files come into a text by paste, by drag, or by the paperclip: sent at once, with a bar that says how
// far, and refused in words. What is written meanwhile stays as it is.
const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";
const trouble = () => document.getElementById("toast")?.dataset.trouble ?? "";
let underway = 0;

// One file to the store; the answer is what the server told, with `ok`.
function send(file, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", "/files");
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => progress((100 * event.loaded) / event.total));
    request.addEventListener("loadend", () => resolve({ ...request.response, ok: request.status >= 200 && request.status < 300 }));
    request.send(body);
  });
}

function say(status, text, isWrong = false) {
  status.classList.toggle("wrong", isWrong);
  status.textContent = text;
  status.hidden = !text;
}

// The name is said once; the bar moves without words.
function showProgress(status, file) {
  say(status, `${file.name} `);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", file.name);
  status.append(bar);
  return (percent) => { bar.value = percent; };
}

// Where the caret is; below the line of who has written on meanwhile, and his caret stays.
function insert(area, text, hasWrittenOn) {
  const { length } = area.value.slice(area.selectionEnd).split("\n", 1)[0];
  const at = area.selectionEnd + (hasWrittenOn ? length : 0);
  const gap = at && area.value[at - 1] !== "\n" ? "\n" : "";
  area.setRangeText(`${gap}${text}\n`, at, at, hasWrittenOn ? "preserve" : "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

async function upload(area, status, files) {
  const refused = [];
  underway += 1;
  for (const file of files) {
    const before = area.value;
    const told = await send(file, showProgress(status, file));
    if (told.ok) insert(area, told.markdown, area.value !== before);
    else refused.push(`${file.name}: ${told.sentence ?? trouble()}`);
  }
  underway -= 1;
  say(status, refused.join(" "), refused.length > 0);
}

function chooseFiles(store) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => store(input.files));
  input.click();
}

const carriesFiles = (event) => event.dataTransfer.types.includes("Files");

function equip(composer) {
  const area = composer.querySelector("textarea");
  const status = composer.querySelector("[data-status]");
  if (!area || !status || composer.dataset.takesFiles) return;
  composer.dataset.takesFiles = "yes";
  const store = (files) => upload(area, status, [...files]);
  composer.querySelector("[data-md=file]")?.addEventListener("click", () => chooseFiles(store));
  area.addEventListener("paste", (event) => {
    const board = event.clipboardData;
    if (!board.files.length || board.types.includes("text/plain")) return; // cells of a sheet come as words and as a picture
    event.preventDefault();
    store(board.files);
  });
  area.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    area.classList.add("dropping");
  });
  area.addEventListener("dragleave", () => area.classList.remove("dropping"));
  area.addEventListener("drop", (event) => {
    area.classList.remove("dropping");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    store(event.dataTransfer.files);
  });
}

// A text is not sent without the file that is on its way.
document.addEventListener("submit", (event) => {
  const status = underway && event.target.querySelector("[data-status]");
  if (!status) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(status, status.dataset.wait, true);
}, true);

const equipAll = () => document.querySelectorAll("[data-composer]").forEach(equip);
equipAll();
document.addEventListener("htmx:afterSwap", equipAll);
