"""Imported posts are given to a colleague who has an account already."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from forum.accounts.actions.closing import take_name
from forum.accounts.actors import Actor
from forum.accounts.models import Credential, OneTimeLink, Profile
from forum.accounts.roles import Permission
from forum.answers.models import Answer, Comment
from forum.kernel.db import Model, session
from forum.kernel.errors import Invalid
from forum.kernel.events import publish
from forum.ledger.actions import ADMINISTRATION, record
from forum.people.models import Person, PersonState
from forum.people.names import email_key
from forum.questions.events import ThreadChanged
from forum.questions.models import Question
from forum.votes.models import Vote
from forum.votes.recount import recount


def account_with(address: str) -> Person | None:
    """Who signs in with the address; nobody if it is nobody's, or only an imported person's."""
    found = select(Person).where(Person.email_key == email_key(address), Person.state != PersonState.IMPORTED)
    return session.scalars(found).first()


def author_with(address: str) -> Person | None:
    """Whom an import brought with the address and nobody has claimed."""
    found = select(Person).where(Person.email_key == email_key(address), Person.state == PersonState.IMPORTED)
    return session.scalars(found).first()


def give_posts(person: Person, owner: Person, *, by: Actor, at: datetime) -> None:
    """All that was imported under the person's name is the owner's, the handle leads to him, and the person is nobody.

    Votes of the owner on what is his own now are gone. Publishes ThreadChanged for each thread with his posts.
    """
    by.check_may(Permission.ADMINISTER)
    if person.state != PersonState.IMPORTED:
        raise Invalid("Only imported people can be given to somebody.", field="email")
    if owner.state != PersonState.ACTIVE:
        raise Invalid("The account with this address is not open, or not confirmed yet.", field="email")
    name, threads = person.name, _threads_of(person.id)
    take_name(person, at=at)
    for of_account in (Credential, OneTimeLink, Profile):  # a stranger may have tried to sign up
        session.execute(delete(of_account).where(of_account.person_id == person.id))
    person.state, person.email, person.email_key = PersonState.ERASED, None, None
    session.flush()
    for column in _pointing_at_people():
        _point(column, person.id, owner.id)
    _take_own_votes_back(owner.id)
    session.execute(update(Question).where(Question.id.in_(threads)).values(version=Question.version + 1))
    session.expire_all()
    for thread_id in threads:
        recount(thread_id)
        publish(ThreadChanged(thread_id, at))
    record(ADMINISTRATION, "imported posts given", {"person": owner.id, "name": name}, by=by, at=at)


def _threads_of(person_id: int) -> list[int]:
    """The threads with posts of this person, in the order in which they are locked."""
    asked = select(Question.id).where(Question.author_id == person_id)
    answered = select(Answer.question_id).where(Answer.author_id == person_id)
    commented = select(Comment.thread_id).where(Comment.author_id == person_id)
    return sorted(set(session.scalars(asked.union(answered, commented))))


def _pointing_at_people() -> Iterator[Column[Any]]:
    """Every column of every table that names a person: one that comes tomorrow, too."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == Person.__tablename__ for key in column.foreign_keys):
                yield column


def _point(column: Column[Any], old: int, new: int) -> None:
    """The rows name the other person; a row that he has already, such as a vote on the same post, goes."""
    if _moved(column, column == old, new):
        return
    keys = list(column.table.primary_key.columns)
    for row in session.execute(select(*keys).where(column == old)).all():
        this = and_(*(key == value for key, value in zip(keys, row, strict=True)))
        if not _moved(column, this, new):
            session.execute(delete(column.table).where(this))


def _moved(column: Column[Any], which: Any, new: int) -> bool:
    try:
        with session.begin_nested():
            session.execute(update(column.table).where(which).values({column: new}))
    except IntegrityError:
        return False
    return True


def _take_own_votes_back(person_id: int) -> None:
    questions = select(Question.id).where(Question.author_id == person_id)
    answers = select(Answer.id).where(Answer.author_id == person_id)
    own = or_(Vote.question_id.in_(questions), Vote.answer_id.in_(answers))
    session.execute(
        delete(Vote).where(Vote.person_id == person_id, own), execution_options={"synchronize_session": False}
    )
