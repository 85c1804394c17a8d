"""The FAQ is found by the same grammar as threads: phrases, words to leave out, beginnings, and all of it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.knowledge.faq.actions import publish_entry
from forum.people.models import Person
from forum.search.shelf import faq
from forum.search.shelf.cards import Shelf
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.knowledge.entries import written
from tests.people import iris, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]
PRINTER, VPN = "Why does the printer print blank pages?", "How do I reset the VPN profile?"


@pytest.fixture
def browser(client_of: Browser, indexing: Work, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An employee's, beside two published entries and one of a closed category."""
    monkeypatch.setattr(faq._shelf, "_shelf", Shelf((), None))
    staff, place = iris(), posts.category("Printing")
    closed = posts.category("Secrets", audience=Audience.STAFF)
    for room, question in ((place, PRINTER), (place, VPN), (closed, "Where is the printer's secret key?")):
        entry = written(staff, room, question=question, source="Pages come out blank. Turn the cartridge once.")
        publish_entry(entry, by=posts.actor(staff), at=NOON)
    return client_of(sam())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("in:faq", {PRINTER, VPN}),
        ("in:faq -vpn", {PRINTER}),
        ("in:faq -print*", {VPN}),
        ("in:faq prof*", {VPN}),
        ('in:faq "blank pages"', {PRINTER}),
        ('in:faq "pages blank"', set()),
        ('in:faq "reset the vpn" OR toner', {VPN}),
        ('in:faq "turn the cartridge" -"blank pages"', {VPN}),
        ("printer -blank", set()),
    ],
)  # fmt: skip
def test_the_grammar_holds_for_entries(browser: FlaskClient, typed: str, found: set[str]) -> None:
    page = browser.get("/search", query_string={"q": typed}).text.replace("<mark>", "").replace("</mark>", "")
    assert {question for question in (PRINTER, VPN) if question in page} == found
    assert "secret" not in page
    assert ("Nothing found" in page) is (not found)
