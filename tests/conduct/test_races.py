"""Limits, while one person sends much at the same moment, by real connections that commit."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.app import Tanya
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act, Circle, limits_for
from forum.conduct.models import CountedAct
from forum.kernel.db import session, transaction
from tests.conftest import NOON
from tests.people import make_person
from tests.posts import actor
from tests.votes.test_races import AT_ONCE, together


@pytest.fixture
def shared(own_app: Tanya) -> Iterator[Tanya]:
    """The forum, inside its context."""
    with own_app.app_context():
        yield own_app


def test_what_is_sent_at_once_passes_no_limit(shared: Tanya) -> None:
    (limit,) = limits_for(Act.ANSWER, Circle.OTHERS)
    with transaction():
        by = actor(make_person("Old Hand", created_at=NOON - timedelta(days=400)))
        for _ in range(limit.number - 1):
            check_limit(Act.ANSWER, by=by, at=NOON)
    ended = together(shared, [lambda: check_limit(Act.ANSWER, by=by, at=NOON)] * AT_ONCE)
    assert Counter(type(each).__name__ for each in ended) == {"NoneType": 1, "TooMany": AT_ONCE - 1}
    assert session.scalar(select(func.count()).select_from(CountedAct)) == limit.number
