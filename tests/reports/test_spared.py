"""What people find before they ask equals a slow recount, however it is cut."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel.db import session
from forum.reports.scope import Cut, Scope, last_weeks
from forum.reports.spared import Spared, spared
from forum.search.models import AskAttempt
from tests import posts
from tests.conftest import NOON
from tests.people import ana

KL = ZoneInfo("Asia/Kuala_Lumpur")
Key = Callable[[AskAttempt], int | None]


@dataclass(frozen=True)
class Places:
    """Categories, None among them, and the team of each."""

    teams: dict[int | None, int | None]
    question: int


def _places() -> Places:
    session.add(team := Team(name="Network"))
    rooms = [posts.category(name) for name in ("Printers", "Phones")]
    session.flush()
    rooms[0].team_id = team.id
    return Places({None: None, rooms[0].id: team.id, rooms[1].id: None}, posts.question(ana()).id)


def _attempts(count: int, places: Places) -> list[AskAttempt]:
    chance = random.Random(7)
    rows = [_attempt(number, places, chance) for number in range(count)]
    session.add_all(rows)
    session.commit()
    return rows


def _attempt(number: int, places: Places, chance: random.Random) -> AskAttempt:
    settled = chance.random() < 0.8
    return AskAttempt(
        key=f"form-{number}", at=NOON - timedelta(minutes=chance.randrange(20 * 7 * 24 * 60)),
        category_id=chance.choice(list(places.teams)), shown_count=chance.choice([0, 1, 6]),
        opened=chance.choice(["", "thread:1"]), solved_by=chance.choice(["", "", "thread:1"]),
        question_id=chance.choice([None, None, places.question]),
        ticket_followed=chance.random() < 0.3 if settled else None,
        came_back=chance.random() < 0.3 if settled else None,
    )  # fmt: skip


def _recounted(rows: Iterable[AskAttempt], key: Key) -> dict[int | None, Spared]:
    found: dict[int | None, list[AskAttempt]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return {key: _counted(those) for key, those in found.items()}


def _counted(those: list[AskAttempt]) -> Spared:
    left = [row for row in those if (row.opened or row.solved_by) and row.question_id is None]
    no_ticket = [row for row in left if row.ticket_followed is False]
    return Spared(
        len(those),
        len([row for row in those if row.opened]),
        len([row for row in those if row.solved_by]),
        len(left),
        len(no_ticket),
        len([row for row in no_ticket if not row.came_back]),
        len([row for row in those if row.ticket_followed is not None]),
    )


def test_figures_equal_a_recount(app: Tanya) -> None:
    places = _places()
    rows, weeks = _attempts(400, places), last_weeks(12, at=NOON, zone=KL)
    team, room = (next(filter(None, each)) for each in (places.teams.values(), places.teams))
    for scope in (Scope(weeks), Scope(weeks, team_id=team), Scope(weeks, category_id=room)):
        those = [row for row in rows if _is_in(row, scope, places)]
        assert spared(Cut.WHOLE, scope) == _recounted(those, lambda row: 0)
        assert spared(Cut.CATEGORY, scope) == _recounted(those, lambda row: row.category_id)
        assert spared(Cut.TEAM, scope) == _recounted(those, lambda row: places.teams[row.category_id])
        assert spared(Cut.WEEK, scope) == _recounted(those, partial(_week, scope))


def _is_in(row: AskAttempt, scope: Scope, places: Places) -> bool:
    is_there = scope.weeks[0].begins <= row.at < scope.weeks[-1].ends and bool(row.shown_count)
    of_team = scope.team_id in (None, places.teams[row.category_id])
    return is_there and of_team and scope.category_id in (None, row.category_id)


def _week(scope: Scope, row: AskAttempt) -> int:
    return next(at for at, week in enumerate(scope.weeks) if week.begins <= row.at < week.ends)


def test_the_share_is_of_what_is_settled() -> None:
    assert Spared(forms=9, opened=5, left=5, no_ticket=2, spared=1, settled=4).percent == 25
    assert Spared(forms=9, opened=5).percent is None
