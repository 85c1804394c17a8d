"""Notes, fixes and comments have below their text what answers and replies have, as far as it makes sense there."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.answers.models import Comment
from forum.answers.visibility import unrestricted
from forum.conduct.models import KeptDraft
from forum.kernel.db import session
from forum.people.models import Person
from forum.saved_replies.actions import save_reply
from forum.saved_replies.models import SavedReply
from forum.saved_replies.rules import Draft, Scope
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketNote, TicketReply
from tests import posts
from tests.people import ana, ben, iris

Browser = Callable[[Person], FlaskClient]
HARSH = "You should have read the guide."
SAVED = "Hi {{ requester.call_name }},\n\nthe driver is new.\n\n{{ me.name }}"


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


@pytest.fixture
def staff() -> Person:
    return iris()


@pytest.fixture
def ticket(staff: Person) -> Ticket:
    asked = posts.question(ana(), posts.category())
    return make_ticket(asked.id, by=posts.actor(staff), at=posts.later(hours=0)).ticket


@pytest.fixture
def saved(staff: Person) -> SavedReply:
    draft = Draft("New driver", SAVED)
    return save_reply(draft, Scope(owner_id=staff.id), by=posts.actor(staff), at=posts.later(hours=0))


@pytest.mark.parametrize(("place", "field"), [("notes", "note"), ("resolution", "fix")])
def test_a_saved_reply_is_chosen_in_each_box_of_a_ticket(
    client_of: Browser, staff: Person, ticket: Ticket, saved: SavedReply, place: str, field: str
) -> None:
    form = {field: "My own words.", "key": "k1", "insert": str(saved.id)}
    page = client_of(staff).post(f"/tickets/{ticket.label}/{place}", data=form)
    assert page.status_code == 200 and "My own words.\n\nHi Ana Lim," in page.text
    assert page.text.count(f'name="used" value="{saved.id}"') == 1  # the box that it was chosen in, and no other


def test_a_fix_is_made_one_s_own_and_counted(
    client_of: Browser, staff: Person, ticket: Ticket, saved: SavedReply
) -> None:
    browser, address = client_of(staff), f"/tickets/{ticket.label}/resolution"
    text = "Hi Ana Lim,\n\nthe driver is new.\n\nIris Tan"
    form = {"fix": text, "key": "k1", "used": str(saved.id)}
    refused = browser.post(address, data=form)
    assert refused.status_code == 422 and "Make it yours" in refused.text and "the driver is new" in refused.text
    assert browser.post(address, data={**form, "fix": f"Found it!\n\n{text}"}).status_code == 303
    session.expire_all()
    assert session.get_one(SavedReply, saved.id).use_count == 1


@pytest.mark.parametrize("end", ["{{ ticket.title }}", "IT Department"])
def test_a_fix_has_no_gap_and_no_department_for_a_name(
    client_of: Browser, staff: Person, ticket: Ticket, end: str
) -> None:
    form = {"fix": f"A new driver.\n\n{end}", "key": "k1"}
    assert client_of(staff).post(f"/tickets/{ticket.label}/resolution", data=form).status_code == 422
    assert session.query(TicketReply).count() == 0


def test_a_note_greets_nobody_and_waits_for_no_words(
    client_of: Browser, staff: Person, ticket: Ticket, saved: SavedReply
) -> None:
    browser, address = client_of(staff), f"/tickets/{ticket.label}/notes"
    text = "Hi Ana Lim,\n\nthe driver is new.\n\nIris Tan"
    assert browser.post(address, data={"note": "See {{ ticket.number }}.", "key": "k1"}).status_code == 422
    assert browser.post(address, data={"note": text, "key": "k2", "used": str(saved.id)}).status_code == 303
    assert session.query(TicketNote).count() == 1


@pytest.mark.parametrize(("place", "field"), [("notes", "note"), ("resolution", "fix")])
def test_each_box_of_a_ticket_shows_hints(
    client_of: Browser, staff: Person, ticket: Ticket, place: str, field: str
) -> None:
    form = {field: HARSH, "key": "k1", "check": "tone", "tone_kind": field}
    page = client_of(staff).post(f"/tickets/{ticket.label}/{place}", data=form)
    assert page.status_code == 200 and page.text.count("reads as a reproach") == 1 and HARSH in page.text
    assert session.query(TicketNote).count() == session.query(TicketReply).count() == 0


def test_a_comment_shows_hints_and_no_saved_replies(client_of: Browser, staff: Person, saved: SavedReply) -> None:
    asked, browser = posts.question(ana(), posts.category()), client_of(staff)
    empty = browser.get(f"/questions/{asked.id}/comments/new").text
    assert 'hx-post="/tone"' in empty and "data-saved" not in empty
    form = {"source": HARSH, "key": "k1", "check": "tone", "tone_kind": "comment"}
    page = browser.post(f"/questions/{asked.id}/comments", data=form)
    assert page.status_code == 200 and "reads as a reproach" in page.text and HARSH in page.text
    assert session.query(Comment).where(unrestricted()).count() == 0


def test_comments_and_notes_get_the_softer_rules_from_everybody(client_of: Browser, staff: Person) -> None:
    browser, text = client_of(staff), "Gpupdate fails."
    for kind in ("comment", "note"):
        assert browser.post("/tone", data={"source": text, "tone_kind": kind}).text.strip() == ""
    assert "Gpupdate" in browser.post("/tone", data={"fix": text, "tone_kind": "fix"}).text


@pytest.mark.parametrize(("place", "field", "title"), [
    ("notes", "note", "Note for IT only in"), ("resolution", "fix", "What solved"), ("replies", "reply", "Reply in"),
])  # fmt: skip
def test_what_is_heated_is_kept_from_each_box(
    client_of: Browser, staff: Person, ticket: Ticket, place: str, field: str, title: str
) -> None:
    browser, address = client_of(staff), f"/tickets/{ticket.label}/{place}"
    browser.post("/drafts", data={field: HARSH, "address": address, "key": "k1"})
    page = browser.get("/drafts").text
    assert HARSH in page and f"{title} {ticket.label}" in page and f'href="/tickets/{ticket.label}"' in page
    kept = session.query(KeptDraft).one().id
    assert browser.post(address, data={field: HARSH, "key": "k2", "kept": str(kept)}).status_code == 303
    assert session.query(KeptDraft).count() == 0


def test_a_heated_comment_is_kept_and_sent(client_of: Browser) -> None:
    asked, browser = posts.question(ana(), posts.category()), client_of(ben())
    address = f"/questions/{asked.id}/comments"
    browser.post("/drafts", data={"source": HARSH, "address": address, "key": "k1"})
    assert f'href="/questions/{asked.id}"' in browser.get("/drafts").text
    kept = session.query(KeptDraft).one().id
    assert browser.post(address, data={"source": HARSH, "key": "k2", "kept": str(kept)}).status_code == 303
    assert (session.query(KeptDraft).count(), session.query(Comment).where(unrestricted()).count()) == (0, 1)


def test_what_a_script_keeps_leads_to_the_kept_drafts(client_of: Browser) -> None:
    form = {"source": HARSH, "address": "/questions/1/comments", "key": "k1"}
    answer = client_of(ben()).post("/drafts", data=form, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/drafts" and answer.status_code == 204


def test_a_department_signs_no_comment_no_edit_and_no_request(
    client_of: Browser, staff: Person, ticket: Ticket
) -> None:
    browser, text = client_of(staff), "Which floor is it?\n\nIT Department"
    given = posts.answer(posts.question(ben()), staff)
    sent = [
        browser.post(f"/questions/{ticket.question_id}/comments", data={"source": text, "key": "k1"}),
        browser.post(f"/answers/{given.id}/edit", data={"source": text, "revision": "0"}),
        browser.post(f"/tickets/{ticket.label}/missing", data={"other": "The floor", "words": text, "key": "k2"}),
    ]
    assert [answer.status_code for answer in sent] == [422, 422, 422]
    assert all("A department cannot sign" in answer.text for answer in sent)


def test_what_is_confidential_is_not_left_in_the_browser(client_of: Browser, staff: Person, ticket: Ticket) -> None:
    browser = client_of(staff)
    assert 'data-draft="reply-' in browser.get(f"/tickets/{ticket.label}").text
    ticket.confidential, ticket.owner_id = True, staff.id
    session.flush()
    assert "data-draft=" not in browser.get(f"/tickets/{ticket.label}").text


def test_what_a_browser_kept_over_a_reload_is_made_one_s_own_too(
    client_of: Browser, staff: Person, ticket: Ticket, saved: SavedReply
) -> None:
    saved.source = "Hi {{ requester.call_name }},\n\nthe driver on your laptop is new since today.\n\nBest"
    session.flush()
    browser, address = client_of(staff), f"/tickets/{ticket.label}/replies"
    text = "Hi Ana Lim,\n\nthe driver on your laptop is new since today.\n\nIris Tan"
    assert browser.post(address, data={"reply": text, "key": "k1"}).status_code == 422
    assert browser.post(address, data={"reply": f"Good news. {text}", "key": "k2"}).status_code == 303


def test_what_was_removed_while_one_wrote_is_made_one_s_own_too(
    client_of: Browser, staff: Person, ticket: Ticket, saved: SavedReply
) -> None:
    saved.removed_at = posts.later(hours=0)
    session.flush()
    text = "Hi Ana Lim,\n\nthe driver is new.\n\nIris Tan"
    form = {"reply": text, "key": "k1", "used": str(saved.id)}
    assert client_of(staff).post(f"/tickets/{ticket.label}/replies", data=form).status_code == 422
