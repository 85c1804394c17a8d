"""Answers and list rows as HTML, kept between requests: what repeats on a page is drawn once and found again.

The key is everything the template reads: the whole row, its comments, the reader's rights and own marks, the language,
the zone, whether people are open to him, and the words of every time shown. So nothing can be stale, and nothing of a
person stands in what others with the same rights see. A form's token is never in it.

The answers of a thread are kept as a whole besides, as they were drawn last: to compare all that they show with what
was shown costs a third of looking up each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy import Row

from forum.pages.questions.rights import Rights
from forum.web.people import people_are_open
from forum.web.words import language, moments, zone

_MOST_THREADS = 64
_LONGEST_THREAD = 250_000  # characters
_MOST_ANSWERS = 3000
_MOST_ROWS = 3000
_LONGEST_KEPT = 12_000  # characters of an answer with its comments


@dataclass(frozen=True, slots=True, eq=False)
class AnswerRights:
    """The part of a reader's rights that shows on every answer; the same rights are the same object."""

    edit_own: bool
    vote: bool
    comment: bool
    accept: bool
    accept_for_asker: bool
    withdraw: bool
    withdraw_for_asker: bool
    edit_any: bool
    delete_any: bool
    hide: bool
    ticket: bool
    promote: bool
    flag: bool
    merge: bool

    @classmethod
    def of(cls, can: Rights, *, asker_chose: bool) -> "AnswerRights":
        """The rights on the answers of a thread whose asker has chosen one already, or not."""
        return _rights(
            edit_own=can.edit_own,
            vote=can.vote,
            comment=can.comment,
            accept=can.accept,
            accept_for_asker=can.accept_for_asker and not asker_chose,
            withdraw=can.accept,
            withdraw_for_asker=can.accept_for_asker,
            edit_any=can.edit_any,
            delete_any=can.delete_any,
            hide=can.hide,
            ticket=can.ticket,
            promote=can.promote,
            flag=can.flag,
            merge=can.merge,
        )


@cache
def _rights(**flags: bool) -> AnswerRights:
    return AnswerRights(**flags)


class _Thread:
    """The answers of a thread as they were drawn last: of what, until when its times are told so, and the HTML."""

    __slots__ = ("drawn",)

    def __init__(self) -> None:
        self.drawn: tuple[Any, datetime, Markup] | None = None


def drawn_answers(
    answers: Sequence[Row[Any]],
    comments: Mapping[int, Sequence[Row[Any]]],
    removals: Mapping[int, Row[Any]],
    can: AnswerRights,
    *,
    staff_accepts_before: datetime,
) -> Markup:
    """The answers with their comments, one after the other."""
    if not answers:
        return Markup()
    eyes, said = _eyes(), moments()
    posts = [*answers, *(comment for answer in answers for comment in comments.get(answer.id, ()))]
    old = [answer.created_at < staff_accepts_before for answer in answers]
    facts = [tuple(post) for post in posts], old, removals
    thread = _thread(answers[0].id, can, eyes)
    drawn = thread.drawn  # looked at once: another reader may leave his own there meanwhile
    if drawn is None or drawn[0] != facts or drawn[1] <= said.now:
        html = _joined(_one_by_one(answers, comments, removals, can, staff_accepts_before, eyes))
        times = (moment for post in posts for moment in (post.created_at, getattr(post, "accepted_at", None)) if moment)
        drawn = facts, said.ago_until([*times, *(removal.at for removal in removals.values())]), html
        if len(html) < _LONGEST_THREAD:
            thread.drawn = drawn
    return drawn[2]


@lru_cache(maxsize=_MOST_THREADS)
def _thread(_answer_id: int, _can: AnswerRights, _eyes: Any) -> _Thread:
    return _Thread()


def _one_by_one(
    answers: Sequence[Row[Any]],
    comments: Mapping[int, Sequence[Row[Any]]],
    removals: Mapping[int, Row[Any]],
    can: AnswerRights,
    staff_accepts_before: datetime,
    eyes: tuple[str, str, bool],
) -> Iterator[Markup]:
    ago = moments().ago
    for answer in answers:
        below, removal = tuple(comments.get(answer.id, ())), removals.get(answer.id)
        times = (ago(answer.created_at), answer.accepted_at and ago(answer.accepted_at), removal and ago(removal.at))
        ages = (*times, *(ago(comment.created_at) for comment in below))
        is_short = len(answer.html) + sum(len(comment.html) for comment in below) < _LONGEST_KEPT
        draw = _answer if is_short else _answer.__wrapped__
        yield draw(answer, below, removal, can, answer.created_at < staff_accepts_before, (*eyes, ages))


def drawn_rows(rows: Iterable[Row[Any]]) -> Markup:
    """The rows of a list of questions, one after the other."""
    eyes, ago = _eyes(), moments().ago
    return _joined(
        _row("questions/_row.html", row, (*eyes, ago(row.created_at), row.last_answer_at and ago(row.last_answer_at)))
        for row in rows
    )


def drawn_worklist(rows: Iterable[Row[Any]]) -> Markup:
    """The rows of the worklist, one after the other."""
    eyes, ago = _eyes(), moments().ago
    return _joined(_row("tickets/_worklist_row.html", row, (*eyes, ago(row.created_at))) for row in rows)


def _joined(drawn: Iterable[Markup]) -> Markup:
    """One after the other: all are safe, which joining as Markup would ask each once more."""
    return Markup("".join(drawn))


def _eyes() -> tuple[str, str, bool]:
    """The reader's language and zone, and whether he may know who people are."""
    return language(), str(zone()), people_are_open()


@lru_cache(maxsize=_MOST_ANSWERS)
def _answer(
    answer: Row[Any],
    below: tuple[Row[Any], ...],
    removal: Row[Any] | None,
    can: AnswerRights,
    old: bool,
    _seen: Any,
) -> Markup:
    template: Any = current_app.jinja_env.get_template("questions/_answer.html").module
    return Markup(template.answer(answer, below, removal, can, old))


@lru_cache(maxsize=_MOST_ROWS)
def _row(template: str, row: Row[Any], _seen: Any) -> Markup:
    module: Any = current_app.jinja_env.get_template(template).module
    return Markup(module.row(row, _seen[0] == "ms"))
