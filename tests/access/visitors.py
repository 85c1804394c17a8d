"""Who comes, and what his browser is answered; whatever he does is taken back afterwards."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection

from forum.kernel.db import session
from forum.people.models import Person
from tests.access.company import World
from tests.conftest import NOON, browser_with, cookie_of, taken_back

VISITORS = (
    "nobody", "stranger", "asker", "author", "it_staff", "moderator", "administrator", "silenced", "silenced_asker",
)  # fmt: skip
_NAMES = {
    "stranger": "sam", "asker": "ana", "author": "ben", "it_staff": "iris", "moderator": "mo",
    "administrator": "admin", "silenced": "quinn", "silenced_asker": "ana", "suspended": "suspended",
    "deactivated": "gone",
}  # fmt: skip


def person_of(world: World, visitor: str) -> Person | None:
    """Who the visitor is; None for nobody."""
    return session.get_one(Person, world.ids[_NAMES[visitor]]) if visitor in _NAMES else None


def browser(world: World, visitor: str) -> FlaskClient:
    """The visitor's browser. Who was suspended or deactivated still has the cookie from before."""
    if visitor not in _NAMES:
        return world.app.test_client()
    if visitor == "silenced_asker":
        session.get_one(Person, world.ids["ana"]).silenced_until = NOON + timedelta(days=3)
        session.flush()
    if visitor not in world.cookies:
        world.cookies[visitor] = cookie_of(world.app, session.get_one(Person, world.ids[_NAMES[visitor]]))
    return browser_with(world.app, world.cookies[visitor])


def answered(
    world: World, connection: Connection, visitor: str, method: str, path: str, data: Mapping[str, Any] | None = None
) -> Any:
    """What the visitor is answered; nothing of it stays."""
    with taken_back(connection):
        return browser(world, visitor).open(path, method=method, data=dict(data or {}))
