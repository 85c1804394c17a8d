"""Imported posts are given to a colleague by an administrator alone."""

from collections.abc import Callable

import pytest

from forum.app import Tanya
from forum.importers.giving import give_posts
from forum.kernel.errors import NotAllowed
from forum.people.models import Person, PersonState
from tests.conftest import NOON
from tests.people import ana, iris, make_person, mo
from tests.posts import actor


@pytest.mark.parametrize("person", [ana, iris, mo])
def test_only_an_administrator_gives_posts(app: Tanya, person: Callable[[], Person]) -> None:
    imported, by = make_person("Old Hand", state=PersonState.IMPORTED), person()
    with pytest.raises(NotAllowed, match="You may not do this"):
        give_posts(imported, by, by=actor(by), at=NOON)
    assert imported.state is PersonState.IMPORTED
