"""A form that is sent twice makes what it makes once: no row more in any table, and the same address at the end."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Connection, Select, Table, func, select

from forum.kernel.db import db, read
from forum.notifications.badge import RECOUNT
from forum.notifications.models import EventPending
from tests.access.company import World
from tests.access.forms import form_for
from tests.access.test_bad_input import posts_that_are_done, who_may
from tests.access.test_matrix import Line
from tests.access.visitors import browser
from tests.conftest import taken_back

# What counts and records the sending itself, and work that is the same however often it is noted.
_OF_SENDING = {"counted_act", "idempotency_key", "sign_in_attempt", "ledger_entry", "search_pending"}
# Who sends these again wants another mail, another look, another last day, or another copy, swept when no post uses it.
_AGAIN_ON_PURPOSE = {
    "/sign-up", "/forgotten-password", "/settings/address", "/settings/address/trial",
    "/settings/photo", "/files", "/faq/{entry}/check",
    "/desk/absence", "/admin/people/{handle}/password-link",
}  # fmt: skip


def _rows() -> Mapping[str, int]:
    return dict(read(_counts()).mappings().one())


@cache
def _counts() -> Select[Any]:
    """Built once: a hundred and more tables are counted two times a form."""
    tables = [table for name, table in db.metadata.tables.items() if name not in _OF_SENDING]
    return select(*(_how_many(table).scalar_subquery().label(table.name) for table in tables))


def _how_many(table: Table) -> Select[tuple[int]]:
    """Its rows; badges may be counted anew as often as it is asked for."""
    counted = select(func.count()).select_from(table)
    return counted.where(table.c.kind != RECOUNT) if table.name == EventPending.__tablename__ else counted


def _lines() -> list[Line]:
    return [line for line in posts_that_are_done() if line.path not in _AGAIN_ON_PURPOSE]


@pytest.mark.parametrize("line", _lines(), ids=lambda line: line.path)
def test_what_is_sent_twice_is_done_once(world: World, opened: Connection, line: Line) -> None:
    visitor, path = who_may(line), line.path.format(**world.names)
    with taken_back(opened):
        client = browser(world, visitor)
        first = client.post(path, data={"key": "twice", **form_for(line.path, world, visitor)})
        before = _rows()
        client.post(path, data={"key": "twice", **form_for(line.path, world, visitor)})
        more = {name: count - before[name] for name, count in _rows().items() if count > before[name]}
    assert first.status_code < 400, first.text
    assert more == {}
