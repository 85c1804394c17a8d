"""Maintenance that is told ahead."""

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.actions import check_may_post
from forum.kernel.db import session
from forum.kernel.errors import Conflict
from forum.knowledge.known.models import Maintenance
from forum.knowledge.known.rules import check_service, check_window
from forum.questions.rules import check_source, check_title
from forum.topics.actions import find_category


@dataclass(frozen=True)
class WindowDraft:
    """What the form says; `html` is what the Markdown of `source` makes. Moments are UTC."""

    title: str
    service: str
    source: str
    html: str
    category_id: int
    begins_at: datetime | None
    ends_at: datetime | None


def announce_maintenance(draft: WindowDraft, *, by: Actor, at: datetime) -> Maintenance:
    """The window stands on the board, and calendars can take it."""
    values = _checked(draft, by=by, at=at)
    window = Maintenance(**values, by_id=by.id, created_at=at, changed_at=at)
    session.add(window)
    session.flush()
    return window


def change_maintenance(window: Maintenance, draft: WindowDraft, *, by: Actor, at: datetime) -> None:
    """The window is as the draft says; calendars that took it follow. Conflict if it was cancelled."""
    _check_stands(window)
    for name, value in _checked(draft, by=by, at=at).items():
        setattr(window, name, value)
    window.changed_at, window.sequence = at, window.sequence + 1


def cancel_maintenance(window: Maintenance, *, by: Actor, at: datetime) -> None:
    """It does not take place: lists leave it out, its calendar file says so."""
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    _check_stands(window)
    window.cancelled_at, window.changed_at, window.sequence = at, at, window.sequence + 1


def _check_stands(window: Maintenance) -> None:
    if window.cancelled_at is not None:
        raise Conflict("This maintenance has been cancelled.")


def _checked(draft: WindowDraft, *, by: Actor, at: datetime) -> dict[str, object]:
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    check_may_post(by=by, at=at)
    check_title(draft.title)
    check_service(draft.service)
    check_source(draft.source)
    begins_at, ends_at = check_window(draft.begins_at, draft.ends_at, at=at)
    category = find_category(draft.category_id, by=by)
    words = {name: getattr(draft, name) for name in ("title", "service", "source", "html")}
    return {**words, "category_id": category.id, "begins_at": begins_at, "ends_at": ends_at}
