"""Every verb that writes words counts them, and refuses who is silenced or has written too often."""

from collections.abc import Callable

import pytest

from forum.accounts.actors import Actor
from forum.answers.actions import edit_answer, edit_comment, post_answer, post_comment, restore_answer_revision
from forum.answers.models import Answer, Comment
from forum.app import Tanya
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act
from forum.kernel.errors import NotAllowed, TooMany
from forum.moderation.actions import flag_post
from forum.moderation.models import Kind, Reason
from forum.questions.actions import QuestionChange, Words, ask_question, edit_question, restore_revision
from forum.questions.models import Question
from forum.topics.models import Category
from forum.votes.actions import cast_vote
from forum.votes.thanks import thank
from tests.conftest import NOON
from tests.people import ana, ben, make_person
from tests.posts import actor, answer, category, comment, draft, later, question

_MOST = 1000
_NEW, _NEWER = Words("Other words.", "<p>Other words.</p>"), Words("Newer words.", "<p>Newer words.</p>")


class Posts:
    """A thread of two people, and what `by`, who has posted in it, does there."""

    def __init__(self) -> None:
        self.place: Category = category()
        self.asked: Question = question(person := make_person("Lena Wong"), self.place)
        self.given: Answer = answer(self.asked, person)
        self.said: Comment = comment(self.asked, person)
        self.others: Question = question(ana(), self.place, title="The scanner hums")
        self.helped: Answer = answer(self.others, ben())
        self.person = person
        self._edit_question(_NEW, by := actor(person))
        self._edit_answer(_NEW, by)

    def ask(self, by: Actor) -> None:
        ask_question(draft(self.place, title="The fax hums"), by=by, at=NOON)

    def answer(self, by: Actor) -> None:
        post_answer(self.others, _NEW.source, _NEW.html, by=by, at=NOON)

    def comment(self, by: Actor) -> None:
        post_comment(self.others, _NEW.source, _NEW.html, on=None, by=by, at=NOON)

    def edit_question(self, by: Actor) -> None:
        self._edit_question(_NEWER, by)

    def edit_answer(self, by: Actor) -> None:
        self._edit_answer(_NEWER, by)

    def edit_comment(self, by: Actor) -> None:
        edit_comment(self.asked, self.said, _NEW, revision=self.said.revision, by=by, at=NOON)

    def restore_question(self, by: Actor) -> None:
        restore_revision(self.asked, 1, _NEWER, revision=self.asked.revision, by=by, at=NOON)

    def restore_answer(self, by: Actor) -> None:
        restore_answer_revision(self.asked, self.given, 1, _NEWER, revision=self.given.revision, by=by, at=NOON)

    def thank(self, by: Actor) -> None:
        thank(self.others, self.helped, "That was it.", by=by, at=NOON)

    def vote(self, by: Actor) -> None:
        cast_vote(self.others, on=self.helped, by=by, at=NOON)

    def flag(self, by: Actor) -> None:
        flag_post(Kind.ANSWER, self.helped.id, Reason.SPAM, "", by=by, at=NOON)

    def _edit_question(self, words: Words, by: Actor) -> None:
        change = QuestionChange(self.asked.title, words.source, words.html, (), self.asked.revision)
        edit_question(self.asked, change, by=by, at=NOON)

    def _edit_answer(self, words: Words, by: Actor) -> None:
        edit_answer(self.asked, self.given, words, revision=self.given.revision, by=by, at=NOON)


Verb = Callable[[Posts, Actor], None]
_WRITE: dict[Verb, Act] = {
    Posts.ask: Act.ASK,
    Posts.answer: Act.ANSWER,
    Posts.comment: Act.COMMENT,
    Posts.edit_question: Act.EDIT,
    Posts.edit_answer: Act.EDIT,
    Posts.edit_comment: Act.EDIT,
    Posts.restore_question: Act.EDIT,
    Posts.restore_answer: Act.EDIT,
    Posts.thank: Act.COMMENT,
}
_COUNTED: dict[Verb, Act] = {**_WRITE, Posts.vote: Act.VOTE, Posts.flag: Act.FLAG}


@pytest.mark.parametrize(("verb", "act"), _COUNTED.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_what_somebody_has_done_too_often_is_refused(app: Tanya, verb: Verb, act: Act) -> None:
    by = actor((posts := Posts()).person)
    with pytest.raises(TooMany):
        for _ in range(_MOST):
            check_limit(act, by=by, at=NOON)
    with pytest.raises(TooMany):
        verb(posts, by)


@pytest.mark.parametrize("verb", _WRITE, ids=lambda verb: verb.__name__)
def test_who_is_silenced_writes_nothing(app: Tanya, verb: Verb) -> None:
    posts = Posts()
    posts.person.silenced_until = later(hours=1)
    with pytest.raises(NotAllowed, match="private ticket"):
        verb(posts, actor(posts.person))
    posts.person.silenced_until = None
    verb(posts, actor(posts.person))
