"""What search shows to whoever is not signed in, where the company has opened reading: threads, and no people."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.accounts.settings import OPEN_PEOPLE, OPEN_READING
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import publish_entry
from forum.people.models import Person
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.knowledge import entries, issues
from tests.people import ana, ben, iris, mo, sam

Work = Callable[[], int]
Browser = Callable[[Person], FlaskClient]
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


SAID = "Ask @ben.ong or [Benny](/people/ben.ong), [layoffs.pdf](/files/0123/layoffs.pdf)."
TITLES = ("Projector of the big room", "Projector of the small room", "Projectors are down")


@pytest.fixture
def naming(indexing: Work, noon: object) -> None:
    """An open thread, an FAQ entry and a known issue that name Ben; reading is open."""
    asker, staff = ana(), iris()
    ben()
    room = posts.category()
    posts.question(asker, room, title=TITLES[0], source=SAID)
    publish_entry(entries.written(staff, room, question=TITLES[1], source=SAID), by=posts.actor(staff), at=NOON)
    issues.opened(staff, room, title=TITLES[2], source=SAID, html=render(SAID))
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


PROBES = ("q=ong", "q=ben.ong", "q=%40ben.ong", "q=ong*", "q=Benny", "title=ong+ben.ong+benny&source=ben+ong+ben.ong")


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("path", ["/search", "/search/suggestions", "/search/similar", "/faq/search"])
def test_strangers_find_nothing_by_whom_it_names(client: FlaskClient, naming: None, path: str, probe: str) -> None:
    page = _found(client.get(f"{path}?{probe}").text)
    assert not [title for title in TITLES if title in page.replace("<mark>", "").replace("</mark>", "")]


def test_whoever_signed_in_finds_by_the_handle_whom_something_names(client_of: Browser, naming: None) -> None:
    page = client_of(sam()).get("/search?q=@ben.ong").text.replace("<mark>", "").replace("</mark>", "")
    assert [title for title in TITLES if title not in page] == []
    assert "@<mark>ben.ong</mark>" in client_of(mo()).get("/search?q=%40ben.ong").text


@pytest.mark.parametrize("typed", ["projector", "in:faq", "in:known"])
def test_strangers_read_no_name_behind_a_link_and_of_no_file(client: FlaskClient, naming: None, typed: str) -> None:
    page = _found(client.get("/search", query_string={"q": typed}).text)
    assert "@… " in page or "…, …" in page
    assert not [word for word in ("Benny", "ben.ong", "layoffs") if word in page]


def _found(part: str) -> str:
    """The part without the help of the search, whose example is Ana."""
    return part.partition("<aside")[0]
