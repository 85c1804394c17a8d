"""Passwords and keys in what is posted: noticed, masked with consent, in questions, answers and tickets."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.answers.models import Answer
from forum.answers.visibility import unrestricted as unrestricted_answers
from forum.diagnostics.secrets import MASK, secrets_in
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketMissing
from forum.tickets.visibility import unrestricted as unrestricted_tickets
from tests import posts
from tests.conftest import NOON
from tests.knowledge.issues import opened
from tests.people import ana, ben, iris

ClientOf = Callable[[Person], FlaskClient]
SECRET = "Sunshine99x"
SAID = f"I typed password: {SECRET} at 10.20.33.118 and it is refused."
ADDRESS, PASSWORD = (
    next(each.mark for each in secrets_in(SAID) if each.is_address is which) for which in (True, False)
)
TITLE = f"My password is {SECRET} and fails"


def _question(**more: object) -> dict[str, object]:
    return {"title": TITLE, "source": SAID, "category": "hardware", "key": "k", **more}


def test_a_question_with_a_password_is_not_posted_unasked(client_of: ClientOf) -> None:
    posts.category()
    answer = client_of(ana()).post("/questions", data=_question())
    assert answer.status_code == 422 and "Post it as it is" in answer.text
    assert f'value="{PASSWORD}" checked' in answer.text and f'value="{ADDRESS}">' in answer.text
    assert session.scalars(select(Question).where(unrestricted())).all() == []


def test_what_is_ticked_is_masked_in_title_and_text(client_of: ClientOf) -> None:
    posts.category()
    assert client_of(ana()).post("/questions", data=_question(secrets="mask", mask=[PASSWORD])).status_code == 303
    asked = session.scalars(select(Question).where(unrestricted())).one()
    assert SECRET not in asked.title + asked.source + asked.html + asked.slug
    assert MASK in asked.title and "10.20.33.118" in asked.source


def test_what_its_writer_wants_to_post_is_posted(client_of: ClientOf) -> None:
    posts.category()
    assert client_of(ana()).post("/questions", data=_question(secrets="keep")).status_code == 303
    assert SECRET in session.scalars(select(Question.source).where(unrestricted())).one()


def test_an_address_alone_stops_nobody(client_of: ClientOf) -> None:
    posts.category()
    sent = _question(title="Server cannot be reached", source="10.20.33.118 does not answer.")
    assert client_of(ana()).post("/questions", data=sent).status_code == 303


def test_an_answer_is_looked_at_too(client_of: ClientOf) -> None:
    question, browser = posts.question(ana()), client_of(ben())
    refused = browser.post(f"/questions/{question.id}/answers", data={"source": SAID, "key": "a"})
    assert refused.status_code == 422 and PASSWORD in refused.text
    browser.post(
        f"/questions/{question.id}/answers", data={"source": SAID, "secrets": "mask", "mask": PASSWORD, "key": "b"}
    )
    assert SECRET not in session.scalars(select(Answer.html).where(unrestricted_answers())).one()


def test_a_private_ticket_and_its_replies_too(client_of: ClientOf) -> None:
    browser = client_of(ana())
    wish = {"title": "A private matter", "source": SAID, "category": "", "key": "t"}
    assert browser.post("/tickets/new", data=wish).status_code == 422
    assert browser.post("/tickets/new", data={**wish, "secrets": "mask", "mask": PASSWORD}).status_code == 303
    ticket = session.scalars(select(Ticket).where(unrestricted_tickets())).one()
    refused = browser.post(f"/tickets/{ticket.label}/replies", data={"reply": SAID, "key": "r"})
    assert refused.status_code == 422 and PASSWORD in refused.text
    browser.post(f"/tickets/{ticket.label}/replies", data={"reply": SAID, "secrets": "mask", "mask": PASSWORD})
    page = browser.get(f"/tickets/{ticket.label}").text
    assert SECRET not in page and MASK in page


def _places(client_of: ClientOf) -> dict[str, tuple[FlaskClient, str, dict[str, object]]]:
    """Everything else in which somebody writes what others read: who, where, and the form with the secret."""
    asker, staff = ana(), iris()
    asked = posts.question(asker)
    said, comment = posts.answer(asked, asker), posts.comment(asked, asker)
    other, issue = posts.question(asker, title="Another matter"), opened(staff)
    ticket = make_ticket(other.id, by=posts.actor(staff), at=NOON).ticket
    missing = TicketMissing(ticket_id=ticket.id, label="What does it say?", asked_at=NOON)
    session.add(missing)
    session.commit()
    me, it = client_of(asker), client_of(staff)
    matter: dict[str, object] = {"title": TITLE, "source": SAID, "category": "", "key": "k"}
    source: dict[str, object] = {"source": SAID, "revision": 1, "key": "k"}
    entry = {**source, "question": TITLE, "category": asked.category_id, "language": "en", "then": "draft"}
    news = {"news": SAID, "state": "identified", "next_update": "2026-03-06T15:00", "key": "k"}
    return {
        "comment": (me, f"/questions/{asked.id}/comments", source),
        "question": (me, f"/questions/{asked.id}/edit", {**source, "title": TITLE, "tags": ""}),
        "answer": (me, f"/answers/{said.id}/edit", source),
        "comment edited": (me, f"/comments/{comment.id}/edit", source),
        "ticket for another": (it, "/tickets/new/for", {**matter, "requester": asker.handle}),
        "ticket split off": (it, f"/tickets/{ticket.label}/split", matter),
        "what was missing": (me, f"/tickets/{ticket.label}/missing/answers", {f"missing-{missing.id}": SAID}),
        "note": (it, f"/tickets/{ticket.label}/notes", {"note": SAID, "key": "k"}),
        "fix": (it, f"/tickets/{ticket.label}/resolution", {"fix": SAID, "key": "k"}),
        "entry": (it, "/faq/new", entry),
        "news": (it, f"/known-issues/{issue.id}/updates", news),
    }


@pytest.mark.parametrize(
    "place",
    [
        "comment", "question", "answer", "comment edited", "ticket for another", "ticket split off", "what was missing",
        "note", "fix", "entry", "news",
    ],
)  # fmt: skip
def test_whatever_else_is_written_is_looked_at_too(client_of: ClientOf, noon: datetime, place: str) -> None:
    browser, address, form = _places(client_of)[place]
    refused = browser.post(address, data=form)
    assert refused.status_code == 422 and f'value="{PASSWORD}" checked' in refused.text
    told = browser.post(address, data={**form, "secrets": "mask", "mask": PASSWORD})
    assert told.status_code == 303
    page = browser.get(told.location, follow_redirects=True).text
    assert MASK in page and SECRET not in page


def test_a_draft_stays_one_through_the_question_about_a_secret(client_of: ClientOf, noon: datetime) -> None:
    browser, address, form = _places(client_of)["entry"]
    assert '<input type="hidden" name="then" value="draft">' in browser.post(address, data=form).text
    published = browser.post(address, data={**form, "then": "publish"}).text
    assert '<input type="hidden" name="then"' not in published
