"""Counters that are moved one by one equal counters made again, whatever people do in whatever order."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from forum.accounts.actors import Actor
from forum.answers.actions import (
    accept_answer,
    edit_answer,
    remove_answer,
    remove_comment,
    undelete_answer,
    undelete_comment,
    withdraw_acceptance,
)
from forum.answers.models import Answer, Comment
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Refusal
from forum.people.models import Person
from forum.questions.actions import Words, edit_question, join_affected, leave_affected
from forum.questions.actions.edit import QuestionChange
from forum.questions.models import Question
from forum.votes.actions import cast_vote, withdraw_vote
from forum.votes.recount import recount, recount_all
from forum.votes.rules import VoteValue
from tests.conftest import NOON
from tests.people import ana, ben, iris, mo
from tests.posts import TITLE, actor, answer, category, comment, question

STEPS = 120
_QUESTION = (
    "score", "answer_count", "affected_count", "has_staff_answer", "last_answer_by_id", "last_answer_at", "solved_at",
    "active_at",
)  # fmt: skip
_ANSWER = ("score", "failed_count")


def _counters() -> list[tuple[Any, ...]]:
    session.flush()
    kinds: list[tuple[type[Any], tuple[str, ...]]] = [(Question, _QUESTION), (Answer, _ANSWER)]
    return [
        tuple(row)
        for kind, names in kinds
        for row in session.execute(select(kind.id, *(getattr(kind, name) for name in names)).order_by(kind.id))
    ]


class Walk:
    """People who do one thing after another, each a minute later; what is refused changes nothing."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.people = [ana(), ben(), iris(), mo()]
        place = category()
        self.questions = [question(person, place) for person in self.people[:2]]
        self.answers: list[Answer] = []
        self.comments: list[Comment] = []
        self.at = NOON

    def step(self) -> None:
        self.at += timedelta(minutes=1)
        act: Callable[[], None] = self.chance.choice([self._post, self._vote, self._accept, self._remove, self._join])
        with suppress(Refusal):
            act()

    def _post(self) -> None:
        asked, person = self.chance.choice(self.questions), self.chance.choice(self.people)
        kind = self.chance.random()
        if kind < 0.5:
            self.answers.append(answer(asked, person, at=self.at))
        elif kind < 0.8:
            self.comments.append(comment(asked, person, at=self.at))
        elif kind < 0.9 and self.answers:
            given = self.chance.choice(self.answers)
            words = Words(f"At {self.at}", "<p>Later</p>")
            edit_answer(self._thread(given), given, words, revision=given.revision, by=self._by(person), at=self.at)
        else:
            change = QuestionChange(TITLE, f"At {self.at}", "<p>Later</p>", (), asked.revision)
            edit_question(asked, change, by=self._by(person), at=self.at)

    def _vote(self) -> None:
        by, on = self._anybody(), self.chance.choice([None, *self.answers])
        asked = self._thread(on) if on else self.chance.choice(self.questions)
        if self.chance.random() < 0.3:
            withdraw_vote(asked, on=on, by=by, at=self.at)
        else:
            cast_vote(asked, on=on, value=self.chance.choice(list(VoteValue)), by=by, at=self.at)

    def _accept(self) -> None:
        given = self.chance.choice(self.answers or [None])
        if given is not None:
            act = self.chance.choice([accept_answer, accept_answer, withdraw_acceptance])
            act(self._thread(given), given, by=self._anybody(), at=self.at)

    def _remove(self) -> None:
        given, said = self.chance.choice(self.answers or [None]), self.chance.choice(self.comments or [None])
        if given is not None:
            act = self.chance.choice([remove_answer, undelete_answer])
            act(self._thread(given), given, by=self._anybody(), at=self.at)
        if said is not None:
            thread = session.get_one(Question, said.thread_id)
            self.chance.choice([remove_comment, undelete_comment])(thread, said, by=self._anybody(), at=self.at)

    def _join(self) -> None:
        act = self.chance.choice([join_affected, join_affected, leave_affected])
        act(self.chance.choice(self.questions), by=self._anybody(), at=self.at)

    def _thread(self, given: Answer) -> Question:
        return session.get_one(Question, given.question_id)

    def _anybody(self) -> Actor:
        return self._by(self.chance.choice(self.people))

    def _by(self, person: Person) -> Actor:
        return actor(person, at=self.at)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counters_equal_recounts_after_a_random_walk(app: Tanya, seed: int) -> None:
    walk = Walk(seed)
    for _step in range(STEPS):
        walk.step()
    before = _counters()
    recount_all()
    assert len(walk.answers) > 5
    assert _counters() == before


def test_a_recount_puts_wrong_counters_right(app: Tanya) -> None:
    asked = question(ana())
    answer(asked, helper := ben())
    session.execute(update(Question).values(answer_count=9, score=9, affected_count=9, imported_score=4))
    recount(asked.id)
    assert (asked.answer_count, asked.score, asked.affected_count) == (1, 4, 0)
    assert asked.last_answer_by_id == helper.id
