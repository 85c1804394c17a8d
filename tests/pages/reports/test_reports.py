"""Pages of reports: who reads them, what they say, what a spreadsheet gets."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Team
from forum.kernel.db import session
from forum.pages.reports.chart import HEIGHT, Series, chart
from forum.pages.reports.kinds import REPORTS
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import give_to_team
from forum.tickets.timing.models import Outcome, Promise
from tests import posts
from tests.conftest import NOON
from tests.people import admin, ana, iris, mo
from tests.posts import actor, later

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def _solved_ticket(team: str = "Network") -> Person:
    by = iris()
    ticket = make_ticket(posts.question(ana()).id, by=actor(by), at=NOON).ticket
    session.add(row := Team(name=team))
    session.flush()
    give_to_team(ticket, row.id, by=actor(by), at=NOON)
    resolve(ticket, Fix("Replaced.", "<p>Replaced.</p>", publish=True), by=actor(by), at=later(minutes=-10))
    session.add(Promise(ticket_id=ticket.id, by_id=by.id, at=NOON, due_at=NOON, outcome=Outcome.KEPT))
    session.commit()
    return by


def test_each_question_has_its_answer(client_of: Browser) -> None:
    page = client_of(_solved_ticket()).get("/reports").text
    for words in ("1 tickets were opened and 1 solved. Nothing is open.", "100% of the promises were kept",
                  "100% of the solved ones came back"):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_shows_weeks_teams_and_categories(client_of: Browser, name: str) -> None:
    page = client_of(_solved_ticket()).get(f"/reports/{name}").text
    for words in ("By week", "By team", "Network", "By category", "<svg"):
        assert words in page


@pytest.mark.parametrize("name", REPORTS)
def test_a_forum_without_tickets_has_reports(client_of: Browser, name: str) -> None:
    assert client_of(admin()).get(f"/reports/{name}?weeks=52").status_code == 200


def test_reports_are_for_it_staff_and_administrators(client_of: Browser) -> None:
    assert [client_of(person()).get("/reports").status_code for person in (ana, mo, admin)] == [403, 403, 200]


@pytest.mark.parametrize("query", ["weeks=7", "weeks=x", "team=999", "category=-1", "team=" + "9" * 30])
def test_what_cannot_be_asked_for_is_not_found(client_of: Browser, query: str) -> None:
    assert client_of(iris()).get(f"/reports/pace?{query}").status_code == 404


def test_a_spreadsheet_gets_plain_numbers_and_no_formula(client_of: Browser) -> None:
    answer = client_of(_solved_ticket(team="=1+1")).get("/reports/flow.csv?weeks=4")
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.mimetype == "text/csv"
    assert rows[0] == ["Rows", "Name", "Opened", "Solved"]
    assert [row[0] for row in rows[1:]] == ["week"] * 4 + ["team", "category"]
    assert ["team", "'=1+1", "1", "1"] in rows


def test_reports_cost_few_queries(client_of: Browser, queries: Callable[[], int]) -> None:
    browser = client_of(_solved_ticket())
    browser.get("/reports")
    before = queries()
    browser.get("/reports/flow")
    assert queries() - before <= 14


def test_bars_stand_within_the_chart() -> None:
    drawn = chart(["one", "two"], [Series("a", [3, None], ["3", "-"]), Series("b", [0, 170], ["0", "170"])])
    assert [(bar.series, bar.text) for bar in drawn.bars] == [(1, "one, a: 3"), (2, "two, b: 170")]
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT + 0.1 for bar in drawn.bars)
    assert drawn.lines == [(HEIGHT / 2, 100), (0, 200)]
