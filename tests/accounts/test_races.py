"""What administrators do at the same moment, by real connections that commit."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import Context
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import update

from forum.accounts.actions.closing import deactivate
from forum.accounts.actions.configuring import change_setting, value_to_change
from forum.accounts.actions.lines import mark_of
from forum.accounts.actions.roles import withdraw_role
from forum.accounts.actors import system_actor
from forum.accounts.roles import Role
from forum.accounts.settings import COMPANY
from forum.app import Tanya
from forum.conduct.watching_words import set_watched_words
from forum.kernel.db import session, transaction
from forum.people.models import Person, PersonState
from tests.people import admin, make_person
from tests.posts import actor, later
from tests.running import PATIENCE
from tests.votes.test_races import together

ROUNDS = 5


@pytest.fixture
def shared(own_app: Tanya) -> Iterator[Tanya]:
    """The forum, inside its context."""
    with own_app.app_context():
        yield own_app


def _withdraw(person_id: int, at: datetime) -> None:
    withdraw_role(session.get_one(Person, person_id), Role.ADMINISTRATOR, by=system_actor(at=at), at=at)


def _close(person_id: int, at: datetime) -> None:
    deactivate(session.get_one(Person, person_id), keeps_name=True, by=system_actor(at=at), at=at)


@pytest.mark.parametrize("other", [_withdraw, _close])
def test_of_two_administrators_who_are_removed_at_once_one_stays(
    shared: Tanya, other: Callable[[int, datetime], None]
) -> None:
    with transaction():
        first, second = (make_person(name).id for name in ("Aishah Rahman", "Chong Wei"))
    for minute in range(ROUNDS):
        at = later(minutes=minute)
        with transaction():
            session.execute(update(Person).values(roles="employee administrator", state=PersonState.ACTIVE))
        ended = together(shared, [partial(_withdraw, second, at), partial(other, first, at)])
        assert sorted(type(each).__name__ for each in ended) == ["Conflict", "NoneType"]


def test_of_two_who_change_the_same_lines_at_once_the_second_is_told(shared: Tanya) -> None:
    with transaction():
        by = actor(admin())
    seen = mark_of("")
    saves = [partial(set_watched_words, f"hold: {word}", seen=seen, by=by, at=later()) for word in ("hush", "fudge")]
    ended = together(shared, saves)
    assert sorted(type(each).__name__ for each in ended) == ["Conflict", "NoneType"]


def test_who_is_about_to_change_a_setting_sees_what_is_being_saved(shared: Tanya) -> None:
    with transaction():
        by = actor(admin())
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            change_setting(COMPANY, "Kencana Foods", by=by, at=later())
            other = pool.submit(Context().run, together, shared, [partial(value_to_change, COMPANY, by=by)])
            wait([other], timeout=0.2)
        assert other.result(timeout=PATIENCE) == ["Kencana Foods"]
