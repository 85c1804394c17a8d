"""The ground the tests stand on: requests are isolated, reads cannot write."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import reading, session
from forum.people.models import Person
from tests.people import ana


@pytest.mark.parametrize("_round", [1, 2])
def test_rows_of_a_test_are_gone_afterwards(app: Tanya, _round: int) -> None:
    assert session.scalars(select(Person).where(Person.handle == "ana.lim")).all() == []
    ana()
    session.commit()


def test_a_flush_while_reading_is_refused(app: Tanya) -> None:
    with reading(), pytest.raises(RuntimeError, match="outside committing"):
        ana()


def test_the_forum_is_ready(client: FlaskClient) -> None:
    assert client.get("/readyz").status_code == 200
