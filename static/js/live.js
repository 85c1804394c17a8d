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

async function poll() {
  if (document.hidden || document.body.dataset.person === "0") return;
  const thread = document.querySelector("[data-thread]"); // a press on a button may have brought a newer one
  since = Math.max(since, Number(thread?.dataset.since ?? 0));
  const about = new URLSearchParams(thread ? { thread: thread.dataset.thread, since, last: thread.dataset.last ?? 0, remark: thread.dataset.remark ?? 0 } : { ...newsHere()?.dataset });
  const views = document.querySelector("[data-live-queue]");
  if (views) about.set("queue", views.dataset.liveQueue);
  const page = thread ?? newsHere();
  const mine = (asked += 1);
  const answer = await fetch(`/live?${about}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || answer.status === 204) return; // redirected: the session has ended
  const news = await answer.json();
  if (mine !== asked || page !== (document.querySelector("[data-thread]") ?? newsHere())) return; // a press has brought newer ones meanwhile
  if (news.unread !== undefined) showUnread(news.unread);
  if (news.version) since = news.version;
  if (news.announcement !== undefined) announce(news.announcement);
  for (const [id, html] of Object.entries(news.parts ?? {})) {
    const part = document.getElementById(id);
    if (part && part.outerHTML !== html.trim()) part.outerHTML = html;
  }
}

if (document.body.dataset.person !== "0") {
  setInterval(poll, EVERY);
  document.addEventListener("visibilitychange", poll);
}
