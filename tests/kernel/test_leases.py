"""A job is one worker's until its lease ends; a clock that was wrong keeps it from nobody."""

from datetime import timedelta

from forum.app import Tanya
from forum.kernel.leases import take_lease
from tests.conftest import NOON

_SHORT = timedelta(seconds=50)


def test_a_lease_holds_until_it_ends(app: Tanya) -> None:
    assert take_lease("sweep", "one", lasting=_SHORT, at=NOON)
    assert not take_lease("sweep", "two", lasting=_SHORT, at=NOON + _SHORT)
    assert take_lease("sweep", "two", lasting=_SHORT, at=NOON + timedelta(seconds=51))


def test_a_lease_that_a_wrong_clock_took_does_not_hold_for_years(app: Tanya) -> None:
    assert take_lease("sweep", "one", lasting=_SHORT, at=NOON + timedelta(days=5000))
    assert take_lease("sweep", "two", lasting=_SHORT, at=NOON)
    assert not take_lease("sweep", "three", lasting=_SHORT, at=NOON)
