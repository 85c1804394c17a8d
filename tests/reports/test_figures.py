"""Every figure equals a slow recount, however it is cut."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel.db import session
from forum.reports.backlog import backlog
from forum.reports.effort import Effort, effort
from forum.reports.flow import flow
from forum.reports.judged import Judged, judged
from forum.reports.kept import kept
from forum.reports.pace import pace
from forum.reports.returns import returns
from forum.reports.scope import Cut, Scope, last_weeks
from forum.reports.word import Word, word
from forum.tickets.models import Ticket, TicketState
from forum.tickets.timing.models import Outcome, Promise
from forum.tickets.worked.models import WorkedTime
from tests import posts
from tests.conftest import NOON
from tests.people import ana
from tests.reports.tickets import (
    Places,
    backlog_of,
    flow_of,
    judged_of,
    kept_of,
    pace_of,
    returns_of,
    word_of,
    written,
)

KL = ZoneInfo("Asia/Kuala_Lumpur")


def _places() -> Places:
    asker = ana()
    teams = [Team(name=name) for name in ("Network", "Hardware")]
    session.add_all(teams)
    rooms = [posts.category(name) for name in ("Printers", "Phones")]
    session.flush()
    thread = posts.question(asker, rooms[0])
    return Places(asker.id, [team.id for team in teams], [room.id for room in rooms], thread)


def _holds(count: int) -> None:
    places = _places()
    rows = written(count, places, until=NOON)
    weeks = last_weeks(12, at=NOON, zone=KL)
    scopes = Scope(weeks), Scope(weeks, team_id=places.teams[0]), Scope(weeks, category_id=places.categories[1])
    for scope in scopes:
        for cut in (Cut.WHOLE, Cut.AGE, Cut.TEAM, Cut.CATEGORY):
            assert backlog(cut, scope, at=NOON) == backlog_of(rows, cut, scope, NOON)
        for cut in (Cut.WHOLE, Cut.WEEK, Cut.TEAM, Cut.CATEGORY):
            assert flow(cut, scope) == flow_of(rows, cut, scope)
            assert pace(cut, scope) == pace_of(rows, cut, scope)
            assert kept(cut, scope, at=NOON) == kept_of(rows, cut, scope, NOON)
            assert judged(cut, scope) == judged_of(rows, cut, scope)
            assert returns(cut, scope) == returns_of(rows, cut, scope)
            assert word(cut, scope, at=NOON) == word_of(rows, cut, scope, NOON)


def test_figures_equal_a_recount(app: Tanya) -> None:
    _holds(400)


@pytest.mark.slow
def test_figures_of_5000_tickets_equal_a_recount(app: Tanya) -> None:
    _holds(5000)


def test_nothing_gives_nothing(app: Tanya) -> None:
    scope = Scope(last_weeks(4, at=NOON, zone=UTC))
    assert flow(Cut.WEEK, scope) == pace(Cut.TEAM, scope) == kept(Cut.WHOLE, scope, at=NOON) == {}
    assert backlog(Cut.AGE, scope, at=NOON) == judged(Cut.WEEK, scope) == {}


def test_of_fewer_than_five_answers_only_the_number_is_told() -> None:
    few, enough = Judged(9, worked=3, not_yet=1, rated=4, stars=16), Judged(9, worked=4, not_yet=1, rated=5, stars=21)
    assert (few.answered, few.percent, few.tenths) == (4, None, None)
    assert (enough.answered, enough.percent, enough.tenths) == (5, 80, 42)


def test_weeks_begin_on_monday_in_the_companys_zone() -> None:
    weeks = last_weeks(4, at=datetime(2026, 3, 31, 12, tzinfo=UTC), zone=ZoneInfo("Europe/Berlin"))
    assert [f"{week.monday:%d.%m.}" for week in weeks] == ["09.03.", "16.03.", "23.03.", "30.03."]
    lengths = [week.ends - week.begins.astimezone(UTC) for week in weeks]
    assert [length - timedelta(days=7) for length in lengths] == [
        timedelta(0),
        timedelta(0),
        -timedelta(hours=1),
        timedelta(0),
    ]
    assert all(one.ends == next_.begins for one, next_ in zip(weeks, weeks[1:], strict=False))


def test_promises_count_where_they_were_due(app: Tanya) -> None:
    places = _places()
    written(8, places, until=NOON)
    session.execute(delete(Promise))
    ids = session.scalars(
        select(Ticket.id).where(Ticket.confidential.is_(False), Ticket.state != TicketState.VOID)
    ).all()
    outcomes = (Outcome.KEPT, Outcome.KEPT, Outcome.MOVED, Outcome.MISSED, None)
    session.add_all(
        Promise(ticket_id=ids[0], by_id=places.person, at=NOON, due_at=NOON - timedelta(days=7, minutes=number),
                outcome=outcome)
        for number, outcome in enumerate(outcomes)
    )  # fmt: skip
    session.add(Promise(ticket_id=ids[1], by_id=places.person, at=NOON, due_at=NOON + timedelta(minutes=1)))
    session.commit()
    scope = Scope(last_weeks(4, at=NOON, zone=KL))
    assert word(Cut.WHOLE, scope, at=NOON) == {0: Word(kept=2, moved=1, missed=2)}
    assert word(Cut.WEEK, scope, at=NOON) == {2: Word(kept=2, moved=1, missed=2)}
    assert Word(kept=2, moved=1, missed=2).percent == 50


def test_time_worked_counts_where_it_was_noted(app: Tanya) -> None:
    places = _places()
    written(40, places, until=NOON)
    teams = {row.id: row.team_id for row in session.query(Ticket).where(Ticket.state != TicketState.VOID)}
    secret = set(session.scalars(select(Ticket.id).where(Ticket.confidential.is_(True))))
    noted = [(number, 7 * number, NOON - timedelta(days=number)) for number in (*range(1, 41), *range(1, 20))]
    session.add_all(WorkedTime(ticket_id=n, person_id=places.person, minutes=m, at=at) for n, m, at in noted)
    session.commit()
    weeks = last_weeks(4, at=NOON, zone=KL)
    counted = [(n, m) for n, m, at in noted if n in teams and n not in secret and at >= weeks[0].begins]
    for cut, keys in ((Cut.WHOLE, dict.fromkeys(teams, 0)), (Cut.TEAM, teams)):
        expected = {}
        for key in {keys[n] for n, _minutes in counted}:
            those = [(n, m) for n, m in counted if keys[n] == key]
            expected[key] = Effort(len({n for n, _minutes in those}), sum(m for _n, m in those))
        assert effort(cut, Scope(weeks)) == expected
    assert sum(row.minutes for row in effort(Cut.WEEK, Scope(weeks)).values()) == sum(m for _n, m in counted)
