"""What a page asks the database does not grow with what stands in it: every page of the table of who may do what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, event

from forum.kernel.db import session
from forum.people.models import Person
from tests.access.company import EARLIER, World
from tests.access.growing import grow
from tests.access.test_matrix import LINES
from tests.access.visitors import browser, person_of
from tests.conftest import taken_back

# Where what is added is seen: a page that shows none of it would prove nothing.
_LISTS = {
    "asker": {"/", "/questions", "/questions/{q}", "/tickets", "/inbox", "/faq", "/known-issues"},
    "administrator": {
        "/queue", "/worklist", "/faq", "/inbox", "/admin/people", "/admin/teams", "/admin/categories", "/admin/mails",
        "/admin/calendars", "/admin/record", "/admin/mail-in", "/admin/mail-addresses", "/questions/{q}",
    },
}  # fmt: skip


def _counter(connection: Connection) -> Callable[[], int]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    return lambda: len(seen)


def _costs(world: World, client: FlaskClient, queries: Callable[[], int]) -> dict[str, tuple[int, int]]:
    """How many statements each page takes when it is asked for again (what a process keeps is kept then); its bytes."""
    costs = {}
    for path in dict.fromkeys(line.path for line in LINES if line.method == "GET"):
        for _time in range(2):
            before = queries()
            answer = client.get(path.format(**world.names), follow_redirects=True)
            costs[path] = queries() - before, len(answer.data)
        assert answer.status_code < 500, path
    return costs


@pytest.mark.parametrize("visitor", ["asker", "administrator"])
def test_no_page_asks_more_of_a_larger_company(world: World, opened: Connection, visitor: str) -> None:
    queries = _counter(opened)
    with taken_back(opened):
        grow(world, _reader(world, visitor), range(1))
        before = _costs(world, client := browser(world, visitor), queries)
        grow(world, _reader(world, visitor), range(1, 7))
        after = _costs(world, client, queries)
    dearer = {path: (cost, after[path][0]) for path, (cost, _size) in before.items() if after[path][0] > cost}
    longer = {path for path, (_cost, size) in before.items() if after[path][1] > size + 200}
    assert (dearer, _LISTS[visitor] - longer) == ({}, set())


def _reader(world: World, visitor: str) -> Person:
    """The person, without the limits of a newcomer; the administrator has all roles."""
    reader = person_of(world, visitor)
    assert reader is not None
    reader.created_at = EARLIER - timedelta(days=100)
    if visitor == "administrator":
        reader.roles, reader.is_it_staff = "employee it_staff moderator administrator", True
    session.flush()
    return reader
