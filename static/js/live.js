// One small poll, only in a visible tab: new posts announce themselves and wait, the count of unread follows.
const EVERY = 20000;
let since = 0;
let asked = 0;

const newsHere = () => document.getElementById("new-posts");

function announce(html) {
  const news = newsHere();
  if (!news || news.announced === html) return; // a screen reader says it once
  news.announced = html;
  news.innerHTML = html;
  window.htmx?.process(news);
}

function showUnread(count) {
  document.querySelectorAll("[data-unread]").forEach((mark) => {
    mark.hidden = !count;
    if (count) mark.firstChild.textContent = count > 99 ? "99+" : String(count);
  });
}

const addressOf = (each) => each.getAttribute("formaction") ?? each.getAttribute("href");

// A part of the page as it stands now: what was open in it stays open, and the focus where it was.
function renew(part, html) {
  const { firstElementChild: fresh } = Object.assign(document.createElement("template"), { innerHTML: html.trim() }).content;
  const opened = [...part.querySelectorAll("details[open] > summary")].map((each) => each.textContent);
  fresh.querySelectorAll("summary").forEach((each) => { each.parentElement.open = opened.includes(each.textContent); });
  if (part.isEqualNode(fresh)) return;
  const focused = part.contains(document.activeElement) && addressOf(document.activeElement);
  part.replaceChildren(...fresh.childNodes);
  if (focused) [...part.querySelectorAll("a, button")].find((each) => addressOf(each) === focused)?.focus({ preventScroll: true });
}

async function poll() {
  if (document.hidden || document.body.dataset.person === "0") return;
  const thread = document.querySelector("[data-thread]"); // a press on a button may have brought a newer one
  since = Math.max(since, Number(thread?.dataset.since ?? 0));
  const { thread: id, answer, comment } = thread?.dataset ?? {};
  const about = new URLSearchParams(thread ? { thread: id, since, answer, comment } : { ...newsHere()?.dataset });
  const views = document.querySelector("[data-live-queue]");
  if (views) about.set("queue", views.dataset.liveQueue);
  const page = thread ?? newsHere();
  const mine = (asked += 1);
  const told = await fetch(`/live?${about}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!told?.ok || told.redirected) return; // redirected: the session has ended
  const news = await told.json();
  if (mine !== asked || page !== (document.querySelector("[data-thread]") ?? newsHere())) return; // a press has brought newer ones meanwhile
  if (news.unread !== undefined) showUnread(news.unread);
  if (news.version) since = news.version;
  if (news.announcement !== undefined) announce(news.announcement);
  for (const [id, html] of Object.entries(news.parts ?? {})) {
    const part = document.getElementById(id);
    if (part) renew(part, html);
  }
}

if (document.body.dataset.person !== "0") {
  setInterval(poll, EVERY);
  document.addEventListener("visibilitychange", poll);
}
