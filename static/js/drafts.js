// Keeps what is typed in the browser, under the person's own key: it survives a reload, a lost session, a failed submit.
// Signing out removes it; nobody else on this browser sees it.
const person = document.body.dataset.person;
const prefix = `tanya-draft:${person}:`;
const oldest = Date.now() - 30 * 86400 * 1000;
const kinds = ["textarea", "select", "input[type=text]", "input:not([type])"].map((kind) => `[data-draft] ${kind}`).join(", ");

const keyOf = (field) => prefix + field.closest("[data-draft]").dataset.draft + ":" + field.name;

// What the server wrote into the field; a select without a chosen option begins with its first.
function begun(field) {
  if (!field.options) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
}

function forgetWhere(test, store = localStorage) {
  for (const key of Object.keys(store)) {
    if (key.startsWith("tanya-draft:") && test(key)) store.removeItem(key);
  }
}

// Of a form that was sent and that one goes back to, browsers bring back all but the fields that they may not complete.
const { type, redirectCount } = performance.getEntriesByType("navigation")[0] ?? {};
const wasSent = (field) => (type === "back_forward" && field.autocomplete === "off" ? sessionStorage.getItem(keyOf(field)) : null);

function settle(key) {
  const kept = localStorage.getItem(key);
  if (kept) sessionStorage.setItem(key, kept);
  localStorage.removeItem(key);
}

function savedAt(key) {
  try { return JSON.parse(localStorage.getItem(key)).at; } catch { return 0; }
}

function restore(field) {
  const kept = localStorage.getItem(keyOf(field)) ?? wasSent(field);
  const start = begun(field);
  if (!kept || field.value !== start || (field.options && start)) return;
  const { text, of } = JSON.parse(kept);
  if (!text || text === start || (start && of !== start)) return;
  field.value = text;
  if (field.options) field.dispatchEvent(new Event("change", { bubbles: true }));
}

// What is marked as confidential is never left in a browser.
const isPrivate = (field) => field.form?.elements.confidential?.checked;

function keep(field) {
  const key = keyOf(field);
  if (!field.value.trim() || field.value === begun(field) || isPrivate(field)) return localStorage.removeItem(key);
  try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), text: field.value, of: begun(field) })); } catch { /* a full store keeps no draft */ }
}

const fieldsOf = (root) => [...root.querySelectorAll(kinds)].filter((field) => field.name);

const here = () => location.href.split("#")[0]; // as the next page's referrer names it

// A form that was sent and taken redirects to another page; the mark set at sending tells which drafts are done. Who
// went elsewhere before the answer came, or back from a page that did not come, has not been redirected, or not from the
// form's page: an address or a kept link may be redirected, too.
function settleSent() {
  const sent = sessionStorage.getItem("tanya-sent");
  sessionStorage.removeItem("tanya-sent");
  if (!sent || person === "0") return; // the session was lost: nothing was taken, so every draft stays
  const { path, from, keys } = JSON.parse(sent);
  if (redirectCount && document.referrer === from && (location.pathname !== path || location.hash)) keys.forEach(settle);
}

settleSent();
if (person !== "0") {
  forgetWhere((key) => savedAt(key) < oldest);
  // After htmx is ready, since a restored category asks for its fields.
  addEventListener("load", () => fieldsOf(document).forEach(restore));
  document.addEventListener("htmx:load", (event) => fieldsOf(event.detail.elt).forEach(restore));
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (event.target.name && event.target.matches?.(kinds)) keep(event.target); });
  }
  document.addEventListener("change", (event) => { if (event.target.name === "confidential") fieldsOf(event.target.form).forEach(keep); });
  document.addEventListener("htmx:afterRequest", (event) => {
    const isTaken = event.detail.successful || event.detail.xhr.getResponseHeader("HX-Redirect");
    const { elt } = event.detail.requestConfig; // a form that is gone by now: the event itself names what was around it
    if (isTaken && elt.matches("form")) fieldsOf(elt).map(keyOf).forEach((key) => localStorage.removeItem(key));
  });
  document.addEventListener("submit", (event) => {
    const fields = event.defaultPrevented ? [] : fieldsOf(event.target); // htmx sends what it prevents
    fields.filter((field) => field.value !== begun(field)).forEach(keep); // another tab may have signed out meanwhile
    const keys = fields.map(keyOf);
    if (keys.length) sessionStorage.setItem("tanya-sent", JSON.stringify({ path: new URL(event.target.action).pathname, from: here(), keys }));
    if (event.target.matches("[data-sign-out]")) [localStorage, sessionStorage].forEach((store) => forgetWhere((key) => key.startsWith(prefix), store));
  });
}
