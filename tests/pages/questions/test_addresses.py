"""Addresses are written out in the templates of these pages: each must be one that the application knows."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import RequestRedirect

from forum.app import Tanya
from forum.people.models import Person
from tests import posts
from tests.people import ana, iris, make_person, sam

Browser = Callable[[Person], FlaskClient]
_ADDRESS = re.compile(r'(?:href|action|formaction|hx-get|hx-post|data-view)="(/[^"#?]*)[^"]*"')
_OF_OTHERS = ("/inbox", "/people/", "/settings", "/language", "/sign-", "/menu", "/admin", "/static/")


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def unknown_addresses(app: Tanya, page: str) -> set[str]:
    """The addresses of a page that no route answers, whatever the method."""
    routes = app.url_map.bind("x")
    found = {address for address in _ADDRESS.findall(page) if not address.startswith(_OF_OTHERS)}
    return {address for address in found if not _is_known(routes, address)}


def _is_known(routes: object, address: str) -> bool:
    try:
        return bool(routes.match(address))  # type: ignore[attr-defined]
    except (MethodNotAllowed, RequestRedirect):
        return True
    except Exception:
        return False


@pytest.mark.parametrize(
    "place",
    [
        "/questions/{q}/{slug}", "/questions", "/questions/new?category=hardware", "/questions/{q}/edit",
        "/questions/{q}/revisions", "/questions/{q}/revisions/1", "/questions/{q}/duplicate", "/questions/{q}/move",
        "/questions/{q}/lock", "/questions/{q}/hide", "/questions/{q}/remove", "/questions/{q}/affected",
        "/answers/{a}/edit", "/answers/{a}/revisions", "/answers/{a}/remove", "/questions/{q}/comments/new",
        "/answers/{a}/comments/new", "/comments/{c}/edit", "/tags", "/tags/vpn", "/tags/vpn/edit",
        "/categories/hardware", "/feeds", "/files",
    ],
)  # fmt: skip
def test_every_address_on_a_page_is_known(app: Tanya, client_of: Browser, place: str) -> None:
    question = posts.question(ana(), tags=("vpn",))
    answer = posts.answer(question, iris())
    comment = posts.comment(question, sam(), on=answer)
    staff = make_person("Nora Staff", roles="employee it_staff moderator")
    page = client_of(staff).get(place.format(q=question.id, slug=question.slug, a=answer.id, c=comment.id))
    assert page.status_code == 200
    assert unknown_addresses(app, page.text) == set()
