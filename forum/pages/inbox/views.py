"""The inbox: what happened, newest first, grouped by thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.kernel import clock
from forum.notifications.actions import mark_all_read, mark_read
from forum.notifications.delivery import NOBODYS_NAME
from forum.notifications.kinds import KINDS
from forum.notifications.queries import Place, inbox, matters_in_inbox
from forum.web import guards
from forum.web.committing import committing
from forum.web.paging import cursor_of, place_of
from forum.web.session import reader
from forum.web.words import _, moments

bp = Blueprint("inbox", __name__)


@dataclass(slots=True)
class _Line:
    """One notice."""

    id: int
    words: str
    icon: str
    at: datetime
    unread: bool


@dataclass(slots=True)
class _Group:
    """The notices of a thread or ticket; `thread` is the question that can be muted."""

    title: str
    thread: int | None
    lines: list[_Line] = field(default_factory=list)


@bp.get("/inbox")
@guards.signed_in
def show() -> str:
    """What the reader was told."""
    matter, is_unread = request.args.get("matter", ""), "unread" in request.args
    cursor = request.args.get("after", "")
    after = Place(*place_of(cursor, datetime, int, datetime, int, of="inbox")) if cursor else None
    rows, place = inbox(reader(), matter=matter, is_unread=is_unread, after=after)
    older = _address(matter, is_unread, cursor_of(*place, of="inbox")) if place else ""
    return render_template(
        "inbox/show.html", groups=_by_thread(rows), older=older, chips=_chips(matter, is_unread),
        here=_address(matter, is_unread),
    )  # fmt: skip


@bp.post("/inbox/<id:notice_id>/reading")
@guards.signed_in
def open_notice(notice_id: int) -> Response:
    """The notice is read, and the person where it leads."""
    with committing() as by:
        path = mark_read(notice_id, by=by, at=clock.now())
    return redirect(path, 303)


@bp.post("/inbox/reading")
@guards.signed_in
def read_all() -> Response:
    """Nothing is unread."""
    with committing() as by:
        mark_all_read(by=by, at=clock.now())
    return redirect("/inbox", 303)


def _chips(matter: str, is_unread: bool) -> list[tuple[str, str, int | None, bool]]:
    """Unread ones alone, and each matter that there is something of; a chip that is on takes itself away.

    How many are unread is known of all matters together, and said where the chip shows all of them.
    """
    unread = None if matter else reader().unread_count or None
    chips = [(_address(matter, not is_unread), _("Unread"), unread, is_unread)]
    for each in matters_in_inbox(reader()):
        is_on = each.name == matter
        chips.append((_address("" if is_on else each.name, is_unread), _(each.short), None, is_on))
    return chips


def _address(matter: str, is_unread: bool, after: str = "") -> str:
    asked = {"matter": matter, "unread": "1" if is_unread else "", "after": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/inbox?{query}" if query else "/inbox"


def _by_thread(rows: Sequence[Row[Any]]) -> list[_Group]:
    """Notices under the title of their thread or ticket, the group with the newest first."""
    groups: dict[str, _Group] = {}
    for row in rows:
        thread = row.question_id if not row.ticket_id else None
        groups.setdefault(row.about, _Group(row.facts["title"], thread)).lines.append(_line(row))
    return list(groups.values())


def _line(row: Row[Any]) -> _Line:
    kind = KINDS[row.kind]
    name = row.name or _(NOBODYS_NAME)
    moment, reason = row.facts.get("moment"), row.facts.get("reason", "")
    when = moments().by(datetime.fromisoformat(moment)) if moment else ""
    words = _(kind.sentence, by=name, title=row.facts["title"], label=row.facts["label"], when=when, reason=reason)
    return _Line(row.id, words, kind.icon, row.at, unread=row.read_at is None)
