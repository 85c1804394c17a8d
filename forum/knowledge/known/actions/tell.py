"""Opening a known issue, editing it, and telling what is new."""

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.actions import check_may_post
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.settings import registry
from forum.kernel.text.shapes import title_slug
from forum.knowledge.known.actions.clock import KEEPERS
from forum.knowledge.known.actions.threads import show_anew
from forum.knowledge.known.events import IssueUpdated
from forum.knowledge.known.models import IssueState, IssueUpdate, KnownIssue
from forum.knowledge.known.rules import (
    CLOSED_STATES,
    check_next_update,
    check_promise,
    check_service,
    check_since,
)
from forum.people.models import Person
from forum.questions.rules import check_revision, check_source, check_title
from forum.topics.actions import find_category


@dataclass(frozen=True)
class IssueDraft:
    """What the form of an issue says; the HTML is what the Markdown beside it makes. Moments are UTC."""

    title: str
    service: str
    source: str
    html: str
    category_id: int
    since_at: datetime
    is_major: bool = False
    workaround_source: str = ""
    workaround_html: str = ""
    revision: int = 0


@dataclass(frozen=True)
class News:
    """What an update says, and what holds afterwards."""

    source: str
    html: str
    state: IssueState
    next_update_due_at: datetime | None = None
    promised_at: datetime | None = None


def open_issue(draft: IssueDraft, news: News, *, by: Actor, at: datetime) -> KnownIssue:
    """The issue stands on the board with its first update, and `by` owns it."""
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    _check(draft, by=by, at=at)
    _check_news(news, at=at)
    issue = KnownIssue(
        **_columns(draft), state=news.state, owner_id=by.id, created_at=at, changed_at=at,
        next_update_due_at=news.next_update_due_at, promised_at=news.promised_at,
    )  # fmt: skip
    session.add(issue)
    session.flush()
    _add_update(issue, news, by=by, at=at)
    _changed(issue)
    return issue


def edit_issue(issue: KnownIssue, draft: IssueDraft, *, by: Actor, at: datetime) -> None:
    """Title, description and workaround are others now; nobody is told of it. Conflict if somebody was quicker."""
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    _check(draft, by=by, at=at)
    check_revision(seen=draft.revision, current=issue.revision)
    for name, value in _columns(draft).items():
        setattr(issue, name, value)
    issue.revision, issue.changed_at = issue.revision + 1, at
    _changed(issue)


def tell_news(issue: KnownIssue, news: News, *, by: Actor, at: datetime) -> IssueUpdate:
    """The timeline has one entry more, and all watchers and attached threads hear of it, once.

    The clock of the next update starts anew. A closed issue that is told to be open again is open again. If its owner
    keeps no known issues any more, `by` owns it now.
    Publishes IssueUpdated.
    """
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    check_may_post(by=by, at=at)
    _check_news(news, at=at)
    closes = news.state in CLOSED_STATES
    issue.state, issue.closed_at = news.state, (issue.closed_at or at) if closes else None
    issue.next_update_due_at = None if closes else news.next_update_due_at
    issue.promised_at = None if closes else news.promised_at
    issue.owner_told_at = issue.lead_told_at = None
    if not session.scalar(KEEPERS.where(Person.id == issue.owner_id)):
        issue.owner_id = by.id
    issue.number, issue.changed_at = issue.number + 1, at
    update = _add_update(issue, news, by=by, at=at)
    publish(IssueUpdated(issue.id, update.id, closes, by.id, at))
    _changed(issue)
    return update


def _check(draft: IssueDraft, *, by: Actor, at: datetime) -> None:
    check_may_post(by=by, at=at)
    check_title(draft.title)
    check_service(draft.service)
    check_source(draft.source)
    check_since(draft.since_at, at=at)
    find_category(draft.category_id, by=by)


def _check_news(news: News, *, at: datetime) -> None:
    check_source(news.source)
    check_next_update(news.next_update_due_at, state=news.state, at=at)
    check_promise(news.promised_at, at=at)


def _columns(draft: IssueDraft) -> dict[str, object]:
    kept = ("title", "service", "source", "html", "category_id", "since_at", "is_major")
    words = {name: getattr(draft, name) for name in (*kept, "workaround_source", "workaround_html")}
    return {**words, "slug": title_slug(draft.title)}


def _add_update(issue: KnownIssue, news: News, *, by: Actor, at: datetime) -> IssueUpdate:
    update = IssueUpdate(issue_id=issue.id, state=news.state, source=news.source, html=news.html, by_id=by.id, at=at)
    session.add(update)
    session.flush()
    return update


def _changed(issue: KnownIssue) -> None:
    """Lists, the line above every page and the banners of attached threads show it as it is now."""
    session.flush()
    registry.raise_version()
    show_anew(issue.id)
