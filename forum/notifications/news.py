"""What a piece of news says, whatever it is about."""

from dataclasses import dataclass
from datetime import datetime

from forum.kernel.text.html import plain_text
from forum.kernel.text.shapes import excerpt

_LONGEST_TEXT = 400


@dataclass(frozen=True)
class News:
    """What happened, and what each person is told of it: his id and the kind of notice.

    `author_id` is whose name is shown: None for nobody's. `moment` and `reason` are those of a deadline or a promise.
    """

    author_id: int | None
    path: str
    title: str
    told: dict[int, str]
    question_id: int | None = None
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
    """The first words of a post, as mails show them."""
    return excerpt(plain_text(html), _LONGEST_TEXT) if html else ""
