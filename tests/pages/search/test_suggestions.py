"""The part that suggests while one types a search."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.knowledge.faq.actions import publish_entry
from forum.people.models import Person
from forum.questions.actions import remove_question
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.knowledge.entries import written
from tests.knowledge.issues import opened
from tests.people import ana, iris, mo, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def test_the_last_word_may_be_only_begun(client_of: Browser, indexing: Work) -> None:
    asked = posts.question(ana(), title="Projector shows <blue>")
    indexing()
    browser = client_of(sam())
    part = browser.get("/search/suggestions?q=blue+proj").text
    assert f'<li role="option" data-address="/questions/{asked.id}/{asked.slug}">' in part
    assert "<span><mark>Projector</mark> shows &lt;<mark>blue</mark>&gt;" in part
    assert "<li" not in browser.get("/search/suggestions?q=kettle+scanner").text


@pytest.mark.parametrize("typed", ["printe", "PRINTE", "why printe", "printers", "pritner"])
def test_a_word_of_an_entry_s_title_may_be_only_begun(client_of: Browser, indexing: Work, typed: str) -> None:
    staff = iris()
    written(staff, question="How to share a print")  # what begins like this has its stem, and is no entry yet
    publish_entry(written(staff, posts.category(), question="Why is the printer slow?"), by=posts.actor(staff), at=NOON)
    publish_entry(written(staff, posts.category("Mail"), question="Who may print?"), by=posts.actor(staff), at=NOON)
    part = client_of(sam()).get("/search/suggestions", query_string={"q": typed}).text
    assert "Why is the <mark>printer</mark> slow?" in part


def test_known_issues_stand_first(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    opened(staff, title="Outlook does not open")
    posts.question(staff, title="Outlook is slow")
    indexing()
    part = client_of(sam()).get("/search/suggestions?q=outlook").text
    assert part.index("/known-issues/") < part.index("/questions/")


def test_nothing_is_suggested_that_one_may_not_see(client_of: Browser, indexing: Work) -> None:
    staff, moderator = iris(), mo()
    closed = posts.category("Secrets", audience=Audience.STAFF)
    posts.question(staff, closed, title="Xylophone password")
    hidden = posts.question(ana(), title="Xylophone of the boss")
    indexing()
    remove_question(hidden, reason="private", by=posts.actor(moderator), at=NOON)
    assert "<li" not in client_of(sam()).get("/search/suggestions?q=xylo").text
    assert "<mark>Xylophone</mark> password" in client_of(staff).get("/search/suggestions?q=xylo").text


@pytest.mark.parametrize("typed", ["", " ", "x", "*", '"', "tag:", "OR", "\0", "-", "x" * 5000])
def test_whatever_has_been_typed_is_answered(client_of: Browser, indexing: Work, typed: str) -> None:
    assert client_of(sam()).get("/search/suggestions", query_string={"q": typed}).status_code == 200


def test_queries_stay_the_same_however_many_are_suggested(
    client_of: Browser, indexing: Work, queries: Callable[[], int]
) -> None:
    asker, browser, counts = iris(), client_of(sam()), []
    for wanted in (1, 6):
        for number in range(wanted):
            posts.question(asker, title=f"Scanner {wanted}.{number} is silent")
        indexing()
        browser.get("/search/suggestions?q=scan")  # from here on the process keeps what rarely changes
        before = queries()
        assert "Scanner" in browser.get("/search/suggestions?q=scan").text
        counts.append(queries() - before)
    assert counts[0] == counts[1] <= 6
