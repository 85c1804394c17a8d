"""Not asking: what is suggested beside the form can be opened and said to have solved it, without a script, too."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.answers.actions import accept_answer
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search import noted
from forum.search.models import AskAttempt
from forum.search.noted import write_waiting
from tests import posts
from tests.conftest import NOON
from tests.knowledge.entries import published
from tests.people import ana, ben, iris, sam

ClientOf = Callable[[Person], FlaskClient]
Work = Callable[[], int]
KEY = "a-key-of-a-form"
TYPED = {"title": "Outlook does not start", "source": "White window", "category": "hardware", "key": KEY}


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> Iterator[None]:
    """The clock stands, and nothing of other tests waits."""
    noted._waiting.clear()
    yield
    noted._waiting.clear()


@pytest.fixture
def solved(indexing: Work) -> Question:
    """A thread whose accepted answer is Ben's."""
    asker, helper = ana(), ben()
    asked = posts.question(asker, title="Outlook start fails", source="It does not start any more.")
    accept_answer(asked, posts.answer(asked, helper), by=posts.actor(asker), at=NOON)
    indexing()
    return asked


def attempts() -> list[AskAttempt]:
    write_waiting()
    session.expire_all()
    return list(session.query(AskAttempt))


def test_what_is_suggested_and_opened_is_noted_while_nothing_is_written(client_of: ClientOf, solved: Question) -> None:
    browser, name = client_of(sam()), f"thread:{solved.id}"
    part = browser.get("/search/similar", query_string=TYPED).text
    assert f'/questions/{solved.id}/{solved.slug}?asked={KEY}"' in part and f'value="{name}"' in part
    assert session.query(AskAttempt).count() == 0
    assert browser.get(f"/questions/{solved.id}/{solved.slug}?asked={KEY}").status_code == 200
    assert [(row.shown, row.opened) for row in attempts()] == [(name, name)]


def test_without_a_script_the_next_step_has_the_same_buttons(client_of: ClientOf, solved: Question) -> None:
    page = client_of(sam()).post("/questions/new", data=TYPED).text
    assert f'?asked={KEY}"' in page and 'formaction="/questions/new/solved"' in page
    assert [row.shown for row in attempts()] == [f"thread:{solved.id}"]


def test_one_click_thanks_and_leads_to_what_helped(client_of: ClientOf, solved: Question) -> None:
    browser = client_of(sam())
    sent = browser.post("/questions/new/solved", data={**TYPED, "solved": f"thread:{solved.id}"})
    assert (sent.status_code, sent.location) == (303, f"/questions/{solved.id}/{solved.slug}")
    assert "Nothing was posted" in browser.get(sent.location).text
    posts.tell(NOON)
    helper = session.scalars(select(Person).where(Person.handle == "ben.ong")).one()
    assert "solved it for Sam Lee, who did not have to ask" in client_of(helper).get("/inbox").text
    assert session.scalars(select(Question.id).where(unrestricted())).all() == [solved.id]


def test_an_entry_thanks_whose_words_it_began_as(client_of: ClientOf) -> None:
    asked, helper = posts.question(ana()), ben()
    entry = published(asked, posts.answer(asked, helper), iris())
    session.commit()
    client_of(sam()).post("/questions/new/solved", data={**TYPED, "solved": f"entry:{entry.id}"})
    posts.tell(NOON)
    assert "who did not have to ask" in client_of(helper).get("/inbox").text


@pytest.mark.parametrize("name", ["", "thread:999", "entry:1", "issue:1", "thread:x", "<script>"])
def test_what_there_is_not_is_not_found(client_of: ClientOf, name: str) -> None:
    assert client_of(sam()).post("/questions/new/solved", data={**TYPED, "solved": name}).status_code == 404


def test_who_posts_in_spite_of_it_is_known_to_have_posted(client_of: ClientOf, solved: Question) -> None:
    browser = client_of(sam())
    browser.post("/questions/new", data=TYPED)
    assert browser.post("/questions", data=TYPED).status_code == 303
    (row,) = attempts()
    assert row.question_id not in (None, solved.id) and row.shown_count == 1
