"""A thread that newcomers read, and do not write in."""

from datetime import timedelta

import pytest

from forum.answers.actions import claim_question, post_answer, post_comment
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.moderation.log import public_log
from forum.people.models import Person
from forum.questions.actions import lift_protection, protect_question
from forum.questions.models import Question
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, iris, make_person, mo
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("app", "noon")
_WHY = "Many answers say only that they have it, too."


def _protected() -> Question:
    question = posts.question(ana())
    protect_question(question, reason=_WHY, by=actor(mo()), at=NOON)
    return question


def _settled() -> Person:
    return make_person("Nurul Huda", created_at=NOON - timedelta(days=7))


def test_a_newcomer_neither_answers_nor_comments_nor_claims_and_hears_from_when_he_can() -> None:
    question, newcomer = _protected(), actor(ben())
    for act in (post_answer, post_comment):
        with pytest.raises(NotAllowed) as met:
            act(question, "Me too!", "<p>Me too!</p>", by=newcomer, at=NOON + timedelta(days=6))
        assert met.value.values["until"] == NOON + timedelta(days=7)
    with pytest.raises(NotAllowed):
        claim_question(question, by=newcomer, at=NOON)


def test_who_has_been_here_for_a_week_staff_and_the_asker_write_as_ever() -> None:
    question = _protected()
    for each in (_settled(), iris()):
        post_answer(question, "Turn it.", "<p>Turn it.</p>", by=actor(each), at=NOON)
    asker = session.get_one(Person, question.author_id)
    post_comment(question, "Thanks.", "<p>Thanks.</p>", by=actor(asker), at=NOON)
    assert question.answer_count == 2


def test_lifted_it_is_open_to_all_again() -> None:
    question = _protected()
    lift_protection(question, by=actor(iris()), at=NOON)
    post_answer(question, "Turn it.", "<p>Turn it.</p>", by=actor(ben()), at=NOON)
    assert question.protected_at is None


def test_it_needs_a_reason_and_the_right() -> None:
    question = posts.question(ana())
    with pytest.raises(Invalid):
        protect_question(question, reason=" ", by=actor(mo()), at=NOON)
    with pytest.raises(NotAllowed):
        protect_question(question, reason=_WHY, by=actor(_settled()), at=NOON)


def test_both_stand_in_the_log_that_everybody_reads() -> None:
    question = _protected()
    lift_protection(question, by=actor(iris()), at=NOON)
    assert [entry.act for entry in public_log(10**9)] == ["protection lifted", "protected"]
