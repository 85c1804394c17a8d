"""A post that waited for a moderator is told of when it is let go: as a new one would be, and once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.answers.actions import remove_comment, undelete_comment
from forum.answers.models import Answer, Comment
from forum.conduct.settings import WATCHED_WORDS
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.moderation.actions import Decision, decide, flag_post
from forum.moderation.models import FlagItem, Kind, Reason, Remedy, Verdict
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.actions import remove_question, undelete_question
from forum.questions.models import Question, Visibility
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor, later, tell

pytestmark = pytest.mark.usefixtures("app", "noon")


def _told(person: Person) -> list[str]:
    session.commit()
    tell(later(minutes=30))
    return list(session.scalars(select(Notice.kind).where(Notice.person_id == person.id)))


def _held(asked: Question) -> Answer:
    store(WATCHED_WORDS, "hold: casino*")
    given = posts.answer(asked, people.ben(), source="Try the casino.")
    assert given.visibility is Visibility.HELD
    return given


def _decide(verdict: Verdict, remedy: Remedy) -> None:
    item = session.scalars(select(FlagItem)).one()
    decide(item.id, Decision(verdict, remedy), by=actor(people.mo()), at=later(minutes=20))


def test_the_asker_hears_of_an_answer_when_it_is_let_go_and_not_before() -> None:
    asker = people.ana()
    _held(posts.question(asker))
    assert _told(asker) == []
    _decide(Verdict.DISAGREED, Remedy.LEFT)
    assert _told(asker) == ["answer"]


def test_he_hears_of_it_once_where_it_is_let_go_before_anybody_was_told() -> None:
    asker = people.ana()
    _held(posts.question(asker))
    _decide(Verdict.DISAGREED, Remedy.LEFT)
    assert _told(asker) == ["answer"]


def test_what_is_refused_is_not_told() -> None:
    asker = people.ana()
    _held(posts.question(asker))
    _decide(Verdict.AGREED, Remedy.HIDDEN)
    assert _told(asker) == []


def test_what_everybody_has_read_before_flags_hid_it_is_not_told_again() -> None:
    asker = people.ana()
    given = posts.answer(posts.question(asker), people.ben())
    assert _told(asker) == ["answer"]
    flag_post(Kind.ANSWER, given.id, Reason.SECRET, "", by=actor(people.sam()), at=later(minutes=5))
    _decide(Verdict.DISAGREED, Remedy.LEFT)
    assert _told(asker) == ["answer"]


def test_who_is_mentioned_in_a_held_question_hears_of_it_when_it_is_let_go() -> None:
    store(WATCHED_WORDS, "hold: casino*")
    ben = people.ben()
    posts.question(people.ana(), source="@ben.ong, the casino is blank.")
    assert _told(ben) == []
    _decide(Verdict.DISAGREED, Remedy.LEFT)
    assert _told(ben) == ["mention"]


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.COMMENT])
def test_what_its_author_deleted_while_it_waited_comes_back_readable_after_the_decision(kind: Kind) -> None:
    author = people.ana()
    asked = posts.question(author)
    post = asked if kind is Kind.QUESTION else posts.comment(asked, author)
    flag_post(kind, post.id, Reason.SECRET, "", by=actor(people.ben()), at=NOON)
    _change(post, remove_question, remove_comment, by=actor(author))
    _decide(Verdict.DISAGREED, Remedy.LEFT)
    assert post.visibility is Visibility.DELETED
    _change(post, undelete_question, undelete_comment, by=actor(author))
    assert post.visibility is Visibility.PUBLIC


def _change(
    post: Question | Comment, question_verb: Callable[..., None], verb: Callable[..., None], *, by: Actor
) -> None:
    if isinstance(post, Question):
        question_verb(post, by=by, at=later(minutes=10))
    else:
        verb(session.get_one(Question, post.thread_id), post, by=by, at=later(minutes=10))
