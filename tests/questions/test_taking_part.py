"""Being affected, following, keeping, having read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.actors import NOBODY
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.questions.actions import (
    bookmark,
    count_view,
    follow,
    join_affected,
    leave_affected,
    mute,
    remove_bookmark,
    sweep_views,
    unfollow,
)
from forum.questions.events import AffectedJoined
from forum.questions.models import Affected, Bookmark, Follow, QuestionView
from tests.conftest import NOON
from tests.people import ana, ben
from tests.posts import actor, answer, category, later, published, question


def test_a_colleague_joins_once_with_his_device(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(AffectedJoined, monkeypatch)
    asked, by = question(ana()), actor(ben())
    join_affected(asked, by=by, at=NOON)
    join_affected(asked, device="LT-0042, Windows 11", by=by, at=later(minutes=1))
    assert (asked.affected_count, asked.version, len(told)) == (1, 2, 1)
    assert session.scalars(select(Affected.device)).all() == ["LT-0042, Windows 11"]


def test_who_joins_follows(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    join_affected(asked, by=by, at=NOON)
    assert session.get(Follow, (asked.id, by.id)) is not None


def test_the_asker_is_affected_already(app: Tanya) -> None:
    asked = question(person := ana())
    with pytest.raises(NotAllowed, match="already count"):
        join_affected(asked, by=actor(person), at=NOON)


def test_leaving_twice_counts_once(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    join_affected(asked, by=by, at=NOON)
    for _round in range(2):
        leave_affected(asked, by=by, at=NOON)
    assert asked.affected_count == 0


def test_a_muted_thread_stays_muted_when_one_takes_part(app: Tanya) -> None:
    asked, person = question(ana()), ben()
    mute(asked, by=actor(person), at=NOON)
    answer(asked, person, at=later(hours=1))
    assert session.get_one(Follow, (asked.id, person.id)).muted_at == NOON


def test_following_ends_the_muting_and_unfollowing_the_following(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    mute(asked, by=by, at=NOON)
    follow(asked, by=by, at=NOON)
    session.expire_all()
    assert session.get_one(Follow, (asked.id, by.id)).muted_at is None
    unfollow(asked, by=by)
    assert session.get(Follow, (asked.id, by.id)) is None


def test_a_bookmark_is_kept_and_removed(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    for _round in range(2):
        bookmark(asked, by=by, at=NOON)
    assert session.scalars(select(Bookmark.person_id)).all() == [by.id]
    remove_bookmark(asked, by=by)
    assert session.scalars(select(Bookmark.person_id)).all() == []


def test_a_reader_counts_once_a_day(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    counted = [count_view(asked, by=by, at=NOON + timedelta(hours=hours)) for hours in (0, 1, 24)]
    session.refresh(asked)
    assert (counted, asked.view_count, asked.version) == ([True, False, True], 2, 1)


def test_the_asker_is_no_reader_of_his_own_question_with_his_name_or_without(app: Tanya) -> None:
    person, place = ana(), category(allows_anonymous=True)
    for asked in (question(person, place), question(person, place, anonymous=True)):
        assert count_view(asked, by=actor(person), at=NOON) is False
        session.refresh(asked)
        assert asked.view_count == 0


def test_nobody_counts_as_a_reader(app: Tanya) -> None:
    assert count_view(question(ana()), by=NOBODY, at=NOON) is False


def test_marks_of_readings_are_swept_after_two_days(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    count_view(asked, by=by, at=NOON)
    assert sweep_views(at=later(days=2)) == 0
    assert sweep_views(at=later(days=3)) == 1
    assert session.scalars(select(QuestionView.day)).all() == []
