"""Whom a technician has asked not to meet for a while."""

from datetime import datetime

from sqlalchemy import select

from forum.conduct.models import Avoidance
from forum.kernel.db import session
from forum.kernel.errors import Conflict
from forum.people.models import Person


def avoid(staff_id: int, person_id: int, *, until: datetime) -> None:
    """Nobody gives this technician a ticket of that person until then."""
    held = session.get(Avoidance, (staff_id, person_id))
    if held is None:
        session.add(Avoidance(staff_id=staff_id, person_id=person_id, until=until))
    else:
        held.until = max(held.until, until)
    session.flush()


def check_may_meet(staff_id: int, person_id: int, *, at: datetime) -> None:
    """Conflict while the technician has asked not to meet the person."""
    wanted = select(Avoidance.until, Person.name).join(Person, Person.id == Avoidance.staff_id)
    mine = Avoidance.staff_id == staff_id, Avoidance.person_id == person_id, Avoidance.until > at
    row = session.execute(wanted.where(*mine)).first()
    if row is not None:
        raise Conflict(
            "%(name)s has asked not to meet this person until %(until)s. Give it to somebody else.",
            name=row.name,
            until=row.until,
        )
