"""Votes and the score they make."""

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.questions.actions import find_question, remove_question
from forum.votes.actions import cast_vote, withdraw_vote
from forum.votes.events import VoteCast
from forum.votes.models import Vote
from forum.votes.rules import VoteValue, vote_value
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import actor, answer, published, question

FAILED = VoteValue.FAILED


def test_a_helpful_vote_raises_score_and_version(app: Tanya) -> None:
    asked = question(ana())
    cast_vote(asked, by=actor(ben()), at=NOON)
    assert (asked.score, asked.version) == (1, 2)


def test_a_second_click_changes_nothing(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(VoteCast, monkeypatch)
    asked, by = question(ana()), actor(ben())
    for _round in range(2):
        cast_vote(asked, by=by, at=NOON)
    assert (asked.score, told) == (1, [VoteCast(by.id, asked.id, None, 1, NOON)])


def test_a_vote_can_change_and_be_taken_back(app: Tanya) -> None:
    given, by = answer(asked := question(ana()), ben()), actor(sam())
    cast_vote(asked, on=given, by=by, at=NOON)
    cast_vote(asked, on=given, value=FAILED, by=by, at=NOON)
    assert (given.score, given.failed_count) == (-1, 1)
    for _round in range(2):
        withdraw_vote(asked, on=given, by=by, at=NOON)
    assert (given.score, given.failed_count, session.scalars(select(Vote.id)).all()) == (0, 0, [])


def test_nobody_votes_for_himself(app: Tanya) -> None:
    given = answer(asked := question(person := ana()), helper := ben())
    with pytest.raises(NotAllowed, match="yourself"):
        cast_vote(asked, by=actor(person), at=NOON)
    with pytest.raises(NotAllowed, match="yourself"):
        cast_vote(asked, on=given, by=actor(helper), at=NOON)


def test_did_not_work_is_for_answers_only(app: Tanya) -> None:
    with pytest.raises(Invalid, match="answers only"):
        cast_vote(question(ana()), value=FAILED, by=actor(ben()), at=NOON)


def test_a_removed_post_takes_no_votes(app: Tanya) -> None:
    asked = question(person := ana())
    remove_question(asked, by=actor(person), at=NOON)
    with pytest.raises(NotAllowed, match="removed"):
        cast_vote(find_question(asked.id, by=actor(helper := iris())), by=actor(helper), at=NOON)


@pytest.mark.parametrize("number", [0, 2, -2])
def test_a_forged_value_is_refused(number: int) -> None:
    with pytest.raises(Invalid):
        vote_value(number)
