"""'I am on it'."""

import pytest
from sqlalchemy import select

from forum.answers.actions import accept_answer, claim_question, lapsed_claims, release_claim
from forum.answers.events import ClaimReleased, QuestionClaimed
from forum.answers.models import Claim
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import actor, answer, category, later, published, question


def test_a_claim_lasts_twenty_minutes_and_can_be_renewed(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    assert claim_question(asked, by=by, at=NOON).until == later(minutes=20)
    assert claim_question(asked, by=by, at=later(minutes=15)).until == later(minutes=35)
    assert asked.version == 3


def test_a_colleague_is_told_who_is_on_it(app: Tanya) -> None:
    asked = question(ana())
    claim_question(asked, by=actor(ben()), at=NOON)
    with pytest.raises(Conflict, match="Ben Ong is on it"):
        claim_question(asked, by=actor(sam()), at=later(minutes=5))


def test_a_lapsed_claim_stands_in_nobodys_way(app: Tanya) -> None:
    asked = question(ana())
    claim_question(asked, by=actor(ben()), at=NOON)
    assert claim_question(asked, by=actor(other := sam()), at=later(minutes=20)).person_id == other.id


def test_it_staff_takes_over(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, first = question(ana()), ben()
    claim_question(asked, by=actor(first), at=NOON)
    told, released = published(QuestionClaimed, monkeypatch), published(ClaimReleased, monkeypatch)
    claim_question(asked, by=actor(helper := iris()), at=NOON)
    assert [event.by_id for event in told] == [helper.id]
    assert [event.person_id for event in released] == [first.id]


def test_a_person_is_on_one_question_at_a_time(app: Tanya) -> None:
    asked, other = (question(person, place) for person, place in [(ana(), category())] * 2)
    by = actor(ben())
    claim_question(asked, by=by, at=NOON)
    claim_question(other, by=by, at=NOON)
    assert session.scalars(select(Claim.question_id)).all() == [other.id]


def test_answering_releases_the_claim(app: Tanya) -> None:
    asked, helper = question(ana()), ben()
    claim_question(asked, by=actor(helper), at=NOON)
    answer(asked, sam())
    assert len(session.scalars(select(Claim)).all()) == 1
    answer(asked, helper)
    assert session.scalars(select(Claim)).all() == []


def test_a_claim_is_released_by_who_holds_it(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    claim_question(asked, by=by, at=NOON)
    release_claim(asked, by=actor(sam()), at=NOON)
    assert session.get(Claim, asked.id) is not None
    release_claim(asked, by=by, at=NOON)
    assert session.get(Claim, asked.id) is None


def test_the_sweep_ends_lapsed_claims_and_open_pages_hear_of_it(app: Tanya) -> None:
    asked = question(ana())
    claim_question(asked, by=actor(ben()), at=NOON)
    assert lapsed_claims(at=later(minutes=19)) == 0
    assert lapsed_claims(at=later(minutes=20)) == 1
    assert asked.version == 3


def test_the_asker_and_solved_questions_need_no_claim(app: Tanya) -> None:
    asked, by = question(person := ana()), actor(person)
    with pytest.raises(NotAllowed, match="just write it"):
        claim_question(asked, by=by, at=NOON)
    accept_answer(asked, answer(asked, ben()), by=by, at=NOON)
    with pytest.raises(NotAllowed, match="solved"):
        claim_question(asked, by=actor(iris()), at=NOON)
