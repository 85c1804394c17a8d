"""Pages of reports: who reads them, what they say, what a spreadsheet gets."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Team
from forum.kernel.db import session
from forum.pages.reports.chart import HEIGHT, Series, chart
from forum.pages.reports.export import as_csv
from forum.pages.reports.kinds import REPORTS
from forum.pages.reports.sheets import Row, Table
from forum.people.models import Person
from forum.reports.judged import Judged
from forum.reports.scope import Cut
from forum.search.models import AskAttempt, SearchLogged
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import give_to_team
from forum.tickets.timing.models import Outcome, Promise
from forum.tickets.worked.models import WorkedTime
from forum.topics.models import Category
from tests import posts
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, mo
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
    session.add(WorkedTime(ticket_id=ticket.id, person_id=by.id, minutes=90, at=NOON))
    place = session.get_one(Category, ticket.category_id)
    place.team_id = row.id
    session.add_all(_attempt(place, opened) for opened in ("entry:1", ""))
    session.commit()
    return by


def _attempt(place: Category, opened: str) -> AskAttempt:
    return AskAttempt(
        key="x", at=later(days=-8), category_id=place.id, shown_count=2, opened=opened, solved_by=opened,
        ticket_followed=False, came_back=False,
    )  # fmt: skip


def _team_id() -> int:
    return session.scalars(select(Team.id)).one()


def test_each_question_has_its_answer(client_of: Browser) -> None:
    page = client_of(_solved_ticket()).get("/reports").text
    for words in (
        "1 ticket was opened, 1 was solved.",
        "Nothing is open.",
        "0 of 1 who were asked have answered.",
        "100% of the promises were kept",
        "100% of the solved ones came back",
        "An estimated 50% found the answer and needed not ask (1 of 2). 1 says so with a click.",
    ):
        assert words in page


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_shows_weeks_teams_and_categories(client_of: Browser, name: str) -> None:
    by = _solved_ticket()
    give_to_team(make_ticket(posts.question(ben()).id, by=actor(by), at=NOON).ticket, _team_id(), by=actor(by), at=NOON)
    page = client_of(by).get(f"/reports/{name}").text
    for words in ("By age" if name == "backlog" else "By week", "By team", "Network", "By category", "<svg"):
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


def test_what_is_open_is_downloaded_by_age(client_of: Browser) -> None:
    by = iris()
    make_ticket(posts.question(ana()).id, by=actor(by), at=NOON)
    rows = list(csv.reader(StringIO(client_of(by).get("/reports/backlog.csv").text.removeprefix("\ufeff"))))
    assert ["age", "Less than a day", "1", "1", "0", "0"] in rows


def test_a_mean_rating_is_a_plain_number_in_a_spreadsheet() -> None:
    report = REPORTS["satisfaction"]
    row = Row("Network", report.values(Judged(6, worked=5, rated=5, stars=21)))
    assert as_csv(report.columns, [Table(Cut.TEAM, [row])]).splitlines()[1] == "team,Network,6,5,100,5,4.2"


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


@pytest.mark.parametrize(("minutes", "half"), [(40, 20), (45, 60), (480, 300), (1500, 1200)])
def test_a_scale_of_time_is_round_in_hours(minutes: int, half: int) -> None:
    drawn = chart(["one"], [Series("a", [minutes], [""])], whole=60)
    assert drawn.lines == [(HEIGHT / 2, half), (0, 2 * half)]


def test_what_was_looked_for_in_vain_begins_an_entry(client_of: Browser) -> None:
    session.add(SearchLogged(typed="salary slip <b>", at=later(days=-2), found=0, shown=""))
    session.commit()
    page = client_of(iris()).get("/reports/searches").text
    assert "salary slip &lt;b&gt;" in page and "/faq/new?question=salary%20slip" in page
    assert "/faq/new" not in client_of(admin()).get("/reports/searches").text
    assert [client_of(person()).get("/reports/searches").status_code for person in (ana, mo)] == [403, 403]


def test_what_was_looked_for_in_vain_is_downloaded_and_is_no_formula(client_of: Browser) -> None:
    session.add(SearchLogged(typed="=1+1", at=later(days=-2), found=0, shown=""))
    session.commit()
    answer = client_of(iris()).get("/reports/searches.csv")
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[1][:4] == ["Searches that found no thread", "'=1+1", "1", "1"]


def test_the_estimate_is_explained_where_it_stands(client_of: Browser) -> None:
    page = client_of(_solved_ticket()).get("/reports/spared").text
    assert "opened no ticket" in page and "Nobody can know who would really have asked" in page
    assert "confidential tickets are not counted" not in page


def test_nothing_in_vain_says_so(client_of: Browser) -> None:
    assert "Nothing was looked for in vain" in client_of(iris()).get("/reports/searches").text
