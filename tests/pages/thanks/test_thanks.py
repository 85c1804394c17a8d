"""A word of thanks reaches who answered and nobody else; who helped in a month stands there by name, uncounted."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.answers.actions import accept_answer, remove_answer
from forum.answers.models import Answer
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.models import Question
from forum.topics.models import Audience
from forum.votes.actions import cast_vote
from forum.votes.models import ThanksNote
from forum.votes.settings import HELPERS_PAGE
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, iris, make_person, sam
from tests.posts import actor, tell

Browser = Callable[[Person], FlaskClient]
FORM = {"words": "The reset did it, thank you!", "key": "k1"}


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


@pytest.fixture
def given() -> Answer:
    """Ben's answer to Ana."""
    return posts.answer(posts.question(ana()), ben())


def called(handle: str) -> Person:
    return session.query(Person).filter_by(handle=handle).one()


def test_the_author_alone_reads_it_and_is_told(client_of: Browser, given: Answer) -> None:
    browser = client_of(called("ana.lim"))
    assert "Say thanks to Ben Ong" in browser.get(f"/answers/{given.id}/thanks").text
    assert browser.post(f"/answers/{given.id}/thanks", data=FORM).location == f"/answers/{given.id}"
    tell(NOON + timedelta(hours=1))
    assert "did it, thank you!" in client_of(called("ben.ong")).get("/thanks").text
    assert "did it, thank you!" not in browser.get("/thanks").text
    assert session.query(Notice).filter_by(kind="thanked", person_id=called("ben.ong").id).count() == 1


def test_it_is_said_once(client_of: Browser, given: Answer) -> None:
    browser = client_of(called("ana.lim"))
    browser.post(f"/answers/{given.id}/thanks", data=FORM)
    again = browser.post(f"/answers/{given.id}/thanks", data={"words": "Again!", "key": "k2"})
    assert again.status_code == 409 and "Again!" in again.text and session.query(ThanksNote).count() == 1


@pytest.mark.parametrize(("words", "sentence"), [(" \n", "write something first"), ("a" * 501, "at most 500")])
def test_what_cannot_be_sent_comes_back(client_of: Browser, given: Answer, words: str, sentence: str) -> None:
    answer = client_of(called("ana.lim")).post(f"/answers/{given.id}/thanks", data={"words": words, "key": "k1"})
    assert answer.status_code == 422 and sentence in answer.text and words.strip() in answer.text


def test_nobody_thanks_himself_or_for_what_is_gone(client_of: Browser, given: Answer) -> None:
    writer = called("ben.ong")
    assert client_of(writer).post(f"/answers/{given.id}/thanks", data=FORM).status_code == 403
    asked = posts.question(sam())
    gone = posts.answer(asked, writer)
    remove_answer(asked, gone, by=actor(writer), at=NOON)
    assert client_of(called("ana.lim")).post(f"/answers/{gone.id}/thanks", data=FORM).status_code == 404


def test_who_asked_without_a_name_stays_without_one(client_of: Browser) -> None:
    asked = posts.question(ana(), posts.category(allows_anonymous=True), anonymous=True)
    given = posts.answer(asked, ben())
    client_of(called("ana.lim")).post(f"/answers/{given.id}/thanks", data=FORM)
    tell(NOON + timedelta(hours=1))
    page = client_of(called("ben.ong"))
    assert "without a name" in page.get("/thanks").text
    assert "Ana Lim" not in page.get("/thanks").text and "Ana Lim" not in page.get("/inbox").text


def test_the_button_stands_where_something_helped(client_of: Browser, given: Answer) -> None:
    browser, address = client_of(called("ana.lim")), f"/questions/{given.question_id}"
    assert "Say thanks" not in browser.get(address, follow_redirects=True).text
    browser.post(f"/answers/{given.id}/vote", data={"value": "1"})
    assert "Say thanks" in browser.get(address, follow_redirects=True).text


def test_the_month_names_who_helped_and_nobody_else(client_of: Browser, given: Answer) -> None:
    asked, zoe = posts.question(sam()), make_person("Zoe Abu")
    solved = posts.answer(asked, zoe)
    accept_answer(asked, solved, by=actor(called("sam.lee")), at=NOON)
    posts.answer(asked, iris())
    cast_vote(posts.question(called("sam.lee"), title="Another thing"), by=actor(called("ben.ong")), at=NOON)
    page = client_of(called("ana.lim")).get("/helpers").text
    assert "Zoe Abu" in page and "March 2026" in page
    assert "Ben Ong" not in page and "Iris Tan" not in page


def test_a_vote_counts_in_its_month(client_of: Browser, given: Answer) -> None:
    browser = client_of(called("ana.lim"))
    browser.post(f"/answers/{given.id}/vote", data={"value": "1"})
    assert "Ben Ong" in browser.get("/helpers").text
    assert "Ben Ong" not in browser.get("/helpers?month=2026-02").text


def test_nobody_learns_of_closed_threads_there(client_of: Browser) -> None:
    asked = posts.question(iris(), posts.category("Closed", audience=Audience.STAFF))
    given = posts.answer(asked, make_person("Ismail Noor", roles="employee it_staff"))
    accept_answer(asked, given, by=actor(called("iris.tan")), at=NOON + timedelta(minutes=1))
    assert "Ismail Noor" in client_of(called("iris.tan")).get("/helpers").text
    assert "Ismail Noor" not in client_of(sam()).get("/helpers").text


@pytest.mark.parametrize("month", ["x", "2026-13", "0000-00", "9" * 40, "2026-٣", "1999-01", "2027-01"])
def test_a_month_that_is_none_is_this_one(client_of: Browser, month: str) -> None:
    answer = client_of(sam()).get("/helpers", query_string={"month": month})
    assert answer.status_code == 200 and "March 2026" in answer.text


def test_the_administrator_can_close_the_page(client_of: Browser) -> None:
    registry.store(HELPERS_PAGE, False)
    session.flush()
    assert client_of(sam()).get("/helpers").status_code == 404


def test_who_does_not_want_to_be_named_is_in_no_month(client_of: Browser, given: Answer) -> None:
    cast_vote(session.get_one(Question, given.question_id), on=given, by=actor(called("ana.lim")), at=NOON)
    helper, reader = client_of(called("ben.ong")), client_of(sam())
    assert "Ben Ong" in reader.get("/helpers").text
    assert "Do not name me there" in helper.get("/settings/privacy").text
    assert helper.post("/helpers/absence").location == "/settings/privacy"
    assert "Ben Ong" not in reader.get("/helpers").text
    assert "not to be named" in helper.get("/helpers").text
    helper.post("/helpers/absence/undo")
    assert "Ben Ong" in reader.get("/helpers").text
