"""Duplicates lead to the root and never in a circle."""

from contextlib import nullcontext

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.questions.actions import join_affected, mark_duplicate, remove_question, root_of, undo_duplicate
from forum.questions.events import DuplicateUndone, MarkedDuplicate
from forum.questions.models import DuplicateMark, Follow, Question
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import actor, category, later, published, question


@pytest.fixture
def three(app: Tanya) -> list[Question]:
    place, person = category(), ana()
    return [question(person, place, title=f"Printer number {number} is broken") for number in range(3)]


def test_a_duplicate_names_its_original_and_both_change(three: list[Question]) -> None:
    first, second, _ = three
    mark_duplicate(second, first, by=actor(iris()), at=NOON)
    assert second.duplicate_of_id == first.id
    assert (first.version, second.version) == (2, 2)


def test_a_mark_leads_to_the_root(three: list[Question]) -> None:
    first, second, third = three
    by = actor(iris())
    mark_duplicate(second, first, by=by, at=NOON)
    mark_duplicate(third, second, by=by, at=NOON)
    assert third.duplicate_of_id == first.id


def test_earlier_marks_follow_when_their_original_turns_out_a_duplicate(three: list[Question]) -> None:
    first, second, third = three
    by = actor(iris())
    mark_duplicate(third, second, by=by, at=NOON)
    mark_duplicate(second, first, by=by, at=NOON)
    assert root_of(third.id) == first.id


def test_circles_are_refused(three: list[Question]) -> None:
    first, second, third = three
    by = actor(iris())
    mark_duplicate(second, first, by=by, at=NOON)
    mark_duplicate(third, second, by=by, at=NOON)
    for original in (first, second, third):
        with pytest.raises(Invalid, match="Choose another"):
            mark_duplicate(first, original, by=by, at=NOON)


def test_a_removed_question_is_nobodys_original(three: list[Question]) -> None:
    first, second, _ = three
    by = actor(iris())
    remove_question(first, by=by, at=NOON)
    with pytest.raises(Invalid, match="removed"):
        mark_duplicate(second, first, by=by, at=NOON)


def test_nobody_is_led_through_a_duplicate_to_what_is_removed(three: list[Question]) -> None:
    first, second, third = three
    by = actor(iris())
    mark_duplicate(second, first, by=by, at=NOON)
    remove_question(first, by=by, at=NOON)
    with pytest.raises(Invalid, match="removed"):
        mark_duplicate(third, second, by=by, at=NOON)


def test_nobody_is_led_to_what_who_marks_may_not_read(three: list[Question]) -> None:
    _, second, third = three
    secret = question(sam())
    secret.category_id, second.duplicate_of_id = category("Board", audience=Audience.GROUPS).id, secret.id
    with pytest.raises(Invalid, match="removed"):
        mark_duplicate(third, second, by=actor(iris()), at=NOON)


@pytest.mark.parametrize(
    ("of_question", "of_original", "is_led"),
    [
        (Audience.EVERYONE, Audience.STAFF, False),
        (Audience.STAFF, Audience.STAFF, True),
        (Audience.STAFF, Audience.EVERYONE, True),
    ],
)
def test_readers_are_led_only_where_they_may_read(
    app: Tanya, of_question: Audience, of_original: Audience, is_led: bool
) -> None:
    person = iris()
    copy = question(person, category("One", audience=of_question))
    original = question(person, category("Other", audience=of_original))
    with nullcontext() if is_led else pytest.raises(Invalid, match="Not everybody who reads this question"):
        mark_duplicate(copy, original, by=actor(person), at=NOON)
    assert copy.duplicate_of_id == (original.id if is_led else None)


def test_a_mark_can_be_undone(three: list[Question], monkeypatch: pytest.MonkeyPatch) -> None:
    told, untold = published(MarkedDuplicate, monkeypatch), published(DuplicateUndone, monkeypatch)
    first, second, _ = three
    by = actor(iris())
    mark_duplicate(second, first, by=by, at=NOON)
    undo_duplicate(second, by=by, at=later(hours=1))
    assert (second.duplicate_of_id, session.scalars(select(DuplicateMark.undone_by_id)).all()) == (None, [by.id])
    assert (len(told), len(untold)) == (1, 1)


def test_a_second_mark_replaces_the_first(three: list[Question]) -> None:
    first, second, third = three
    by = actor(iris())
    mark_duplicate(third, first, by=by, at=NOON)
    mark_duplicate(third, second, by=by, at=NOON)
    held = session.scalars(select(DuplicateMark.original_id).where(DuplicateMark.undone_at.is_(None))).all()
    assert (third.duplicate_of_id, held) == (second.id, [second.id])


def test_employees_do_not_mark_duplicates(three: list[Question]) -> None:
    with pytest.raises(NotAllowed):
        mark_duplicate(three[1], three[0], by=(by := actor(sam())), at=NOON)
    mark_duplicate(three[1], three[0], by=actor(iris()), at=NOON)
    with pytest.raises(NotAllowed):
        undo_duplicate(three[1], by=by, at=NOON)


def test_who_asked_again_or_is_affected_there_hears_of_the_original(app: Tanya) -> None:
    first, second = question(ana()), question(asker := sam(), title="Blank pages again")
    join_affected(second, by=actor(other := ben()), at=NOON)
    mark_duplicate(second, first, by=actor(iris()), at=NOON)
    followers = select(Follow.person_id).where(Follow.question_id == first.id)
    assert {asker.id, other.id} <= set(session.scalars(followers))
