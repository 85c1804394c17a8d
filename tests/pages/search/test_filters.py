"""Filters on the page of results: added and taken away by links, with counts; no script is needed."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.closing import deactivate
from forum.answers.actions import accept_answer
from forum.kernel.db import session
from forum.people.models import FormerHandle, Person
from forum.topics.models import Audience, Tag, TagSynonym
from tests import posts
from tests.conftest import NOON
from tests.people import admin, ana, iris, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


@pytest.fixture
def scanners(indexing: Work) -> None:
    """Two threads about scanners, one of them solved; and one in a closed category."""
    asker, staff = ana(), iris()
    solved = posts.question(asker, title="Scanner one is silent", tags=("usb",))
    posts.question(asker, title="Scanner two is silent")
    closed = posts.category("Secrets", audience=Audience.STAFF)
    posts.question(staff, closed, title="Scanner password", tags=("classified",))
    accept_answer(solved, posts.answer(solved, staff), by=posts.actor(asker), at=NOON)
    indexing()


def chips(page: str) -> dict[str, str]:
    """Address of each filter -> what it says."""
    nav = page.split('<nav class="facets"')[1].split("</nav>")[0]
    found = re.findall(r'<a class="chip[^"]*" href="([^"]+)"[^>]*>(.*?)</a>', nav)
    return {address.replace("&amp;", "&"): " ".join(re.sub(r"<[^>]+>", "", words).split()) for address, words in found}


def test_a_filter_says_how_many_it_leaves_and_a_click_leaves_them(client_of: Browser, scanners: None) -> None:
    browser = client_of(sam())
    offered = chips(browser.get("/search?q=scanner").text)
    assert offered["/search?q=scanner+is%3Asolved"] == "Solved only 1"
    assert offered["/search?q=scanner+tag%3Ausb"] == "usb 1"
    page = browser.get("/search?q=scanner+is%3Asolved").text
    assert page.count("<article") == 1
    assert chips(page)["/search?q=scanner"] == "Solved only × remove this filter"


def test_a_filter_of_all_or_of_none_is_not_offered(client_of: Browser, scanners: None) -> None:
    offered = chips(client_of(sam()).get("/search?q=scanner").text)
    assert not any("is%3Alocked" in address or "lang%3Aen" in address for address in offered)


def test_a_secret_is_in_no_filter(client_of: Browser, scanners: None) -> None:
    page = client_of(sam()).get("/search?q=scanner").text
    assert "classified" not in page and "Secrets" not in page and "2 questions found" in page
    staff = session.scalars(select(Person).where(Person.handle == "iris.tan")).one()
    assert "classified 1" in chips(client_of(staff).get("/search?q=scanner").text).values()


def test_any_filter_can_be_taken_away_and_phrases_stay(client_of: Browser, scanners: None) -> None:
    query = {"q": '"scanner one" -tag:vpn created:>2020 by:ana.lim'}
    taken = chips(client_of(sam()).get("/search", query_string=query).text)
    assert taken["/search?q=%22scanner+one%22+created%3A%3E2020+by%3Aana.lim"] == "-tag:vpn × remove this filter"
    assert "/search?q=%22scanner+one%22+-tag%3Avpn+created%3A%3E2020" in taken


def test_what_one_follows_is_a_filter_in_words(client_of: Browser, scanners: None) -> None:
    page = client_of(sam()).get("/search?q=scanner+in:following").text
    assert "Following" in page and "without in:following" in page


def test_nothing_found_says_what_there_is_without_a_filter(client_of: Browser, scanners: None) -> None:
    page = client_of(sam()).get("/search?q=scanner tag:vpn").text
    assert "Nothing found" in page
    assert '<a href="/search?q=scanner">without tag:vpn:&nbsp;<span class="count">2</span></a>' in page


def test_queries_stay_the_same_however_many_filters_there_are(
    client_of: Browser, indexing: Work, queries: Callable[[], int]
) -> None:
    asker, browser, counts = iris(), client_of(sam()), []
    for wanted in (2, 9):
        for number in range(wanted):
            posts.question(asker, title=f"Scanner {wanted}.{number}", tags=(f"tag-{wanted}-{number}",))
        indexing()
        browser.get("/search?q=scanner")  # from here on the process keeps what rarely changes
        before = queries()
        assert f"tag%3Atag-{wanted}-1" in browser.get("/search?q=scanner").text
        counts.append(queries() - before)
    assert counts[0] == counts[1] <= 7


def test_without_faq_entries_the_filters_of_threads_are_offered(client_of: Browser, scanners: None) -> None:
    offered = chips(client_of(sam()).get("/search?q=scanner -in:faq").text)
    assert offered["/search?q=scanner+-in%3Afaq+is%3Asolved"] == "Solved only 1"


@pytest.mark.parametrize("typed", ['category:"Printers & labels"', 'category:"PENCETAK dan label"', "category:labels"])
def test_a_category_is_named_as_it_is_called_in_either_language(client_of: Browser, indexing: Work, typed: str) -> None:
    room = posts.category("Labels")
    room.name, room.name_ms = "Printers & labels", "Pencetak dan label"
    asked = posts.question(ana(), room, title="Labels creep")
    posts.question(iris(), posts.category("Mail"), title="Labels of mails")
    indexing()
    page = client_of(sam()).get("/search", query_string={"q": f"labels {typed}"}).text
    assert page.count("<article") == 1 and f"/questions/{asked.id}/" in page


def test_an_old_name_of_a_tag_finds_what_has_the_new_one(client_of: Browser, scanners: None) -> None:
    tag = session.scalars(select(Tag).where(Tag.name == "usb")).one()
    session.add(TagSynonym(name="pendrive", tag_id=tag.id))
    session.commit()
    assert client_of(sam()).get("/search?q=scanner tag:pendrive").text.count("<article") == 1


@pytest.mark.parametrize("keeps_name", [True, False])
def test_the_old_handle_of_a_former_colleague_finds_nothing(
    client_of: Browser, scanners: None, keeps_name: bool
) -> None:
    asker = session.scalars(select(Person).where(Person.handle == "ana.lim")).one()
    session.add(FormerHandle(handle="ana", person_id=asker.id, given_up_at=NOON))
    deactivate(asker, keeps_name=keeps_name, by=posts.actor(admin()), at=NOON)
    session.commit()
    browser = client_of(sam())
    for handle in ("ana", "ana.lim"):
        assert ("Scanner one" in browser.get(f"/search?q=by:{handle}").text) == keeps_name
    assert "Scanner one" in browser.get(f"/search?q=by:{asker.handle}").text


def test_a_filter_that_names_nobody_and_nothing_says_so(client_of: Browser, scanners: None) -> None:
    browser = client_of(sam())
    assert "There is no category “attic” that you can open." in browser.get('/search?q=scanner category:"attic"').text
    assert "There is no category “secrets” that you can open." in browser.get("/search?q=scanner category:secrets").text
    assert "Nobody here has the handle “no.one”." in browser.get("/search?q=scanner by:no.one").text
    page = browser.get("/search?q=zebra by:ana.lim in:mine").text
    assert "Nothing found" in page and "Nobody here" not in page


def test_a_tag_of_no_question_that_one_may_see_is_as_one_that_nobody_made(client_of: Browser, scanners: None) -> None:
    reader = client_of(sam())
    staff = client_of(session.scalars(select(Person).where(Person.handle == "iris.tan")).one())
    for typed in ("tag:nothing", "tag:classified", "scanner tag:classified", '-tag:usb tag:"classified"'):
        name = typed.rpartition(":")[2].strip('"')
        assert f"No question that you can open has the tag “{name}”." in reader.get(f"/search?q={typed}").text
    assert staff.get("/search?q=tag:classified").text.count("<article") == 1
    assert "Ask a question</a>" in reader.get("/search?q=tag:nothing").text  # there is no title to ask with
    page = reader.get("/search?q=zebra tag:usb").text
    assert "has the tag" not in page and "Ask with this title</a>" in page


def test_a_renamed_tag_is_known_by_its_old_name(client_of: Browser, scanners: None) -> None:
    tag = session.scalars(select(Tag).where(Tag.name == "usb")).one()
    session.add(TagSynonym(name="pendrive", tag_id=tag.id))
    session.commit()
    page = client_of(sam()).get("/search?q=zebra tag:pendrive").text
    assert "Nothing found" in page and "has the tag" not in page


def test_what_looks_like_a_filter_says_that_it_is_none_where_nothing_is_found(
    client_of: Browser, scanners: None
) -> None:
    browser = client_of(sam())
    page = browser.get("/search?q=status:silent").text
    assert "“status:silent” is no filter, so its words were looked for next to each other." in page
    loose = "these words wherever they stand:&nbsp;"
    assert f'<a href="/search?q=status%20silent">{loose}<span class="count">2</span>' in page
    for typed in ("two:is", "-status:silent zebra", "https://zebra.example"):
        assert "is no filter" not in browser.get("/search", query_string={"q": typed}).text


def test_words_of_a_phrase_that_nobody_wrote_are_offered_by_themselves(client_of: Browser, scanners: None) -> None:
    browser = client_of(sam())
    page = browser.get("/search", query_string={"q": '"silent scanner" -"jam two" tag:usb'}).text
    assert "these words wherever they stand" in page
    assert 'href="/search?q=silent%20scanner%20-%22jam%20two%22%20tag%3Ausb"' in page
    assert "wherever they stand" not in browser.get("/search", query_string={"q": '"silent zebra" is:locked'}).text


@pytest.mark.parametrize("typed", ["created:yesterday", "*", '"', "-"])
def test_what_asks_for_nothing_says_so_and_offers_filters_of_everything(
    client_of: Browser, scanners: None, typed: str
) -> None:
    page = client_of(sam()).get("/search", query_string={"q": typed}).text
    assert "Nothing to look for" in page and "Ask with this title" not in page
    assert "/search?q=is%3Asolved" in chips(page)
