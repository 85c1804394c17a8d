"""A ticket's record: complete, in order, proven, and for each reader only what he may see."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import render_template
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import delete, select, update

from forum.answers.actions import accept_answer
from forum.answers.actions.accept import withdraw_acceptance
from forum.app import Tanya
from forum.feedback.actions import rate, tell_verdict
from forum.feedback.models import Feedback, Verdict
from forum.kernel.db import session
from forum.ledger.actions import redact, verify
from forum.ledger.models import LedgerEntry
from forum.notifications import ticket_news
from forum.notifications.kinds import KINDS
from forum.people.models import Person
from forum.record.chains import chain_of
from forum.record.check import chains_gone, cut_short, verified
from forum.record.pdf import Paragraph, on_paper
from forum.tickets.actions.hide import hide_reply
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import add_note, assign, change_state, reply
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.rules import Act
from tests.conftest import NOON
from tests.people import ana, iris, make_person, sam
from tests.posts import actor, answer, later, question, tell

ClientOf = Callable[[Person], FlaskClient]
FORMS = ("record", "record/json", "record/pdf")


@pytest.fixture
def played(app: Tanya) -> tuple[Ticket, Person, Person]:
    """A ticket from a thread that was taken, noted, answered, solved and judged; its requester and its owner."""
    asker, staff = ana(), iris()
    asked = question(asker)
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    add_note(ticket, "planted zq", "<p>planted zq</p>", by=actor(staff), at=later(minutes=1))
    reply(ticket, "Which **printer**?", "<p>Which printer?</p>", by=actor(staff), at=later(minutes=2))
    answer(asked, sam(), at=later(minutes=3))
    resolve(ticket, Fix("New toner.", "<p>New toner.</p>", publish=False), by=actor(staff), at=later(minutes=4))
    token = session.scalars(select(Feedback)).one().token
    tell_verdict(token, Verdict.WORKED, "", "", signed_in_id=0, at=later(minutes=5))
    rate(token, 4, "Quick!", signed_in_id=0, at=later(minutes=6))
    session.commit()
    tell(later(minutes=20))
    return ticket, asker, staff


def _words(sheet: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(sheet)).pages)


def _acts(browser: FlaskClient, ticket: Ticket) -> list[str]:
    return [entry["act"] for entry in browser.get(f"/tickets/{ticket.label}/record/json").json["entries"]]


def test_who_took_the_ticket_did_not_give_it_to_himself(
    client_of: ClientOf, played: tuple[Ticket, Person, Person]
) -> None:
    ticket, _asker, staff = played
    browser = client_of(staff)
    pages = (browser.get(f"/tickets/{ticket.label}").text, browser.get(f"/tickets/{ticket.label}/record").text)
    texts = (*pages, _words(browser.get(f"/tickets/{ticket.label}/record/pdf").data))
    assert all("took it" in text and "gave it to" not in text for text in texts)


def test_everything_is_there_in_order(client_of: ClientOf, played: tuple[Ticket, Person, Person]) -> None:
    ticket, _asker, staff = played
    acts = _acts(client_of(staff), ticket)
    assert acts[:9] == ["asked", "made", "assigned", "state", "noted", "replied", "answered", "replied", "state"]
    assert acts[9:12] == ["verdict", "state", "rated"] and set(acts[12:]) == {"told"}


def test_what_happened_in_the_thread_is_there_from_its_first_line(client_of: ClientOf, app: Tanya) -> None:
    asker, staff = ana(), iris()
    asked = question(asker, at=later(days=-2))
    tried = answer(asked, sam(), at=later(days=-1))
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    accept_answer(asked, tried, by=actor(asker), at=later(minutes=1))
    withdraw_acceptance(asked, tried, by=actor(asker), at=later(minutes=2))
    session.commit()
    assert _acts(client_of(asker), ticket) == ["asked", "answered", "made", "accepted", "acceptance_withdrawn"]
    assert dict(verified())[chain_of(ticket.id)] == [] and chains_gone() == []
    page = client_of(asker).get(f"/tickets/{ticket.label}/record").text
    assert "asked in the thread" in page and "accepted an answer in the thread" in page


_KINDS_IN_TICKETS = sorted(set(re.findall(r'"(\w+)"', Path(ticket_news.__file__).read_text())) & KINDS.keys())


@pytest.mark.parametrize(
    "kind", [*_KINDS_IN_TICKETS, "ticket_state", "ticket_promised", "ticket_warned", "late_update"]
)
def test_the_record_says_what_was_told(app: Tanya, kind: str) -> None:
    with app.test_request_context():
        line = render_template("tickets/_change_alone.html", act="told", f={"kind": kind, "mailed": ["Ana Lim"]})
    assert "was told to Ana Lim by mail" in line and "This" not in line


def test_a_ticket_without_history_since_the_record_began_is_not_missed(app: Tanya) -> None:
    old = make_ticket(question(ana()).id, by=actor(staff := iris()), at=later(days=-1)).ticket
    session.execute(delete(LedgerEntry))
    make_ticket(question(sam(), at=later(days=-9)).id, by=actor(staff), at=NOON)
    assert chains_gone() == [] and old.label


def test_a_planted_note_is_in_nothing_that_a_requester_can_fetch(
    client_of: ClientOf, played: tuple[Ticket, Person, Person]
) -> None:
    ticket, asker, _staff = played
    browser = client_of(asker)
    for form in FORMS:
        fetched = browser.get(f"/tickets/{ticket.label}/{form}")
        text = _words(fetched.data) if form.endswith("pdf") else fetched.text
        assert fetched.status_code == 200 and "New toner." in text
        assert "planted" not in text and "kept a note" not in text
    assert not {"noted", "team", "priority"} & set(_acts(browser, ticket))


def test_hidden_words_are_in_nothing_that_a_requester_can_fetch(
    client_of: ClientOf, played: tuple[Ticket, Person, Person]
) -> None:
    ticket, asker, staff = played
    first = session.scalars(select(TicketReply).order_by(TicketReply.id)).first()
    hide_reply(ticket, first, by=actor(staff), at=later(minutes=30))
    session.commit()
    page, json, sheet = (client_of(asker).get(f"/tickets/{ticket.label}/{form}").data for form in FORMS)
    assert "printer</strong>?" not in page.decode() and "**printer**" not in json.decode()
    assert "Which" not in _words(sheet) and "New toner." in _words(sheet)
    assert "printer</strong>?" in client_of(staff).get(f"/tickets/{ticket.label}/record").text


def test_no_words_of_a_note_are_in_the_chain(played: tuple[Ticket, Person, Person]) -> None:
    contents = session.scalars(select(LedgerEntry.content)).all()
    assert "planted" not in str(contents)


def test_a_rating_is_read_by_who_gave_it_and_whose_work_it_was(
    client_of: ClientOf, played: tuple[Ticket, Person, Person]
) -> None:
    ticket, asker, staff = played
    other = make_person("Devi Nair", roles="employee it_staff")
    for person, reads in ((asker, True), (staff, True), (other, False)):
        assert ("rated" in _acts(client_of(person), ticket)) is reads


@pytest.mark.parametrize("form", FORMS)
def test_a_stranger_has_no_record(client_of: ClientOf, played: tuple[Ticket, Person, Person], form: str) -> None:
    stranger = session.scalars(select(Person).where(Person.handle == "sam.lee")).one()
    assert client_of(stranger).get(f"/tickets/{played[0].label}/{form}").status_code == 404


def test_the_whole_chain_is_proven_and_every_entry_can_be_checked_from_the_json(
    client_of: ClientOf, played: tuple[Ticket, Person, Person]
) -> None:
    ticket, _asker, staff = played
    assert verify(chain_of(ticket.id)) == [] and dict(verified())[chain_of(ticket.id)] == []
    entries = client_of(staff).get(f"/tickets/{ticket.label}/record/json").json["entries"]
    shown = [entry for entry in entries if entry["act"] != "rated"]
    assert all(entry["salt"] and entry["content_digest"] for entry in shown)
    assert all(after["previous"] == before["digest"] for before, after in zip(entries, entries[1:], strict=False))


def test_a_changed_word_is_found(played: tuple[Ticket, Person, Person]) -> None:
    chain = chain_of(played[0].id)
    reply_ = LedgerEntry.chain == chain, LedgerEntry.act == "replied"
    session.execute(update(LedgerEntry).where(*reply_).values(content={"reply": 1, "source": "No."}))
    session.expire_all()
    assert {found.what for found in verify(chain)} == {"The content has been changed."}


def test_a_chain_that_was_cut_at_its_end_is_found(played: tuple[Ticket, Person, Person]) -> None:
    chain = chain_of(played[0].id)
    assert cut_short(chain) == []
    session.execute(delete(LedgerEntry).where(LedgerEntry.chain == chain, LedgerEntry.position > 7))
    assert verify(chain) == [] and len(cut_short(chain)) == 1


def test_a_chain_that_is_gone_is_found(played: tuple[Ticket, Person, Person]) -> None:
    ticket, asker, staff = played
    make_ticket(question(asker, title="Another matter is wrong").id, by=actor(staff), at=NOON)
    session.execute(delete(LedgerEntry).where(LedgerEntry.chain == chain_of(ticket.id)))
    session.commit()
    assert [found.position for found in dict(verified())[chain_of(ticket.id)]] == [1]


def test_a_ticket_older_than_the_record_has_a_beginning_that_says_so(
    client_of: ClientOf, played: tuple[Ticket, Person, Person]
) -> None:
    ticket, asker, staff = played
    session.execute(delete(LedgerEntry).where(LedgerEntry.chain == chain_of(ticket.id)))
    change_state(ticket, Act.REOPEN, by=actor(staff), at=later(hours=1))
    session.commit()
    assert _acts(client_of(asker), ticket) == ["begun", "state"]
    assert "made on 5 Mar 2026" in client_of(asker).get(f"/tickets/{ticket.label}/record").text
    assert verify(chain_of(ticket.id)) == cut_short(chain_of(ticket.id)) == []
    session.execute(delete(LedgerEntry).where(LedgerEntry.chain == chain_of(ticket.id), LedgerEntry.position == 2))
    assert len(cut_short(chain_of(ticket.id))) == 1


def test_a_redaction_takes_the_words_and_keeps_the_proof(
    client_of: ClientOf, played: tuple[Ticket, Person, Person]
) -> None:
    ticket, asker, staff = played
    found = select(LedgerEntry).where(LedgerEntry.chain == chain_of(ticket.id), LedgerEntry.act == "replied")
    redact(session.scalars(found).first() or pytest.fail(), by=actor(staff), at=later(hours=1))
    assert "Which" not in client_of(asker).get(f"/tickets/{ticket.label}/record").text
    assert verify(chain_of(ticket.id)) == cut_short(chain_of(ticket.id)) == []


def test_paper_takes_hostile_and_foreign_words() -> None:
    lines = [Paragraph("head", "what", words) for words in ("x" * 5000, "café — Ćž Ω", "தமிழ் 中文 😀", "a\tb\n\nc", "")]
    sheet = on_paper("IT-000001", ["Requester: Ana"], lines, at=datetime(2026, 3, 5, tzinfo=UTC))
    assert sheet.startswith(b"%PDF-") and "café — Ćž Ω" in _words(sheet)


def test_the_page_costs_a_constant_number_of_queries(
    client_of: ClientOf, played: tuple[Ticket, Person, Person], queries: Callable[[], int]
) -> None:
    ticket, _asker, staff = played
    browser = client_of(staff)
    browser.get("/")
    before = queries()
    browser.get(f"/tickets/{ticket.label}/record")
    assert queries() - before <= 6
