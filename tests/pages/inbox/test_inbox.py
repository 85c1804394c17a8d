"""The inbox shows what one asks for, and quiets a thread where it stands."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.app import Tanya
from forum.kernel.db import session
from forum.people.models import Person
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
