"""Known issues among the results and under the title of a question that is being asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.knowledge.known.actions import edit_issue, tell_news
from forum.knowledge.known.models import IssueState
from forum.people.models import Person
from forum.search.shelf import known
from forum.search.shelf.cards import Shelf
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.knowledge.issues import issue_draft, news, opened
from tests.people import iris, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _empty(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands, and no shelf of another test's rows is kept."""
    monkeypatch.setattr(known._shelf, "_shelf", Shelf((), None))


def test_an_issue_stands_above_the_threads_that_have_its_words(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    issue = opened(staff)
    posts.question(staff, title="Outlook does not start")
    indexing()
    page = client_of(sam()).get("/search?q=outlook start").text
    assert page.index(f"/known-issues/{issue.id}/") < page.index("<article")
    assert "<mark>Outlook</mark> does not <mark>start</mark>" in page and "Being investigated" in page


def test_half_of_a_query_in_passing_is_no_reason_to_stand_above(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    words = "The cable is not affected, since the ceiling was opened."
    issue = opened(staff, title="Wi-Fi drops everybody", source=words, html=f"<p>{words}</p>")
    posts.question(staff, title="Printer cannot print")
    indexing()
    browser, address = client_of(sam()), f"/known-issues/{issue.id}/"
    assert address not in browser.get("/search?q=not print").text
    for typed in ("wifi print", "ceiling", "cable ceiling print"):
        assert address in browser.get(f"/search?q={typed}").text, typed


def test_it_is_not_suggested_to_who_says_nothing_yet(client_of: Browser, indexing: Work) -> None:
    issue, browser = opened(iris(), title="Outlook does not work"), client_of(sam())
    assert "/known-issues/" not in browser.get("/search/similar?title=It+does+not+work").text
    assert f"/known-issues/{issue.id}/" in browser.get("/search/similar?title=Outlook+does+not+work").text


def test_it_is_suggested_to_who_asks_until_it_is_fixed(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    issue, asker = opened(staff), client_of(sam())
    part = asker.get("/search/similar?title=My+Outlook+will+not+start").text
    assert f"/known-issues/{issue.id}/" in part and "opens beside this page" in part
    assert "/known-issues/" not in asker.get("/search/similar?title=Printer+is+mute").text
    tell_news(issue, news(IssueState.FIXED), by=posts.actor(staff), at=NOON + timedelta(minutes=1))
    assert "/known-issues/" not in asker.get("/search/similar?title=My+Outlook+will+not+start").text
    assert "Fixed" in asker.get("/search?q=outlook start").text


def test_a_typing_error_finds_it_and_a_word_of_threads_is_none(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    issue = opened(staff, title="Node does not start")
    posts.question(staff, title="A note on the desk")
    indexing()
    browser = client_of(sam())
    assert f"/known-issues/{issue.id}/" in browser.get("/search?q=nodee").text
    assert "/known-issues/" not in browser.get("/search?q=note").text


def test_an_open_one_stands_before_one_that_was_fixed(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    place = posts.category("Mail")
    fixed = opened(staff, place, title="Outlook start start Outlook")
    tell_news(fixed, news(IssueState.FIXED), by=posts.actor(staff), at=NOON)
    new = opened(staff, place, title="Outlook window is white on start")
    page = client_of(sam()).get("/search?q=outlook start").text
    assert page.index(f"/known-issues/{new.id}/") < page.index(f"/known-issues/{fixed.id}/")


def test_what_was_edited_is_found_by_its_new_words_at_once(client_of: Browser, indexing: Work) -> None:
    staff, browser = iris(), client_of(sam())
    place = posts.category("Mail")
    issue = opened(staff, place)
    assert "/known-issues/" not in browser.get("/search?q=thunderbird").text
    edit_issue(
        issue, issue_draft(place, title="Thunderbird does not start", revision=1), by=posts.actor(staff), at=NOON
    )
    assert f"/known-issues/{issue.id}/" in browser.get("/search?q=thunderbird").text


def test_an_issue_of_a_closed_category_is_not_shown_suggested_or_counted(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    opened(staff, posts.category("Secrets", audience=Audience.STAFF), title="Xylophone server is down")
    session.flush()
    outside, inside = client_of(sam()), client_of(staff)
    for path in (
        "/search?q=xylophone+server",
        "/search?q=xylophone+in:known",
        "/search/similar?title=Xylophone+server",
    ):
        assert "/known-issues/" not in outside.get(path).text.split("</header>")[-1].split('id="content"')[-1], path
        assert "Xylophone" not in outside.get(path).text
        assert "Xylophone" in inside.get(path).text.replace("<mark>", "")


def test_in_known_and_in_faq_show_that_shelf_alone(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    issue = opened(staff)
    posts.question(staff, title="Outlook does not start")
    indexing()
    browser = client_of(sam())
    assert "/search?q=outlook+in%3Aknown" in browser.get("/search?q=outlook").text
    page = browser.get("/search?q=outlook in:known").text
    assert f"/known-issues/{issue.id}/" in page
    assert "<article" not in page and "Nothing found" not in page
    page = browser.get("/search?q=outlook in:faq").text
    assert "Nothing found" in page and "without in:faq" in page
