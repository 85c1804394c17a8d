"""Who may say whether a fix worked, without a database."""

from dataclasses import replace

import pytest

from forum.feedback.models import Verdict
from forum.feedback.rules import Asked, check_may_rate, check_may_tell, check_rating, has_expired, parts_of
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from tests.conftest import NOON
from tests.posts import later

ASKED = Asked(staff_id=5, asked_at=NOON, ended_at=None, verdict=None, rating=None)


def test_nobody_judges_his_own_work() -> None:
    with pytest.raises(NotAllowed):
        check_may_tell(ASKED, Verdict.WORKED, reader_id=5, at=NOON)
    check_may_tell(ASKED, Verdict.WORKED, reader_id=0, at=NOON)


@pytest.mark.parametrize(("days", "ended", "expired"), [(30, False, False), (31, False, True), (1, True, True)])
def test_a_link_is_good_for_thirty_days_and_for_one_resolution(days: int, ended: bool, expired: bool) -> None:
    assert has_expired(replace(ASKED, ended_at=NOON if ended else None), at=later(days=days)) is expired


def test_another_verdict_than_the_first_is_refused() -> None:
    told = replace(ASKED, verdict=Verdict.WORKED)
    check_may_tell(told, Verdict.WORKED, reader_id=0, at=NOON)
    with pytest.raises(Conflict):
        check_may_tell(told, Verdict.NOT_YET, reader_id=0, at=NOON)


@pytest.mark.parametrize(("verdict", "rating"), [(None, None), (Verdict.NOT_YET, None), (Verdict.WORKED, 4)])
def test_only_what_worked_is_rated_and_once(verdict: Verdict | None, rating: int | None) -> None:
    with pytest.raises(Conflict):
        check_may_rate(replace(ASKED, verdict=verdict, rating=rating), reader_id=0, at=NOON)


@pytest.mark.parametrize("rating", [None, 0, 6, -1])
def test_ratings_go_from_one_to_five(rating: int | None) -> None:
    with pytest.raises(Invalid):
        check_rating(rating, "")


@pytest.mark.parametrize("token", ["", "-", "x-1", "1" * 30 + "-a", "²-a"])
def test_what_is_no_link_of_ours_has_no_number(token: str) -> None:
    assert parts_of(token)[0] == 0
