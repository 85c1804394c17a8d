"""The number at the bell: how many unread notices somebody has of what he may see today.

It stands on the person's row. What is told adds one, reading counts anew; and where something becomes visible or
invisible, the worker counts anew for whoever has an unread notice of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.visitors import replacement_traverse

from forum.accounts.actors import Actor, load_actors
from forum.kernel.db import BigId, looking, session, transaction
from forum.kernel.pending import mark_done
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.known.models import KnownIssue
from forum.notifications.models import EventPending, Notice
from forum.notifications.visibility import reader_params, visible_to
from forum.notifications.waiting import wait
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.topics.visibility import READER_ID

RECOUNT = "recount"  # the kind of event that nobody is told of
_PEOPLE = 500  # counted in one transaction
_OWNER: ColumnElement[int] = literal_column("notice.person_id", BigId)


def _for_its_owner(element: Any, **_: Any) -> ColumnElement[int] | None:
    is_reader = isinstance(element, BindParameter) and element.key == READER_ID.key
    return _OWNER if is_reader else None


# `visible_to()` of one reader becomes that of each notice's own: so one statement counts for all who may do the same.
_is_visible: ColumnElement[bool] = replacement_traverse(visible_to(), {}, _for_its_owner)
_UNREAD = (
    select(func.count(Notice.id))
    .where(Notice.person_id == Person.id, Notice.read_at.is_(None), _is_visible)
    .correlate(Person)
    .scalar_subquery()
)
_OF = Person.id.in_(bindparam("people", expanding=True))
_WRONG = select(Person.id).where(_OF, Person.unread_count != _UNREAD)
_COUNTED = update(Person).where(_OF).values(unread_count=_UNREAD)
_LOCKED = select(Person.id).where(_OF).order_by(Person.id).with_for_update()
_CONCERNED: Mapping[str, Callable[[int], ColumnElement[bool]]] = {
    "question": lambda id_: Notice.question_id == id_,
    "ticket": lambda id_: Notice.ticket_id == id_,
    "entry": lambda id_: Notice.entry_id == id_,
    "category": lambda id_: _in_category(id_),
    "person": lambda id_: Notice.person_id == id_,
}


def count_anew_for(what: str, id_: int, at: datetime) -> None:
    """The badges of all who have an unread notice of it will be true: `what` is one of `_CONCERNED`."""
    wait(RECOUNT, at, what=what, id=id_, by=None)


def count_unread(readers: Iterable[Actor]) -> None:
    """Each reader's badge says how many unread notices he may see: one statement for all with the same permissions.

    The rows are locked before they are counted: who is told something meanwhile has it counted by one or the other.
    """
    alike = _alike(readers)
    session.execute(_LOCKED, {"people": sorted(id_ for params in alike for id_ in params["people"])})
    for params in alike:
        session.execute(_COUNTED, params, execution_options={"synchronize_session": False})


def recount_next(event_id: int, *, at: datetime) -> None:
    """The badges of the next people whom the event concerns are true; with the last of them it is done."""
    with looking():
        facts = session.get_one(EventPending, event_id).facts
        unread = _CONCERNED[facts["what"]](facts["id"]), Notice.read_at.is_(None)
        people = _next(select(Notice.person_id).where(*unread, Notice.person_id > facts.get("after", 0)).distinct())
    recount(people, at=at)
    with transaction():
        event = session.get_one(EventPending, event_id)
        if len(people) < _PEOPLE:
            mark_done(event, at=at)
        else:
            event.facts = {**event.facts, "after": people[-1]}
            event.due_at, event.holder, event.attempts = at, None, 0


def recount_all(at: datetime) -> None:
    """Every badge is true, whatever became visible or invisible to whom without a word."""
    after = 0
    while people := _next_of_all(after):
        recount(people, at=at)
        after = people[-1]


def recount(people: Sequence[int], *, at: datetime) -> None:
    """The badges of these people are true; committed. Nothing is written where they are."""
    with looking():
        readers = load_actors(people, at=at)
        wrong = {id_ for params in _alike(readers) for id_ in session.scalars(_WRONG, params)}
    if wrong:
        with transaction():
            count_unread(reader for reader in readers if reader.id in wrong)


def _alike(readers: Iterable[Actor]) -> list[dict[str, Any]]:
    """The parameters of readers who may do the same, with the ids of them all."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for reader in readers:
        rights = {**reader_params(reader)}
        del rights[str(READER_ID.key)]
        alike[tuple(rights.items())].append(reader.id)
    return [{**dict(rights), "people": people} for rights, people in alike.items()]


def _in_category(category_id: int) -> ColumnElement[bool]:
    questions = select(Question.id).where(unrestricted(), Question.category_id == category_id)
    entries = select(FaqEntry.id).where(FaqEntry.category_id == category_id)
    issues = select(KnownIssue.id).where(KnownIssue.category_id == category_id)
    return or_(Notice.question_id.in_(questions), Notice.entry_id.in_(entries), Notice.issue_id.in_(issues))


def _next_of_all(after: int) -> Sequence[int]:
    has_unread = exists().where(Notice.person_id == Person.id, Notice.read_at.is_(None))
    counted = or_(Person.unread_count != 0, has_unread)
    with looking():
        return _next(select(Person.id).where(Person.id > after, counted))


def _next(people: Select[Any]) -> Sequence[int]:
    (id_,) = people.selected_columns
    return session.scalars(people.order_by(id_).limit(_PEOPLE)).all()
