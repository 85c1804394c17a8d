"""What a piece of news says, whatever it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.text.html import plain_text
from forum.kernel.text.shapes import beginning, mentions
from forum.people.models import Person, PersonState

_LONGEST_TEXT = 400


@dataclass(frozen=True)
class News:
    """What happened, and what each person is told of it: his id and the kind of notice.

    `author_id` is whose name is shown: None for nobody's. `moment` and `reason` are those of a deadline or a promise.
    `answer_id`, `comment_id` and `reply_id` say whose words are told, so that they go no further once they are hidden.
    """

    author_id: int | None
    path: str
    title: str
    told: dict[int, str]
    question_id: int | None = None
    answer_id: int | None = None
    comment_id: int | None = None
    reply_id: int | None = None
    ticket_id: int | None = None
    entry_id: int | None = None
    issue_id: int | None = None
    item_id: int | None = None
    consequence_id: int | None = None
    label: str = ""
    text: str = ""
    moment: datetime | None = None
    reason: str = ""


def beginning_of(html: str) -> str:
    """The first words of a post in their lines, as mails show them."""
    return beginning(plain_text(html), _LONGEST_TEXT) if html else ""


def mentioned(source: str) -> Iterable[int]:
    """The active people whose handles the words name."""
    handles = mentions(source)
    if not handles:
        return ()
    return session.scalars(select(Person.id).where(Person.handle.in_(handles), Person.state == PersonState.ACTIVE))
