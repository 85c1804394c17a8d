"""Which answer solved the question, and who may say so."""

import pytest
from sqlalchemy import select

from forum.answers.actions import accept_answer, remove_answer, undelete_answer, withdraw_acceptance
from forum.answers.actions.accept import accept_fix
from forum.answers.events import AcceptanceWithdrawn, AnswerAccepted
from forum.answers.models import Acceptance
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.questions.actions import remove_question
from tests.conftest import NOON
from tests.people import ana, ben, iris, mo
from tests.posts import actor, answer, category, later, published, question


def test_the_asker_accepts_and_the_question_is_solved(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(AnswerAccepted, monkeypatch)
    given = answer(asked := question(person := ana()), ben())
    for _round in range(2):
        accept_answer(asked, given, by=actor(person), at=later(hours=1))
    assert (asked.solved_at, len(told)) == (later(hours=1), 1)


def test_colleagues_do_not_accept_for_the_asker(app: Tanya) -> None:
    given = answer(asked := question(ana()), helper := ben())
    for other in (helper, mo()):
        with pytest.raises(NotAllowed, match="Only the person who asked"):
            accept_answer(asked, given, by=actor(other), at=later(days=30))


def test_it_staff_accepts_after_seven_days_and_it_is_marked(app: Tanya) -> None:
    given, by = answer(asked := question(ana()), ben()), actor(iris())
    with pytest.raises(NotAllowed, match="7 days"):
        accept_answer(asked, given, by=by, at=later(days=6))
    accept_answer(asked, given, by=by, at=later(days=7))
    assert session.get_one(Acceptance, asked.id).as_staff is True


def test_it_staff_does_not_replace_what_the_asker_chose(app: Tanya) -> None:
    chosen = answer(asked := question(person := ana()), ben())
    accept_answer(asked, chosen, by=actor(person), at=NOON)
    by = actor(helper := iris())
    with pytest.raises(NotAllowed, match="It stays"):
        accept_answer(asked, answer(asked, helper), by=by, at=later(days=30))
    with pytest.raises(NotAllowed):
        withdraw_acceptance(asked, chosen, by=by, at=later(days=30))


def test_the_asker_takes_over_what_staff_chose(app: Tanya) -> None:
    given = answer(asked := question(person := ana()), ben())
    accept_answer(asked, given, by=actor(iris()), at=later(days=8))
    accept_answer(asked, given, by=actor(person), at=later(days=9))
    assert session.get_one(Acceptance, asked.id).as_staff is False


def test_another_answer_replaces_the_accepted_one(app: Tanya) -> None:
    asked, by = question(person := ana()), actor(person)
    first, second = answer(asked, helper := ben()), answer(asked, helper)
    accept_answer(asked, first, by=by, at=NOON)
    accept_answer(asked, second, by=by, at=NOON)
    assert session.scalars(select(Acceptance.answer_id)).all() == [second.id]


def test_no_answer_of_a_removed_question_is_accepted(app: Tanya) -> None:
    given = answer(asked := question(person := ana()), ben())
    remove_question(asked, reason="", by=actor(iris()), at=NOON)
    with pytest.raises(NotAllowed):
        accept_answer(asked, given, by=actor(person), at=NOON)


def test_an_acceptance_is_taken_back(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(AcceptanceWithdrawn, monkeypatch)
    given = answer(asked := question(person := ana()), ben())
    accept_answer(asked, given, by=actor(person), at=NOON)
    for _round in range(2):
        withdraw_acceptance(asked, given, by=actor(person), at=NOON)
    assert (asked.solved_at, len(told)) == (None, 1)


def test_a_question_is_solved_only_while_its_accepted_answer_stands(app: Tanya) -> None:
    given, by = answer(asked := question(person := ana()), ben()), actor(iris())
    accept_answer(asked, given, by=actor(person), at=NOON)
    remove_answer(asked, given, by=by, at=NOON)
    assert asked.solved_at is None
    undelete_answer(asked, given, by=by, at=NOON)
    assert asked.solved_at == NOON


def test_it_staff_accepts_another_when_the_askers_choice_was_removed(app: Tanya) -> None:
    asked, by = question(person := ana()), actor(iris())
    first, second = answer(asked, helper := ben()), answer(asked, helper)
    accept_answer(asked, first, by=actor(person), at=NOON)
    remove_answer(asked, first, by=by, at=NOON)
    accept_answer(asked, second, by=by, at=later(days=8))
    assert session.get_one(Acceptance, asked.id).answer_id == second.id


def test_a_published_fix_is_accepted_at_once_but_not_over_the_askers_choice(app: Tanya) -> None:
    asked, by = question(person := ana()), actor(helper := iris())
    fix, chosen = answer(asked, helper), answer(asked, ben())
    accept_fix(asked, fix, label="IT-000007", by=by, at=NOON)
    assert session.get_one(Acceptance, asked.id).answer_id == fix.id
    accept_answer(asked, chosen, by=actor(person), at=NOON)
    accept_fix(asked, fix, label="IT-000007", by=by, at=NOON)
    assert session.get_one(Acceptance, asked.id).answer_id == chosen.id


def test_authors_do_not_remove_the_accepted_answer(app: Tanya) -> None:
    given = answer(asked := question(person := ana()), helper := ben())
    accept_answer(asked, given, by=actor(person), at=NOON)
    with pytest.raises(NotAllowed, match="stays for others"):
        remove_answer(asked, given, by=actor(helper), at=NOON)


def test_an_anonymous_asker_accepts_without_a_name(app: Tanya) -> None:
    asked = question(person := ana(), category(allows_anonymous=True), anonymous=True)
    accept_answer(asked, answer(asked, ben()), by=actor(person), at=NOON)
    held = session.get_one(Acceptance, asked.id)
    assert (held.by_id, held.as_staff) == (None, False)
