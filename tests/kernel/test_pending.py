"""What a killed worker had taken is taken back by the next one, and by nobody while its holder may live."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.holders import holder_name
from forum.kernel.pending import MOST_ATTEMPTS, claim_due, mark_failed, release_lost
from forum.notifications.models import EventPending
from forum.operations.jobs import PERIODIC_WORK
from tests.conftest import NOON
from tests.posts import later


@pytest.fixture
def dead(app: Tanya) -> str:
    """A holder on this machine that has ended."""
    command = "from forum.kernel.holders import holder_name; print(holder_name())"
    return subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.strip()


def _taken_by(holder: str, attempts: int = 0) -> EventPending:
    session.add(EventPending(kind="AnswerPosted", facts={}, at=NOON, due_at=NOON, attempts=attempts))
    session.commit()
    (row,) = claim_due(EventPending, holder=holder, at=NOON, most=5)
    return row


def _is_due() -> bool:
    at = later(seconds=1)
    release_lost(EventPending, at=at)
    row = session.scalars(select(EventPending).execution_options(populate_existing=True)).one()
    return row.due_at <= at and row.holder is None


def test_work_of_a_killed_worker_is_due_at_once(dead: str) -> None:
    _taken_by(dead)
    assert _is_due()


def test_work_of_an_earlier_process_with_the_same_number_is_due_at_once(app: Tanya) -> None:
    _taken_by(holder_name())
    assert _is_due()


def test_work_of_a_living_worker_stays_his(app: Tanya) -> None:
    place = holder_name().rpartition(":")[0]
    _taken_by(f"{place}:{os.getppid()}")
    assert not _is_due()


def test_work_of_another_machine_waits_for_the_end_of_its_lease(dead: str) -> None:
    _taken_by(f"elsewhere-{dead}")
    assert not _is_due()


def test_what_was_lost_again_and_again_waits_for_the_end_of_its_lease(dead: str) -> None:
    _taken_by(dead, attempts=3)
    assert not _is_due()


def _mistimed_work_is_taken_up() -> None:
    (work,) = (each for each in PERIODIC_WORK if each.name == "take-up-mistimed-work")
    work.run(NOON)


def _claims_at_noon() -> int:
    return len(claim_due(EventPending, holder="another", at=NOON, most=5))


def test_work_that_a_wrong_clock_took_is_taken_up_again_once_it_is_right(app: Tanya) -> None:
    in_years = NOON + timedelta(days=5000)
    session.add(EventPending(kind="AnswerPosted", facts={}, at=NOON, due_at=NOON, attempts=0))
    session.commit()
    assert claim_due(EventPending, holder="one", at=in_years, most=5)
    assert _claims_at_noon() == 0
    _mistimed_work_is_taken_up()
    assert _claims_at_noon() == 1


def test_what_has_failed_most_often_waits_as_long_as_it_should(app: Tanya) -> None:
    row = _taken_by("one", attempts=MOST_ATTEMPTS - 2)
    mark_failed(row, "no", at=later(minutes=50))
    session.commit()
    _mistimed_work_is_taken_up()
    assert _claims_at_noon() == 0
