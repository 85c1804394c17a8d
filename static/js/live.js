// One small poll, only in a visible tab: new posts announce themselves and wait, the count of unread follows.
const thread = document.querySelector("[data-thread]");
const EVERY = 20000;
let since = Number(thread?.dataset.since ?? 0);

function announce(html) {
  const place = document.getElementById("new-posts");
  if (place) place.innerHTML = html;
}

function showUnread(count) {
  document.querySelectorAll("[data-unread]").forEach((mark) => {
    mark.hidden = !count;
    if (count) mark.firstChild.textContent = String(count);
  });
}

async function poll() {
  if (document.hidden || document.body.dataset.person === "0") return;
  const address = thread ? `/live?thread=${thread.dataset.thread}&since=${since}&last=${thread.dataset.last ?? 0}` : "/live";
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.status === 204) return;
  const news = await answer.json();
  if (news.unread !== undefined) showUnread(news.unread);
  if (news.version) since = news.version;
  if (news.announcement) announce(news.announcement);
  for (const [id, html] of Object.entries(news.parts ?? {})) {
    const part = document.getElementById(id);
    if (part && part.outerHTML !== html.trim()) part.outerHTML = html;
  }
}

if (document.body.dataset.person !== "0") {
  setInterval(poll, EVERY);
  document.addEventListener("visibilitychange", poll);
}
