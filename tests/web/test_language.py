"""Whose language a page speaks: the account's, else that of the switch, else the browser's, else the company's."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.app import Tanya
from forum.kernel.db import session
from forum.people.models import Person
from forum.web.words import ngettext, spoken
from tests.people import admin, ana

_HERE = "http://localhost"
ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _founded(app: Tanya) -> None:
    """There is an account, so that strangers are not led to the set-up."""
    admin()
    session.commit()


def _language(browser: FlaskClient, path: str, wished: str = "") -> str:
    page = browser.get(path, headers={"Accept-Language": wished} if wished else {}).text
    return page.partition('<html lang="')[2][:2]


@pytest.mark.parametrize(("wished", "spoken"), [("ms-MY,en;q=0.5", "ms"), ("en-GB", "en"), ("fr", "en"), ("", "en")])
def test_a_stranger_is_spoken_to_as_his_browser_wishes(client: FlaskClient, wished: str, spoken: str) -> None:
    assert _language(client, "/sign-in", wished) == spoken


def test_a_number_in_a_sentence_is_written_as_by_itself(app: Tanya) -> None:
    with app.test_request_context():
        assert ngettext("%(num)s question found", "%(num)s questions found", 17919) == "17,919 questions found"
    assert spoken("ms").ngettext("%(num)s question found", "%(num)s questions found", 17919).startswith("17,919 ")
    assert spoken("en").ngettext("%(num)s vote", "%(num)s votes", -1000) == "-1,000 votes"


def test_the_switch_counts_more_than_the_browser(client: FlaskClient) -> None:
    assert client.post("/language", data={"language": "ms", "next": "/sign-in"}).location == "/sign-in"
    assert _language(client, "/sign-in", "en-GB") == "ms"


def test_the_switch_leads_back_to_what_was_asked_for(client_of: ClientOf) -> None:
    browser = client_of(ana())
    for path, shown in (("/search", "/search?q=vpn+%26+c%23"), ("/tags/c#", "/tags/c%23"), ("/menu", "/search?q=vpn")):
        back = browser.post("/language", data={"language": "ms", "next": path}, headers={"Referer": f"{_HERE}{shown}"})
        assert back.location == (shown if path != "/menu" else path)
    strange = {"Referer": "http://elsewhere.example/menu?a=1"}
    assert browser.post("/language", data={"language": "ms", "next": "/menu"}, headers=strange).location == "/menu"


def test_the_account_counts_more_than_the_browser_and_keeps_what_is_switched_to(client_of: ClientOf) -> None:
    browser = client_of(person := ana())
    assert _language(browser, "/questions", "ms") == "en"
    browser.post("/language", data={"language": "ms"})
    assert (_language(browser, "/questions", "en"), person.language) == ("ms", "ms")
