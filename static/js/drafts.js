// Keeps what is typed in the browser, under the person's own key: it survives a reload, a lost session, a failed submit.
// Signing out removes it; nobody else on this browser sees it.
const person = document.body.dataset.person;
const prefix = `tanya-draft:${person}:`;
const oldest = Date.now() - 30 * 86400 * 1000;

const keyOf = (field) => prefix + field.closest("[data-draft]").dataset.draft + ":" + field.name;

function forgetWhere(test) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("tanya-draft:") && test(key)) localStorage.removeItem(key);
  }
}

function savedAt(key) {
  try { return JSON.parse(localStorage.getItem(key)).at; } catch { return 0; }
}

function restore(field) {
  const kept = localStorage.getItem(keyOf(field));
  if (!kept || (field.value && field.value !== field.defaultValue)) return;
  const { text, of } = JSON.parse(kept);
  if (of === field.defaultValue && text) field.value = text;
}

function keep(field) {
  const key = keyOf(field);
  if (!field.value.trim() || field.value === field.defaultValue) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ at: Date.now(), text: field.value, of: field.defaultValue }));
}

function fieldsOf(root) {
  return root.querySelectorAll("[data-draft] textarea, [data-draft] input[type=text], [data-draft] input:not([type])");
}

if (person !== "0") {
  forgetWhere((key) => savedAt(key) < oldest);
  // A form that was sent and taken leads to another page; the mark set at sending tells which drafts are done.
  const sent = sessionStorage.getItem("tanya-sent");
  if (sent) {
    const { path, keys } = JSON.parse(sent);
    if (location.pathname !== path || location.hash) keys.forEach((key) => localStorage.removeItem(key));
    sessionStorage.removeItem("tanya-sent");
  }
  fieldsOf(document).forEach(restore);
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-draft] textarea, [data-draft] input")) keep(event.target);
  });
  document.addEventListener("submit", (event) => {
    const keys = [...fieldsOf(event.target)].map(keyOf);
    if (keys.length) sessionStorage.setItem("tanya-sent", JSON.stringify({ path: new URL(event.target.action).pathname, keys }));
    if (event.target.matches("[data-sign-out]")) forgetWhere((key) => key.startsWith(prefix));
  });
}
