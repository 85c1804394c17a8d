"""The home page: what waits for each person, and what of it nobody else sees."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.settings import OPEN_READING
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.people.models import Person
from forum.questions.actions import join_affected, mark_duplicate
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import assign
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.people import ana, ben, iris, mo, sam
from tests.posts import actor, answer, category, later, question

ClientOf = Callable[[Person], FlaskClient]


def test_strangers_sign_in_first(client: FlaskClient) -> None:
    assert client.get("/").status_code == 302


def test_open_reading_shows_the_questions_to_strangers(client: FlaskClient, noon: object) -> None:
    question(ana())
    store(OPEN_READING, True)
    page = client.get("/").text
    assert "Printer on floor 3" in page and "You could help" not in page


def test_an_employee_finds_his_own(client_of: ClientOf, noon: object) -> None:
    asked = question(person := ana())
    make_ticket(asked.id, by=actor(iris()), at=NOON)
    page = client_of(person).get("/").text
    assert "My questions" in page and "IT-000001" in page


def test_staff_find_their_desk(client_of: ClientOf, noon: object) -> None:
    ticket = make_ticket(question(ana()).id, by=actor(staff := iris()), at=NOON).ticket
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    assert "On my desk" in client_of(staff).get("/").text


def test_what_is_late_is_not_shown_as_the_time_that_was_promised(client_of: ClientOf, noon: object) -> None:
    ticket = make_ticket(question(ana()).id, by=actor(staff := iris()), at=NOON).ticket
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    ticket.promised_at, ticket.due_at = NOON + timedelta(days=1), NOON - timedelta(days=2)
    session.flush()
    desk = _part(client_of(staff), "On my desk")
    assert "2 days late" in desk and "promised by" not in desk


def test_who_has_no_desk_is_shown_no_heading_for_one(client_of: ClientOf, noon: object) -> None:
    assert "For staff" not in client_of(ana()).get("/").text
    assert all("For staff" in client_of(each).get("/").text for each in (iris(), mo()))


def test_closed_categories_stay_closed(client_of: ClientOf, noon: object) -> None:
    question(iris(), category("IT only", audience=Audience.STAFF), title="A secret switch is broken")
    assert "secret switch" not in client_of(sam()).get("/").text


def test_a_duplicate_is_offered_to_nobody(client_of: ClientOf, noon: object) -> None:
    original, second = question(ana(), title="The printer has no paper"), question(sam(), title="Paper again?")
    browser = client_of(ben())
    assert "Paper again?" in _part(browser, "You could help")
    mark_duplicate(second, original, by=actor(iris()), at=NOON)
    helpable = _part(browser, "You could help")
    assert "The printer has no paper" in helpable and "Paper again?" not in helpable
    assert "Paper again?" not in browser.get("/questions?show=unanswered").text
    assert "Paper again?" in browser.get("/questions").text


def test_what_was_imported_is_offered_once_a_colleague_has_it_now(client_of: ClientOf, noon: object) -> None:
    old = question(asker := ana(), title="Toner of 2017", at=later(days=-900))
    question(asker, title="My screen flickers")
    old.imported_from = "forum:7"
    browser = client_of(ben())
    assert "Toner of 2017" not in _part(browser, "You could help")
    join_affected(old, by=actor(sam()), at=NOON)
    assert "Toner of 2017" in _part(browser, "You could help")


def test_what_the_reader_knows_about_stands_first(client_of: ClientOf, noon: object) -> None:
    asker, helper = ana(), ben()
    answer(question(asker, title="How do I print a label?", tags=("labels",)), helper)
    question(asker, title="My labels creep upwards", tags=("labels",))
    question(asker, title="My badge opens no door", at=later(hours=1))
    helpable = _part(client_of(helper), "You could help")
    assert helpable.index("My labels creep") < helpable.index("My badge opens")


@pytest.mark.parametrize("anonymous", [False, True])
def test_nobody_is_asked_to_help_himself_and_nothing_stands_there_twice(
    client_of: ClientOf, noon: object, anonymous: bool
) -> None:
    place = category(allows_anonymous=True)
    asked = question(person := ana(), place, title="My screen flickers", anonymous=anonymous)
    page = client_of(person).get("/").text
    assert "You could help" not in page and page.count(f"/questions/{asked.id}/") == 1


def _part(browser: FlaskClient, heading: str) -> str:
    """The page from this heading to the next."""
    return browser.get("/").text.partition(f"{heading}</h2>")[2].partition("</section>")[0]


def test_the_page_costs_a_constant_number_of_queries(
    client_of: ClientOf, queries: Callable[[], int], noon: object
) -> None:
    browser = client_of(ana())
    question(ben())
    browser.get("/")
    before = queries()
    browser.get("/")
    assert queries() - before <= 10


def test_no_heading_stands_over_nothing_where_all_questions_are_told_above(client_of: ClientOf, noon: object) -> None:
    question(ana())
    page = client_of(iris()).get("/").text
    assert "You could help" in page and "Active now" not in page
