"""The administrator's page of words that mean the same."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from forum.people.models import Person
from tests.people import admin, iris

ClientOf = Callable[[Person], FlaskClient]
PATH = "/admin/search-words"


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_lines_are_saved_shown_and_tried(client_of: ClientOf) -> None:
    browser = client_of(admin())
    seen = seen_on(browser.get(PATH).text)
    answer = browser.post(PATH, data={"words": "vpn=anyconnect", "seen": seen}, follow_redirects=True)
    assert "vpn = anyconnect</textarea>" in answer.text and "Saved." in answer.text
    assert ">anyconnect</li>" in browser.get(f"{PATH}?word=vpn").text
    assert "as it is written alone" in browser.get(f"{PATH}?word=zebra").text
    assert "<td>Search words changed</td>" in browser.get("/admin/record").text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_of: ClientOf) -> None:
    browser = client_of(admin())
    answer = browser.post(PATH, data={"words": "vpn = <b>\nalone", "seen": seen_on(browser.get(PATH).text)})
    assert answer.status_code == 422
    assert "Line 2: write from 2" in answer.text and "vpn = &lt;b&gt;\nalone</textarea>" in answer.text


def test_somebody_else_s_change_is_not_written_over(client_of: ClientOf) -> None:
    browser = client_of(admin())
    seen = seen_on(browser.get(PATH).text)
    browser.post(PATH, data={"words": "vpn = anyconnect", "seen": seen})
    answer = browser.post(PATH, data={"words": "hrms = leave portal", "seen": seen})
    assert answer.status_code == 409
    assert "hrms = leave portal</textarea>" in answer.text and "<pre>vpn = anyconnect</pre>" in answer.text
    again = browser.post(PATH, data={"words": "hrms = leave portal", "seen": seen_on(answer.text)})
    assert again.status_code == 303


def test_nobody_else_enters(app: Flask, client_of: ClientOf) -> None:
    browser = client_of(iris())
    assert browser.get(PATH).status_code == 403
    assert browser.post(PATH, data={"words": "vpn = anyconnect"}).status_code == 403
