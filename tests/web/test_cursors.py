"""A cursor leads on in the list and order that it was made for, and in no other."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.app import Tanya
from forum.people.models import Person
from forum.web.paging import cursor_of
from tests.conftest import NOON
from tests.people import iris

ClientOf = Callable[[Person], FlaskClient]
_OF_MOMENTS = {
    "/tickets?": "tickets",
    "/known-issues?": "known issues",
    "/questions?": "questions by active",
    "/questions?sort=newest&": "questions by newest",
    "/queue?": "queue by due",
    "/queue?order=oldest&": "queue by oldest",
}


@pytest.mark.parametrize("address", _OF_MOMENTS)
def test_only_a_lists_own_cursor_is_taken(app: Tanya, client_of: ClientOf, address: str) -> None:
    with app.test_request_context():
        cursors = {of: cursor_of(NOON, 7, of=of) for of in _OF_MOMENTS.values()}
    browser = client_of(iris())
    taken = {of for of, cursor in cursors.items() if browser.get(f"{address}after={cursor}").status_code == 200}
    assert taken == {_OF_MOMENTS[address]}


def test_a_cursor_of_another_list_leads_to_the_first_page(app: Tanya, client_of: ClientOf) -> None:
    with app.test_request_context():
        cursor = cursor_of(NOON, 7, of="known issues")
    answer = client_of(iris()).get(f"/tickets?after={cursor}")
    assert answer.status_code == 422 and "Start again from the first page" in answer.text
