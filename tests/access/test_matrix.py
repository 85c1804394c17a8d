"""Every route for everybody, as `matrix.txt` says. A new route needs a line there."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.access.company import World
from tests.access.forms import form_for
from tests.access.visitors import VISITORS, answered


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    method: str
    path: str
    statuses: tuple[int, ...]


def _line(text: str) -> Line:
    method, path, *statuses = text.split()
    return Line(method, path, tuple(map(int, statuses)))


_TABLE = (Path(__file__).parent / "matrix.txt").read_text("utf-8")
LINES = [_line(text) for text in _TABLE.splitlines() if text and not text.startswith("#")]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.path}")
def test_everybody_is_answered_as_the_table_says(world: World, opened: Connection, line: Line) -> None:
    path = line.path.format(**world.names)
    met = {}
    for visitor in VISITORS:
        form = form_for(line.path, world, visitor) if line.method == "POST" else None
        met[visitor] = answered(world, opened, visitor, line.method, path, form).status_code
    assert met == dict(zip(VISITORS, line.statuses, strict=True))


def _pages_that_take_a_form() -> list[Line]:
    posted = {line.path for line in LINES if line.method == "POST"}
    return [line for line in LINES if line.method == "GET" and line.path in posted]


@pytest.mark.parametrize("line", _pages_that_take_a_form(), ids=lambda line: line.path)
def test_who_asks_for_the_head_of_a_page_sends_no_form(world: World, opened: Connection, line: Line) -> None:
    path = line.path.format(**world.names)
    met = {visitor: answered(world, opened, visitor, "HEAD", path).status_code for visitor in VISITORS}
    assert met == dict(zip(VISITORS, line.statuses, strict=True))


@pytest.mark.parametrize("visitor", ["suspended", "deactivated"])
def test_whoever_may_not_sign_in_is_nobody(world: World, opened: Connection, visitor: str) -> None:
    wrong = []
    for line in LINES[::3]:
        form = form_for(line.path, world, "nobody") if line.method == "POST" else None
        got = answered(world, opened, visitor, line.method, line.path.format(**world.names), form).status_code
        if got != line.statuses[0]:
            wrong.append((line.method, line.path, got))
    assert wrong == []


def test_every_route_is_in_the_table(world: World) -> None:
    adapter = world.app.url_map.bind("localhost")
    in_table = set()
    for line in LINES:
        path = line.path.format(**world.names).partition("?")[0]
        in_table.add((line.method, adapter.match(path, method=line.method)[0]))
    routes = {
        (method, rule.endpoint)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert sorted(routes - in_table) == []
