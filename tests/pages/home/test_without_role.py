"""Somebody without a role reads, and is offered nothing that would be refused him."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from tests import posts
from tests.people import ana, make_person

ClientOf = Callable[[Person], FlaskClient]
_PATHS = (
    "/", "/questions", "/questions?show=mine", "/questions?show=unsolved", "/search?q=nothing", "/tickets", "/faq",
    "/known-issues", "/categories/hardware", "/tags/printer", "/menu", "/no-such-page", "/inbox",
)  # fmt: skip


@pytest.mark.parametrize("has_role", [True, False])
def test_asking_is_offered_to_who_may_ask(client_of: ClientOf, noon: object, has_role: bool) -> None:
    asked = posts.question(ana(), tags=("printer",))
    reader = client_of(make_person("Lim Wei", roles="employee" if has_role else ""))
    thread = f"/questions/{asked.id}/{asked.slug}"
    pages = [reader.get(path).text for path in (*_PATHS, thread)]
    offered = [bool(re.search('href="/(questions|tickets)/new', page)) for page in pages]
    assert all(offered) if has_role else not any(offered), list(zip(_PATHS, offered, strict=False))
