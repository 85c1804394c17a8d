"""Where one goes on after an act: never to another site."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from forum.web.fragments import safe_next
from tests.people import ana


@pytest.mark.parametrize("address", ["/", "/questions?sort=newest#answers", "/search?q=slow printer", "/tags/größe"])
def test_a_path_of_this_site_is_kept(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize(
    "address",
    [None, "", "questions", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example",
     "/\n/evil.example", "/\r\\evil.example", "\t//evil.example"],
)  # fmt: skip
def test_another_site_is_not(address: str | None) -> None:
    assert safe_next(address) == "/"


def test_nobody_is_led_away_after_signing_in(client_of: Callable[[Person], FlaskClient]) -> None:
    assert client_of(ana()).get("/sign-in?next=/%09/evil.example").location == "/"
