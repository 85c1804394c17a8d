"""A secret goes out of everything: the row is written here, the worker does it."""

from collections.abc import Sequence
from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.ledger.actions import MODERATION, record
from forum.privacy.models import Removal
from forum.privacy.queries import (
    Text,
    count_posts_with,
    files_of_thread,
    files_of_ticket,
    texts_of_thread,
    texts_of_ticket,
)
from forum.privacy.rules import check_no_everyday_text, check_place, check_secret
from forum.questions.actions import find_question
from forum.tickets.actions.find import find_ticket


def redact_in_thread(question_id: int, text: str, files: Sequence[str], *, by: Actor, at: datetime) -> Removal:
    """The worker takes `text`, which stands in this thread, out of everything there is, and these files of the thread.

    Recorded: who, when, where; not what. NotFound as for the thread; Invalid as `privacy.rules` say.
    """
    by.check_may(Permission.REDACT_POSTS)
    question = find_question(question_id, by=by)
    check_text(text, texts_of_thread(question.id))
    chosen = [each.token for each in files_of_thread(question.id) if each.token in files]
    record(MODERATION, "secret removed", {"question": question.id, "files": len(chosen)}, by=by, at=at)
    return _due(text, chosen, question_id=question.id, by=by, at=at)


def redact_in_ticket(label: str, text: str, files: Sequence[str], *, by: Actor, at: datetime) -> Removal:
    """As `redact_in_thread`, for a text that stands in this ticket."""
    by.check_may(Permission.REDACT_TICKETS)
    ticket = find_ticket(label, by=by)
    check_text(text, texts_of_ticket(ticket.id))
    chosen = [each.token for each in files_of_ticket(ticket.id) if each.token in files]
    record(MODERATION, "secret removed", {"ticket": ticket.id, "files": len(chosen)}, by=by, at=at)
    return _due(text, chosen, ticket_id=ticket.id, by=by, at=at)


def check_text(text: str, texts: Sequence[Text]) -> None:
    """Invalid unless it is long enough, stands here, and is no everyday text."""
    check_secret(text)
    check_place(any(text in each.words for each in texts))
    check_no_everyday_text(count_posts_with(text))


def _due(
    text: str,
    files: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    question_id: int | None = None,
    ticket_id: int | None = None,
) -> Removal:
    removal = Removal(
        question_id=question_id, ticket_id=ticket_id, words={text: ""}, files=list(files), counts={}, by_id=by.id,
        at=at, due_at=at,
    )  # fmt: skip
    session.add(removal)
    session.flush()
    return removal
