// Small things: a view is counted by a POST, menus close, a link is copied, a form is sent once.
const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";

function tellSeen() {
  const seen = document.querySelector("[data-view]");
  if (document.hidden) document.addEventListener("visibilitychange", tellSeen, { once: true }); // opened behind another page
  else if (seen) fetch(seen.dataset.view, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
}
setTimeout(tellSeen, 1500);

// An open menu closes when one clicks or tabs elsewhere; Escape closes it and hands the focus back to what opened it.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
const closeMenusElsewhere = ({ target }) => openMenus().forEach((menu) => { menu.open = menu.contains(target); });
document.addEventListener("click", closeMenusElsewhere);
document.addEventListener("focusin", closeMenusElsewhere);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
});

// A stop of the Tab key in a row that scrolls is seen whole: browsers leave it where an edge of it shows.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("nav:is(.chips, .tabs) > a:focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
});

document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy && navigator.clipboard) { // only on https and this machine; elsewhere the link leads to what it names
    event.preventDefault();
    navigator.clipboard.writeText(copy.href).then(() => tell(toast?.dataset.copied), () => location.assign(copy.href));
  }
});


document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  setTimeout(() => { delete event.target.dataset.sent; }, 4000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => { delete form.dataset.sent; })); // back again

// A click on a button of the page's one form changes its part in place: the nearest [data-part], or the element it names.
document.addEventListener("click", (event) => {
  const button = event.target.closest('button[form="f"][formaction]');
  const part = button?.closest("[data-part]");
  if (!part || !window.htmx || "leaves" in button.dataset) return; // it leads to another page
  event.preventDefault();
  const whole = part.dataset.part;
  const values = button.name ? { [button.name]: button.value } : {};
  button.ariaBusy = "true";
  const sent = window.htmx.ajax("POST", button.getAttribute("formaction"), { source: button, target: whole || part, select: whole || undefined, swap: "outerHTML", values });
  sent.catch(() => null).finally(() => { button.ariaBusy = null; }); // what went wrong is told below
});

// A form that htmx sends: refused, it comes back in its place with the sentence that says why; taken, it is gone, and
// the focus is at what was written.
const sentForm = ({ requestConfig }) => (requestConfig?.elt.matches("form") ? requestConfig.elt : null);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.xhr.status >= 400 && sentForm(detail);
  if (!form || !detail.xhr.getResponseHeader("Content-Type")?.startsWith("text/html")) return;
  Object.assign(detail, { shouldSwap: true, isError: false, target: form.parentElement, swapOverride: "innerHTML" });
});

// What was pressed is gone with its part: the focus goes to the button in its place, else to the part, and nothing moves.
const placeOf = (link) => (link.hash ? document.querySelector(link.hash) : null);
const actOf = (button) => button.getAttribute("formaction").replace(/\/undo$/, "");

function successorOf(pressed) {
  const alike = [...document.querySelectorAll('button[form="f"][formaction]')].filter((button) => actOf(button) === actOf(pressed));
  const part = document.getElementById(pressed.closest("[id]")?.id);
  if (!alike.length && part) part.tabIndex = -1;
  return alike.find((button) => button.value === pressed.value) ?? alike[0] ?? part;
}

document.addEventListener("htmx:afterSettle", ({ detail: { requestConfig, target } }) => {
  const pressed = requestConfig?.elt;
  const isLost = document.activeElement === document.body && pressed?.matches('button[form="f"][formaction]');
  if (isLost) successorOf(pressed)?.focus({ preventScroll: true });
  if (pressed?.matches("a[hx-get]") && placeOf(pressed)) tellSeen(); // news have taken the page's place
  if (pressed?.matches("a[hx-get]")) (placeOf(pressed) ?? target.querySelector("textarea"))?.focus(); // what was asked for
});

// A form that came into the page is closed again by its second button: the focus goes back to what opened it.
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-closes]")?.closest("form").parentElement;
  if (!place) return;
  event.preventDefault();
  place.replaceChildren();
  document.querySelector(`[hx-target="#${place.id}"]`)?.focus();
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const form = sentForm(detail);
  if (!form) return;
  if (detail.xhr.status >= 400) return detail.target.querySelector("[aria-invalid=true], [name=mask], textarea")?.focus();
  form.parentElement?.replaceChildren();
  const written = [...document.querySelectorAll(`${form.getAttribute("hx-target")} .comment`)].at(-1);
  if (!written) return;
  written.closest("details")?.setAttribute("open", "");
  written.tabIndex = -1;
  written.focus();
});

// A form that came back refused begins where it is wrong; one that only shows how that looks does not.
const wrongField = document.querySelector("main [aria-invalid=true]:not([data-shown] *)");
const wrongChoice = document.querySelector("main fieldset > .wrong:not([data-shown] *)")?.closest("fieldset");
(wrongField ?? wrongChoice?.querySelector("[type=radio], [type=checkbox]"))?.focus();

// What the server refuses, or what does not reach it, is said: a press on a button is never answered by silence.
const toast = document.getElementById("toast");
let toastEnds;

function tell(sentence, ...wayOn) {
  if (!toast) return;
  toast.replaceChildren(sentence, ...wayOn);
  toast.hidden = false;
  clearTimeout(toastEnds);
  if (!wayOn.length) toastEnds = setTimeout(() => { toast.hidden = true; }, 8000);
}

function sentenceOf(request) {
  try { return JSON.parse(request.responseText).sentence; } catch { return ""; }
}

// The session has ended: the link leads by the sign-in back to this page.
function toSignIn() {
  const link = document.createElement("a");
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = toast?.dataset.signIn;
  return [" ", link];
}

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  tell(sentenceOf(xhr) || toast?.dataset.trouble, ...(xhr.status === 401 ? toSignIn() : []));
});
document.addEventListener("htmx:sendError", () => tell(toast?.dataset.trouble));

// A page that Back brings back as it was left is asked for anew if it is of another person than the page opened last.
const { person } = document.body.dataset;
localStorage.setItem("tanya-person", person);
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted || localStorage.getItem("tanya-person") === person) return;
  document.body.replaceChildren();
  location.reload();
});
