"""A forum with its people, on a database whose every commit is real."""

import pytest

from forum.app import Tanya
from forum.kernel.db import transaction
from forum.people.models import Person
from tests import people, posts
from tests.privacy.company import Browsers, browser


@pytest.fixture
def forum(own_app: Tanya) -> Tanya:
    """The forum."""
    return own_app


@pytest.fixture
def browsers(forum: Tanya) -> Browsers:
    """Ana asks, Ben answers, Iris is IT staff, Mo moderates, Aishah administers, Sam is the stranger."""
    with forum.app_context(), transaction():
        posts.category("Hardware")
        names = ("ana", "ben", "iris", "mo", "admin", "sam")
        who: dict[str, Person] = {name: getattr(people, name)() for name in names}
    return {name: browser(forum, person) for name, person in who.items()}
