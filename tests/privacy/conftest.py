"""A forum with its people, on a database whose every commit is real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.app import Tanya
from forum.kernel.db import transaction
from forum.people.models import Person
from tests import databases, people, posts
from tests.privacy.company import Browsers, browser, running


@pytest.fixture(params=databases.KINDS)
def forum(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tanya]:
    """The forum; its data folder is `tmp_path / "data"`."""
    with running(request.param, tmp_path / "data") as app:
        yield app


@pytest.fixture
def browsers(forum: Tanya) -> Browsers:
    """Ana asks, Ben answers, Iris is IT staff, Mo moderates, Aishah administers, Sam is the stranger."""
    with forum.app_context(), transaction():
        posts.category("Hardware")
        names = ("ana", "ben", "iris", "mo", "admin", "sam")
        who: dict[str, Person] = {name: getattr(people, name)() for name in names}
    return {name: browser(forum, person) for name, person in who.items()}
