"""One world a database for all tests of who may do what; each request is taken back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from forum.app import Tanya
from forum.kernel import clock
from tests.access.company import World
from tests.access.world import build
from tests.conftest import NOON, isolated


@pytest.fixture(scope="module")
def opened(whole_app: Tanya) -> Iterator[Connection]:
    """The connection that the world stands in; the clock stands at Thursday noon."""
    with isolated(whole_app) as connection, clock.standing(NOON):
        yield connection


@pytest.fixture(scope="module")
def world(whole_app: Tanya, opened: Connection) -> World:
    """A company with one of everything."""
    return build(whole_app)
