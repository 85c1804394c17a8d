"""Who helps many colleagues is thanked at 5, 10, 25, 50 votes, once for each, and not told by whom."""

import pytest
from sqlalchemy import select

from forum.answers.models import Answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.models import Question
from forum.votes.actions import cast_vote, withdraw_vote
from forum.votes.rules import VoteValue
from tests.conftest import NOON
from tests.people import ana, ben, make_person
from tests.posts import actor, answer, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")


def _answered() -> tuple[Question, Answer, Person]:
    asked, helper = question(ana()), ben()
    return asked, answer(asked, helper), helper


def _vote(
    asked: Question, on: Answer, count: int, *, start: int = 0, value: VoteValue = VoteValue.HELPFUL
) -> list[Person]:
    voters = [make_person(f"Colleague {number}") for number in range(start, start + count)]
    for voter in voters:
        cast_vote(asked, on=on, value=value, by=actor(voter), at=NOON)
    return voters


def _thanks(helper: Person) -> list[str]:
    session.commit()
    tell(later(minutes=1))
    mine = select(Notice).where(Notice.kind == "milestone", Notice.person_id == helper.id).order_by(Notice.id)
    return [notice.facts["label"] for notice in session.scalars(mine)]


def test_five_votes_are_thanked_and_four_are_not(app: Tanya) -> None:
    asked, said, helper = _answered()
    _vote(asked, said, 4)
    assert _thanks(helper) == []
    _vote(asked, said, 1, start=4)
    assert _thanks(helper) == ["5"]
    assert session.scalars(select(Notice.by_id).where(Notice.kind == "milestone")).all() == [None]


def test_votes_that_come_and_go_are_thanked_once(app: Tanya) -> None:
    asked, said, helper = _answered()
    *_, last = _vote(asked, said, 5)
    withdraw_vote(asked, on=said, by=actor(last), at=NOON)
    cast_vote(asked, on=said, by=actor(last), at=NOON)
    assert _thanks(helper) == ["5"]
    _vote(asked, said, 5, start=5)
    assert _thanks(helper) == ["5", "10"]


def test_whom_it_did_not_help_is_no_thanks_and_takes_none_away(app: Tanya) -> None:
    asked, said, helper = _answered()
    _vote(asked, said, 5, value=VoteValue.FAILED)
    assert _thanks(helper) == []
    _vote(asked, said, 5, start=5)
    assert _thanks(helper) == ["5"]
