"""Whom a command acts as, and whom it means: people by their mail address."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor, load_actor, system_actor
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.people.models import SYSTEM_PERSON_ID, Person
from forum.people.names import email_key


def actor_with(address: str | None, *, at: datetime) -> Actor:
    """Whoever has this address and may sign in; without one the forum itself. NotFound."""
    if address is None:
        return system_actor(at=at)
    actor = load_actor(person_with(address).id, at=at)
    if actor is None:
        raise NotFound("Nobody with an open account has the address %(address)s.", address=address)
    return actor


def person_with(address: str) -> Person:
    """Whoever has this address, whatever became of the account. NotFound."""
    found = select(Person).where(Person.email_key == email_key(address), Person.id != SYSTEM_PERSON_ID)
    person = session.scalars(found).first()
    if person is None:
        raise NotFound("Nobody has the address %(address)s.", address=address)
    return person
