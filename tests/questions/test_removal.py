"""Removing questions, locking, moving, and who still sees them."""

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed, NotFound
from forum.ledger.models import LedgerEntry
from forum.questions.actions import (
    find_question,
    hide_question,
    lock_question,
    move_question,
    remove_question,
    undelete_question,
    unlock_question,
)
from forum.questions.models import QuestionLock, QuestionRemoval, Visibility
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.people import ana, ben, iris, mo, sam
from tests.posts import actor, answer, category, later, question


def test_askers_remove_their_own_unanswered_question(app: Tanya) -> None:
    asked = question(person := ana())
    remove_question(asked, reason="solved itself", by=actor(person), at=NOON)
    removal = session.scalars(select(QuestionRemoval)).one()
    assert (asked.visibility, removal.by_id, removal.reason) == (Visibility.DELETED, person.id, "solved itself")


def test_a_removed_question_is_gone_for_others_and_there_for_its_asker_and_staff(app: Tanya) -> None:
    asked = question(person := ana())
    remove_question(asked, by=actor(person), at=NOON)
    assert find_question(asked.id, by=actor(person)) is asked
    assert find_question(asked.id, by=actor(iris())) is asked
    with pytest.raises(NotFound):
        find_question(asked.id, by=actor(sam()))


def test_an_answered_question_stays_unless_staff_removes_it(app: Tanya) -> None:
    asked = question(person := ana())
    answer(asked, ben())
    with pytest.raises(NotAllowed, match="stays for others"):
        remove_question(asked, by=actor(person), at=NOON)
    remove_question(asked, by=actor(iris()), at=NOON)
    assert asked.visibility is Visibility.DELETED


def test_strangers_remove_nothing(app: Tanya) -> None:
    with pytest.raises(NotAllowed):
        remove_question(question(ana()), by=actor(sam()), at=NOON)


def test_a_removed_question_can_be_brought_back(app: Tanya) -> None:
    asked, by = question(person := ana()), actor(person)
    remove_question(asked, by=by, at=NOON)
    undelete_question(asked, by=by, at=later(hours=1))
    removal = session.scalars(select(QuestionRemoval)).one()
    assert (asked.visibility, removal.undone_by_id, removal.undone_at) == (Visibility.PUBLIC, person.id, later(hours=1))


def test_what_a_moderator_hid_only_a_moderator_shows_again(app: Tanya) -> None:
    asked, moderator = question(person := ana()), actor(mo())
    hide_question(asked, reason="insults", by=moderator, at=NOON)
    for other in (actor(person), actor(iris())):
        with pytest.raises(NotAllowed, match="Only a moderator"):
            undelete_question(asked, by=other, at=NOON)
    undelete_question(asked, by=moderator, at=NOON)
    assert asked.visibility is Visibility.PUBLIC


def test_hiding_is_not_for_it_staff(app: Tanya) -> None:
    with pytest.raises(NotAllowed):
        hide_question(question(ana()), by=actor(iris()), at=NOON)


def test_the_removal_before_the_last_holds_again(app: Tanya) -> None:
    asked, moderator = question(person := ana()), actor(mo())
    remove_question(asked, by=actor(person), at=NOON)
    hide_question(asked, by=moderator, at=NOON)
    undelete_question(asked, by=moderator, at=NOON)
    assert asked.visibility is Visibility.DELETED


def test_a_locked_question_takes_no_answers_until_it_is_unlocked(app: Tanya) -> None:
    asked, by = question(ana()), actor(iris())
    lock_question(asked, reason="answered in the news", by=by, at=NOON)
    with pytest.raises(NotAllowed, match="locked"):
        answer(asked, ben())
    unlock_question(asked, by=by, at=later(hours=1))
    lock = session.scalars(select(QuestionLock)).one()
    assert (asked.locked_at, lock.reason, lock.undone_by_id) == (None, "answered in the news", by.id)


def test_a_moved_question_has_the_readers_of_its_new_place(app: Tanya) -> None:
    asked, closed = question(ana()), category("IT only", audience=Audience.STAFF)
    move_question(asked, closed, by=actor(iris()), at=NOON)
    with pytest.raises(NotFound):
        find_question(asked.id, by=actor(sam()))
    entries = session.execute(select(LedgerEntry.chain, LedgerEntry.act)).all()
    assert [tuple(entry) for entry in entries] == [("administration", "question moved"), ("moderation", "moved")]


def test_nothing_is_moved_into_an_archived_category(app: Tanya) -> None:
    asked, archived = question(ana()), category("Telex", archived_at=NOON)
    with pytest.raises(NotAllowed):
        move_question(asked, archived, by=actor(iris()), at=NOON)


def test_employees_neither_lock_nor_unlock_questions(app: Tanya) -> None:
    asked, by = question(person := ana()), actor(person)
    with pytest.raises(NotAllowed):
        lock_question(asked, reason="solved", by=by, at=NOON)
    lock_question(asked, reason="solved", by=actor(iris()), at=NOON)
    with pytest.raises(NotAllowed):
        unlock_question(asked, by=by, at=NOON)


def test_employees_do_not_move_questions(app: Tanya) -> None:
    with pytest.raises(NotAllowed):
        move_question(question(person := ana()), category("Other"), by=actor(person), at=NOON)
