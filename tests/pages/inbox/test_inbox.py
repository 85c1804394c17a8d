"""The inbox shows what one asks for, and quiets a thread where it stands."""

import re
from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient

from forum.app import Tanya
from forum.kernel.db import session
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.models import Question
from tests.people import ana, ben, iris
from tests.posts import answer, comment, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")
ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture
def inbox(app: Tanya, client_of: ClientOf) -> FlaskClient:
    """Ana's, with an answer by Ben and a comment by Iris."""
    asked = question(person := ana())
    answer(asked, ben())
    comment(asked, iris())
    session.commit()
    tell(later(minutes=1))
    return client_of(person)


def test_one_matter_alone_can_be_shown(inbox: FlaskClient) -> None:
    page = inbox.get("/inbox?matter=comments").text
    assert "Iris Tan commented" in page and "Ben Ong answered" not in page


def test_how_many_are_unread_is_said_only_where_the_chip_shows_as_many(inbox: FlaskClient) -> None:
    assert 'Unread <span class="count">2</span>' in inbox.get("/inbox").text
    page = inbox.get("/inbox?matter=comments").text
    assert '<a class="chip" href="/inbox?matter=comments&amp;unread=1">Unread</a>' in page
    assert 'name="next" value="/inbox?matter=comments"' in page


def test_read_ones_can_be_left_out(inbox: FlaskClient) -> None:
    inbox.post("/inbox/reading")
    page = inbox.get("/inbox?unread=1").text
    assert "Ben Ong answered" not in page and "Show everything" in page


@pytest.mark.parametrize("matter", ["nothing", "%00", "<script>"])
def test_an_unknown_matter_shows_nothing(inbox: FlaskClient, matter: str) -> None:
    page = inbox.get(f"/inbox?matter={matter}")
    assert page.status_code == 200 and "Ben Ong answered" not in page.text and "<script>alert" not in page.text


def test_a_thread_is_muted_from_its_row(inbox: FlaskClient) -> None:
    path = re.findall(r'formaction="(/questions/\d+/mute)"', inbox.get("/inbox").text)[0]
    muted = inbox.post(path, data={"next": "/inbox"}, follow_redirects=True)
    assert "You hear nothing more of this thread." in muted.text
    assert inbox.post(path, data={"next": "https://evil.example"}).location == "/"


def test_many_notices_of_one_thread_are_folded_behind_the_newest(app: Tanya, client_of: ClientOf) -> None:
    asked, helper = question(person := ana()), iris()
    for number in range(6):
        answer(asked, helper, at=later(seconds=number))
    session.commit()
    tell(later(minutes=1))
    page = client_of(person).get("/inbox").text
    assert page.partition("3 more notices of this")[0].count("Iris Tan answered") == 3
    assert page.count("Iris Tan answered") == 6


def _older(page: str) -> str:
    found = re.search(r'href="(/inbox\?after=[^"]+)"', page)
    return found[1] if found else ""


def _threads(page: str) -> list[str]:
    return re.findall(r'<section class="notices" aria-label="([^"]+)"', page)


def _told(person: Person, asked: Sequence[Question], *, minute: int) -> None:
    """The person hears of each question in this order, a second after the other."""
    for second, each in enumerate(asked):
        facts = {"title": each.title, "label": "", "path": f"/questions/{each.id}"}
        at = later(minutes=minute, seconds=second)
        session.add(Notice(person_id=person.id, kind="answer", question_id=each.id, facts=facts, at=at))
    session.commit()


def _asked(count: int) -> list[Question]:
    staff = iris()
    return [question(staff, title=f"Thing {number} is broken") for number in range(count)]


def test_a_thread_is_whole_on_the_page_of_its_newest_notice(app: Tanya, client_of: ClientOf) -> None:
    person, asked = ana(), _asked(22)
    _told(person, [*asked, *asked, asked[0]], minute=1)
    page = client_of(person).get("/inbox").text
    assert (len(_threads(page)), page.count('class="notice-words"'), _older(page)) == (22, 45, "")


def test_every_thread_of_a_long_inbox_is_on_one_page_while_news_come(app: Tanya, client_of: ClientOf) -> None:
    person, asked = ana(), _asked(90)
    _told(person, [asked[0], asked[60], *asked[1:60], asked[60], *asked[61:], asked[0]], minute=1)
    browser, seen, where = client_of(person), list[str](), "/inbox"
    while where:
        page = browser.get(where).text
        seen += _threads(page)
        _told(person, asked[1:3], minute=3 + len(seen))
        where = _older(page)
    assert sorted(seen) == sorted(each.title for each in asked)
