"""What search shows to whoever is not signed in, where the company has opened reading: threads, and no people."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.accounts.settings import OPEN_PEOPLE, OPEN_READING
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.topics.models import Audience
from tests import posts
from tests.people import ana, ben, iris

Work = Callable[[], int]
SIMILAR = "/search/similar?title=Scanner+is+silent&source=The+scanner+is+silent+again"
PARTS = ("/search?q=scanner", "/search?q=scaner", "/search/suggestions?q=scann", SIMILAR)


@pytest.fixture
def scanners(indexing: Work, noon: object) -> None:
    """Ana's open thread about a scanner, which names Ben, and a closed one; reading is open."""
    asker, staff = ana(), iris()
    ben()
    posts.question(asker, title="Scanner is silent", source="The scanner is silent again, @ben.ong says.")
    closed = posts.category("Secrets", audience=Audience.STAFF)
    posts.question(staff, closed, title="Scanner zanzibar is silent", tags=("zanzibar",))
    indexing()
    registry.store(OPEN_READING, True)
    session.commit()


@pytest.mark.parametrize("path", PARTS)
def test_strangers_find_what_is_open_and_nobody_s_name(client: FlaskClient, scanners: None, path: str) -> None:
    part = client.get(path).text
    assert "is silent" in part.replace("<mark>", "").replace("</mark>", "")
    assert not [word for word in ("zanzibar", "Secrets", "ben.ong", "Ana Lim", "ana.lim") if word in _found(part)]


def test_the_handles_stand_there_where_people_are_open(client: FlaskClient, scanners: None) -> None:
    registry.store(OPEN_PEOPLE, True)
    session.commit()
    assert "@ben.ong" in client.get(SIMILAR).text


@pytest.mark.parametrize("typed", ["by:ana.lim", "author:ana.lim scanner", "-by:ben.ong by:ana.lim"])
def test_strangers_are_not_told_who_asked(client: FlaskClient, scanners: None, typed: str) -> None:
    assert "<article" not in (page := client.get("/search", query_string={"q": typed}).text)
    assert "Nobody here is called" not in page
    registry.store(OPEN_PEOPLE, True)
    session.commit()
    assert client.get("/search", query_string={"q": typed}).text.count("<article") == 1


def _found(part: str) -> str:
    """The part without the help of the search, whose example is Ana."""
    return part.partition("<aside")[0]
