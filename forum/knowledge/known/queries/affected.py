"""Whom an issue affects: who says so on it, who says so in an attached thread, and who asked there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, distinct, exists, func, literal_column, select, union_all

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.knowledge.known.models import IssueThread, IssueWatcher, KnownIssue
from forum.people.models import Person
from forum.questions.models import Affected, Question
from forum.questions.visibility import listed_to, reader_params
from forum.topics.visibility import READER_ID

_ID = bindparam("issue_id", type_=BigId)
_of_thread = IssueThread.question_id == Question.id
_in_threads = union_all(
    select(IssueThread.issue_id, Affected.person_id, Affected.at, Affected.device)
    .select_from(IssueThread)
    .join(Question, _of_thread)
    .join(Affected, Affected.question_id == Question.id)
    .where(listed_to()),
    select(IssueThread.issue_id, Question.author_id, Question.created_at, literal_column("''"))
    .select_from(IssueThread)
    .join(Question, _of_thread)
    .where(listed_to(), Question.author_id.is_not(None)),
).subquery("in_threads")
_says_so_here = exists().where(
    IssueWatcher.issue_id == _in_threads.c.issue_id,
    IssueWatcher.person_id == _in_threads.c.person_id,
    IssueWatcher.is_affected,
)
_elsewhere = (
    select(func.count(distinct(_in_threads.c.person_id)))
    .where(_in_threads.c.issue_id == KnownIssue.id, ~_says_so_here)
    .scalar_subquery()
)
AFFECTED_COUNT = (KnownIssue.affected_count + _elsewhere).label("affected_count")
"""How many a row of `known_issue` affects, each once, in threads that the reader may see listed."""
IS_AFFECTED_IN_THREAD = (
    exists()
    .where(_in_threads.c.issue_id == KnownIssue.id, _in_threads.c.person_id == READER_ID)
    .label("i_am_affected_in_thread")
)
"""Whether the reader asked in an attached thread, or said there that he has the problem, too."""
_everybody = union_all(
    select(IssueWatcher.person_id, IssueWatcher.at, IssueWatcher.device).where(
        IssueWatcher.issue_id == _ID, IssueWatcher.is_affected
    ),
    select(_in_threads.c.person_id, func.min(_in_threads.c.at), func.max(_in_threads.c.device))
    .where(_in_threads.c.issue_id == _ID, ~_says_so_here)
    .group_by(_in_threads.c.person_id),
).subquery("everybody")
_AFFECTED = (
    select(Person.name, Person.handle, Person.department, Person.location, _everybody.c.at, _everybody.c.device)
    .join(_everybody, _everybody.c.person_id == Person.id)
    .order_by(_everybody.c.at, Person.id)
    .limit(500)
)


def affected_people(issue_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """Whom it affects, each once, with the devices, the first 500: for staff."""
    return read(_AFFECTED, {"issue_id": issue_id, **reader_params(reader)}).all()
