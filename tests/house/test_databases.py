"""What a test has committed is not there for the next one."""

from collections.abc import Sequence

from sqlalchemy import select, update

from forum.app import Tanya
from forum.kernel.db import session, transaction
from forum.people.models import Person
from tests import databases


def _names() -> Sequence[str]:
    names = session.scalars(select(Person.name)).all()
    session.remove()
    return names


def test_a_renewed_database_has_nothing_of_what_was_committed(own_app: Tanya) -> None:
    with databases.renewed(own_app), own_app.app_context():
        founded = _names()
        with transaction():
            session.execute(update(Person).values(name="Somebody else"))
        assert _names() != founded
    with databases.renewed(own_app), own_app.app_context():
        assert _names() == founded
