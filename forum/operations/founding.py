"""The rows that every installation begins with."""

from datetime import datetime

from sqlalchemy import text

from forum.kernel.db import session
from forum.kernel.settings.registry import SettingVersion
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.tickets.models import NumberSeries


def found(*, at: datetime) -> None:
    """The system person, the settings' version and the number series exist; safe to repeat. The caller commits."""
    if session.get(Person, SYSTEM_PERSON_ID) is None:
        session.add(_system_person(at))
    if session.get(SettingVersion, 1) is None:
        session.add(SettingVersion(id=1, version=1))
    if session.get(NumberSeries, "tickets") is None:
        session.add(NumberSeries(name="tickets", last=0))
    session.flush()
    _after_the_first_id()


def _system_person(at: datetime) -> Person:
    return Person(
        id=SYSTEM_PERSON_ID,
        state=PersonState.ACTIVE,
        name="Tanya",
        name_key="tanya",
        skeleton="tanya",
        handle="tanya",
        roles="administrator",
        created_at=at,
    )


def _after_the_first_id() -> None:
    """PostgreSQL's sequence does not notice that id 1 was given by hand."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT setval(pg_get_serial_sequence('person', 'id'), (SELECT max(id) FROM person))"))
