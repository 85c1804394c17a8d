"""Known issues in the tests, told by the same actions as everywhere."""

from datetime import datetime, timedelta

from forum.kernel.text.markdown import render
from forum.knowledge.known.actions import IssueDraft, News, open_issue
from forum.knowledge.known.models import IssueState, KnownIssue
from forum.people.models import Person
from forum.topics.models import Category
from tests.conftest import NOON
from tests.posts import actor, category


def issue_draft(place: Category, *, title: str = "Outlook does not start", **facts: object) -> IssueDraft:
    """What the form of an issue says."""
    words = "A white window appears and closes."
    values = {"service": "Outlook", "source": words, "html": render(words), "since_at": NOON, **facts}
    return IssueDraft(title=title, category_id=place.id, **values)  # type: ignore[arg-type]


def news(state: IssueState = IssueState.INVESTIGATING, *, words: str = "We look.", at: datetime = NOON) -> News:
    """What an update says; there is more within four hours."""
    return News(words, render(words), state, at + timedelta(hours=4))


def opened(by: Person, place: Category | None = None, *, at: datetime = NOON, **facts: object) -> KnownIssue:
    """An issue on the board."""
    draft = issue_draft(place or category("Mail"), since_at=at, **facts)
    return open_issue(draft, news(at=at), by=actor(by, at=at), at=at)
