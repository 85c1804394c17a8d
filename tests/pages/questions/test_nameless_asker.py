"""Who asked without a name writes in his thread without one, too, and keeps an author's rights on what he wrote."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

from forum.answers.actions import remove_answer
from forum.answers.models import Answer, Comment
from forum.people.models import Person
from forum.questions.models import Question
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben

Browser = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


class Thread(NamedTuple):
    """A thread without its asker's name, in which he answered and commented."""

    asker: Person
    asked: Question
    answer: Answer
    comment: Comment


@pytest.fixture
def thread(app: object) -> Thread:
    asker = ana()
    asked = posts.question(asker, posts.category("Pay", allows_anonymous=True), anonymous=True)
    return Thread(asker, asked, posts.answer(asked, asker), posts.comment(asked, asker))


def _page(client_of: Browser, reader: Person, asked: Question) -> str:
    return client_of(reader).get(f"/questions/{asked.id}/{asked.slug}").text


def test_the_page_offers_him_what_it_offers_an_author(client_of: Browser, thread: Thread) -> None:
    answer, comment = f"/answers/{thread.answer.id}", f"/comments/{thread.comment.id}"
    page = _page(client_of, thread.asker, thread.asked)
    for address in (f"{answer}/edit", f"{answer}/remove", f"{comment}/edit", f"{comment}/removal"):
        assert address in page
    for address in (f"{answer}/vote", f"/flag{answer[:-2]}", f"/flag/comment/{thread.comment.id}"):
        assert address not in page


def test_a_colleague_is_offered_what_he_may_do(client_of: Browser, thread: Thread) -> None:
    page = _page(client_of, ben(), thread.asked)
    assert f"/answers/{thread.answer.id}/vote" in page and f"/flag/comment/{thread.comment.id}" in page
    assert f"/answers/{thread.answer.id}/edit" not in page and "ana.lim" not in page


def test_he_brings_back_what_he_has_deleted(client_of: Browser, thread: Thread) -> None:
    colleague = ben()
    remove_answer(thread.asked, thread.answer, by=posts.actor(thread.asker), at=NOON)
    undo = f"/answers/{thread.answer.id}/removal/undo"
    assert undo not in _page(client_of, colleague, thread.asked)
    assert undo in _page(client_of, thread.asker, thread.asked)
    assert client_of(thread.asker).post(undo).status_code == 303
    assert f"/answers/{thread.answer.id}/vote" in _page(client_of, colleague, thread.asked)


def test_his_own_comment_is_no_news_to_him(client_of: Browser, thread: Thread) -> None:
    poll = f"/live?thread={thread.asked.id}&since=0&answer={thread.answer.id}&comment=0"
    told = {who.handle: client_of(who).get(poll).json["announcement"] for who in (thread.asker, ben())}  # type: ignore[index]
    assert told["ana.lim"] == "" and "1 new comment" in told["ben.ong"]
