"""The page of watched words."""

from collections.abc import Callable

from flask.testing import FlaskClient

from forum.accounts.actions.lines import mark_of
from forum.people.models import Person
from tests import people

ClientOf = Callable[[Person], FlaskClient]


def _save(browser: FlaskClient, words: str, *, seen: str = "") -> tuple[int, str]:
    sent = browser.post("/admin/watched-words", data={"words": words, "seen": mark_of(seen)})
    return sent.status_code, sent.text


def test_lines_are_in_force_and_on_the_record(client_of: ClientOf) -> None:
    browser = client_of(people.admin())
    assert _save(browser, "Hold: casino*\nblock: free bitcoin")[0] == 303
    assert "hold: casino*\nblock: free bitcoin</textarea>" in browser.get("/admin/watched-words").text
    assert "Watched words changed" in browser.get("/admin/record").text


def test_an_expression_is_refused_with_its_line_and_comes_back(client_of: ClientOf) -> None:
    status, page = _save(client_of(people.admin()), "hold: casino*\nhold: (a+)+$")
    assert status == 422 and "Line 2" in page and "hold: (a+)+$" in page


def test_two_administrators_do_not_undo_each_other(client_of: ClientOf) -> None:
    browser = client_of(people.admin())
    _save(browser, "hold: casino*")
    status, page = _save(browser, "mask: damn")
    assert status == 409 and "hold: casino*" in page and "mask: damn" in page
