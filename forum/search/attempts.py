"""Attempts to ask: what was suggested beside an ask form, what was opened of it, and whether that solved the matter.

An attempt is known by its person and its form's key. What is read is noted, what is said or posted is written with it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from forum.accounts.actors import Actor
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.knowledge.faq.actions import find_entry
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.visibility import unrestricted as any_entry
from forum.knowledge.known.actions import find_issue
from forum.knowledge.known.models import KnownIssue
from forum.knowledge.known.visibility import unrestricted as any_issue
from forum.questions.actions import find_question
from forum.questions.models import Question
from forum.questions.visibility import unrestricted as any_question
from forum.search.events import SuggestionHelped
from forum.search.models import LONGEST_KEY, LONGEST_NAMES, AskAttempt
from forum.search.noted import note
from forum.topics.models import Category
from forum.topics.visibility import unrestricted as any_category

_KEY = re.compile(rf"[A-Za-z0-9_-]{{8,{LONGEST_KEY}}}")
_NAME = re.compile(r"([a-z]+):([0-9]{1,18})")


class Kind(StrEnum):
    """What can be suggested."""

    ISSUE = "issue"
    ENTRY = "entry"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that was suggested; written as "entry:12"."""

    kind: Kind
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def suggestion_named(name: str) -> Suggestion:
    """The suggestion that is written so; NotFound if none is."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] not in list(Kind):
        raise NotFound
    return Suggestion(Kind(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Shown:
    """What was suggested to a person beside the form with this key, in which this category (or none) was chosen."""

    person_id: int
    key: str
    at: datetime
    category: str
    what: tuple[Suggestion, ...]

    def write(self) -> None:
        """The attempt knows it. All that was ever suggested beside a form is counted, each once."""
        attempt = _attempt(self.person_id, self.key, at=self.at)
        attempt.shown = _with(attempt.shown, self.what)
        attempt.shown_count = len(attempt.shown.split())
        chosen = select(Category.id).where(any_category(), Category.slug == self.category)
        attempt.category_id = (session.scalar(chosen) if self.category else None) or attempt.category_id


@dataclass(frozen=True, slots=True)
class OpenedBeside:
    """A suggestion that a person has opened beside his form."""

    person_id: int
    key: str
    at: datetime
    what: Suggestion

    def write(self) -> None:
        """The attempt knows it, and is of the category of this where none was chosen."""
        _open(_attempt(self.person_id, self.key, at=self.at), self.what)


def note_shown(shown: Shown) -> None:
    """It is noted, if there was anything, and it is known to whom and beside which form."""
    if shown.what and shown.person_id and _KEY.fullmatch(shown.key):
        note(shown)


def note_opened(opened: OpenedBeside) -> None:
    """It is noted, if it is known by whom and from which form."""
    if opened.person_id and _KEY.fullmatch(opened.key):
        note(opened)


def posted_from(key: str, question: Question, *, by: Actor, at: datetime) -> None:
    """The question was posted from the form with this key."""
    if _KEY.fullmatch(key):
        attempt = _attempt(by.id, key, at=at)
        attempt.question_id, attempt.category_id = question.id, question.category_id


def say_solved(key: str, what: Suggestion, *, by: Actor, at: datetime) -> str:
    """The suggestion has solved what the person was about to ask; the address of it.

    The first that he names for a form counts. Publishes SuggestionHelped once for each person and suggestion.
    NotFound for what he may not see.
    """
    address = _ADDRESSES[what.kind](what.id, by)
    if not _KEY.fullmatch(key):
        raise NotFound
    attempt = _attempt(by.id, key, at=at)
    if not attempt.solved_by:
        check_limit(Act.VOTE, by=by, at=at)
        told = session.scalar(select(_has_said(by.id, what)))
        _open(attempt, what)
        attempt.solved_by = str(what)
        if not told:
            publish(SuggestionHelped(by.id, at, **{_EVENT_IDS[what.kind]: what.id}))
    return address


def _has_said(person_id: int, what: Suggestion) -> ColumnElement[bool]:
    return exists().where(AskAttempt.person_id == person_id, AskAttempt.solved_by == str(what))


def _attempt(person_id: int, key: str, *, at: datetime) -> AskAttempt:
    """The attempt, locked; begun if this is the first that is known of it."""
    mine = AskAttempt.person_id == person_id, AskAttempt.key == key
    insert_new(
        AskAttempt, person_id=person_id, key=key, at=at, shown="", shown_count=0, opened="", solved_by=""
    )  # fmt: skip
    return session.scalars(select(AskAttempt).where(*mine).with_for_update()).one()


def _open(attempt: AskAttempt, what: Suggestion) -> None:
    attempt.opened = _with(attempt.opened, [what])
    if attempt.category_id is None:
        attempt.category_id = session.scalar(_ROOMS[what.kind](what.id))


def _with(names: str, more: Iterable[Suggestion]) -> str:
    """The names and these, each once, as many as there is room for."""
    for name in map(str, more):
        longer = f"{names} {name}".strip()
        if name not in names.split() and len(longer) <= LONGEST_NAMES:
            names = longer
    return names


def _entry_address(entry_id: int, by: Actor) -> str:
    return f"/faq/{entry_id}/{find_entry(entry_id, by=by).slug}"


def _issue_address(issue_id: int, by: Actor) -> str:
    return f"/known-issues/{issue_id}/{find_issue(issue_id, by=by).slug}"


def _thread_address(question_id: int, by: Actor) -> str:
    return f"/questions/{question_id}/{find_question(question_id, by=by).slug}"


_ADDRESSES: dict[Kind, Callable[[int, Actor], str]] = {
    Kind.ENTRY: _entry_address,
    Kind.ISSUE: _issue_address,
    Kind.THREAD: _thread_address,
}
_EVENT_IDS = {Kind.ENTRY: "entry_id", Kind.ISSUE: "issue_id", Kind.THREAD: "question_id"}
_ROOMS: dict[Kind, Callable[[int], Select[Any]]] = {
    Kind.ENTRY: lambda id_: select(FaqEntry.category_id).where(any_entry(), FaqEntry.id == id_),
    Kind.ISSUE: lambda id_: select(KnownIssue.category_id).where(any_issue(), KnownIssue.id == id_),
    Kind.THREAD: lambda id_: select(Question.category_id).where(any_question(), Question.id == id_),
}
