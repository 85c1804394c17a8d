"""What is suggested to who asks: in which order, why, with a way to join, and as a step where no script runs."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.answers.actions import accept_answer
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question, Visibility
from forum.search.shelf import faq, known
from forum.search.shelf.cards import Shelf
from forum.tickets.actions.make import make_ticket
from tests import posts
from tests.conftest import NOON
from tests.knowledge.issues import opened
from tests.people import ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]
ASKED = "/search/similar?title=Outlook+does+not+start&source=It+shows+a+white+window"


@pytest.fixture(autouse=True)
def _empty(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands, and no shelf of another test's rows is kept."""
    for shelf in (known._shelf, faq._shelf):
        monkeypatch.setattr(shelf, "_shelf", Shelf((), None))


def _solved(asker: Person, helper: Person) -> str:
    question = posts.question(asker, title="Outlook start fails", source="It shows a white window.")
    given = posts.answer(question, helper)
    accept_answer(question, given, by=posts.actor(asker), at=NOON)
    return f"/questions/{question.id}/{question.slug}"


def test_what_solves_it_stands_before_what_is_open(client_of: Browser, indexing: Work) -> None:
    asker, helper, staff = ana(), ben(), iris()
    waiting = posts.question(asker, title="Outlook does not start, white window")
    solved, issue = _solved(asker, helper), opened(staff)
    indexing()
    part = client_of(sam()).get(ASKED).text
    places = [part.index(where) for where in (f"/known-issues/{issue.id}/", solved, f"/questions/{waiting.id}/")]
    assert places == sorted(places)


def test_beside_a_ticket_stands_what_is_like_its_words_but_not_its_own_thread(
    client_of: Browser, indexing: Work
) -> None:
    asker, staff, window = ana(), iris(), "The fuser leaves a grey band."
    own, other = (posts.question(asker, title=title, source=window) for title in ("It happens again", "Grey band"))
    ticket = make_ticket(own.id, by=posts.actor(staff), at=NOON).ticket
    indexing()
    address = f"/search/similar/tickets/{ticket.label}"
    part = client_of(staff).get(address).text
    assert f"/questions/{other.id}/" in part and f"/questions/{own.id}/" not in part
    assert "/affected" not in part
    session.get_one(Question, own.id).visibility = Visibility.HIDDEN
    session.commit()
    assert f"/questions/{other.id}/" not in client_of(staff).get(address).text


def test_each_says_why_it_is_there(client_of: Browser, indexing: Work) -> None:
    posts.question(ana(), title="Outlook is slow", source="Since Monday it does not start in time: a white window.")
    indexing()
    part = client_of(sam()).get(ASKED).text
    assert "<mark>Outlook</mark>" in part and "<mark>window</mark>" in part and "opens beside this page" in part


def test_an_open_one_can_be_joined_but_not_by_its_asker(client_of: Browser, indexing: Work) -> None:
    asked = posts.question(asker := ana(), title="Outlook does not start")
    indexing()
    join = f'formaction="/questions/{asked.id}/affected"'
    assert join in client_of(sam()).get(ASKED).text
    assert join not in client_of(asker).get(ASKED).text


def test_there_are_at_most_six(client_of: Browser, indexing: Work) -> None:
    asker, staff = ana(), iris()
    for number in range(9):
        posts.question(asker, title=f"Outlook does not start {number}", at=posts.later(days=number))
    opened(staff)
    indexing()
    assert client_of(sam()).get(ASKED).text.count('class="found-title"') == 6


def test_without_a_script_they_come_with_the_next_step(client_of: Browser, indexing: Work) -> None:
    asked = posts.question(ana(), title="Outlook does not start")
    indexing()
    sent = {"title": "Outlook does not start", "source": "It is white.", "category": "hardware", "key": "k"}
    page = client_of(sam()).post("/questions/new", data=sent).text
    assert f'formaction="/questions/{asked.id}/affected"' in page and "It is white." in page


def test_one_may_leave_the_form_by_joining(client_of: Browser, indexing: Work) -> None:
    asked = posts.question(ana(), title="Outlook does not start")
    browser = client_of(sam())
    form = {"title": "Outlook does not start", "source": "It is white.", "category": "hardware", "key": "k"}
    answer = browser.post(f"/questions/{asked.id}/affected", data=form)
    assert answer.status_code == 303 and answer.location.startswith(f"/questions/{asked.id}/")


def test_the_category_of_most_of_what_is_alike_is_guessed(client_of: Browser, indexing: Work) -> None:
    asker, mail = ana(), posts.category("Mail")
    for title in ("Outlook does not start", "Outlook start shows a white window"):
        posts.question(asker, mail, title=title)
    posts.question(asker, title="Outlook does not start on Mondays")
    indexing()
    browser = client_of(ben())
    assert 'data-guess="mail"' in browser.get(ASKED).text
    sent = {"title": "Outlook does not start", "source": "It shows a white window"}
    page = browser.post("/questions/new", data=sent).text
    assert '<option value="mail" selected>' in page and "Guessed from questions like yours" in page
    page = browser.post("/questions/new", data={**sent, "category": "hardware"}).text
    assert '<option value="hardware" selected>' in page and "Guessed" not in page


def test_nothing_is_guessed_where_what_is_alike_stands_in_many_categories(client_of: Browser, indexing: Work) -> None:
    asker = ana()
    for name in ("Mail", "Programs"):
        posts.question(asker, posts.category(name), title="Outlook does not start")
    indexing()
    assert "data-guess" not in client_of(ben()).get(ASKED).text
