"""Events are told once, to the people they concern, and to nobody who may not see."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from forum.answers.actions import accept_answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.ledger.models import LedgerEntry
from forum.mail.models import OutgoingMail
from forum.notifications import telling
from forum.notifications.delivery import may_leave
from forum.notifications.models import EventPending, Notice
from forum.people.models import Person, PersonState
from forum.questions.actions import mute
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.missing import ask_for_missing
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import add_note, assign, change_state, reply
from forum.tickets.family.actions.merge import merge
from forum.tickets.models import TicketWatcher
from forum.tickets.rules import Act
from forum.topics.models import Audience, Category
from tests.conftest import NOON
from tests.people import ana, ben, iris, make_person, sam
from tests.posts import actor, answer, category, comment, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")
ClientOf = Callable[[Person], FlaskClient]


def _tell() -> None:
    session.commit()
    tell(later(minutes=1))


def _told(person: Person) -> list[str]:
    return list(session.scalars(select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)))


def test_the_asker_hears_of_an_answer_by_inbox_and_mail(app: Tanya) -> None:
    answer(question(person := ana()), ben())
    _tell()
    assert _told(person) == ["answer"]
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.template, mail.person_id, mail.sender_name) == ("question_answered", person.id, "Ben Ong")


def test_nobody_hears_of_what_he_did_himself(app: Tanya) -> None:
    answer(question(ana()), person := ben())
    _tell()
    assert _told(person) == []


def test_an_event_is_told_once(app: Tanya) -> None:
    answer(question(person := ana()), ben())
    _tell()
    _tell()
    assert _told(person) == ["answer"]
    assert session.scalars(select(EventPending).where(EventPending.done_at.is_(None))).all() == []


def test_who_muted_the_thread_hears_nothing(app: Tanya) -> None:
    asked = question(person := ana())
    mute(asked, by=actor(person), at=NOON)
    answer(asked, ben())
    _tell()
    assert _told(person) == []


def test_a_mention_is_told_to_who_may_see_it(app: Tanya) -> None:
    stranger, colleague = sam(), iris()
    closed = category("IT only", audience=Audience.STAFF)
    asked = question(iris_two := _staff("Farid Hassan"), closed)
    answer(asked, iris_two, source="Ask @sam.lee or @iris.tan.")
    _tell()
    assert (_told(stranger), _told(colleague)) == ([], ["mention"])


def test_the_answerer_is_thanked(app: Tanya) -> None:
    asked = question(asker := ana())
    accept_answer(asked, answer(asked, helper := ben()), by=actor(asker), at=NOON)
    _tell()
    assert _told(helper)[-1] == "accepted"


def test_removed_posts_are_not_told(app: Tanya) -> None:
    said = answer(question(person := ana()), ben())
    said.visibility = "deleted"  # type: ignore[assignment]
    _tell()
    assert _told(person) == []


def test_deactivated_people_get_nothing(app: Tanya) -> None:
    answer(question(person := ana()), ben())
    person.state = PersonState.DEACTIVATED
    _tell()
    assert _told(person) == []


def test_replies_are_told_and_notes_never(app: Tanya) -> None:
    ticket = make_ticket(question(person := ana()).id, by=actor(staff := iris()), at=NOON).ticket
    add_note(ticket, "secret", "<p>secret</p>", by=actor(staff), at=NOON)
    reply(ticket, "On my way.", "<p>On my way.</p>", by=actor(staff), at=NOON)
    _tell()
    assert _told(person) == ["ticket_reply"]
    assert "secret" not in str([mail.facts for mail in session.scalars(select(OutgoingMail))])


def test_a_ticket_that_is_closed_or_merged_after_it_was_solved_is_not_told_as_reopened(app: Tanya) -> None:
    owner, staff = _staff("Farid Hassan"), iris()
    asker, titles = ana(), ("The fax hums", "The scanner hums", "The printer hums")
    tickets = [make_ticket(question(asker, title=title).id, by=actor(owner), at=NOON).ticket for title in titles]
    for ticket in tickets:
        assign(ticket, owner.id, by=actor(owner), at=NOON)
        resolve(ticket, Fix("New switch.", "<p>New switch.</p>", publish=False), by=actor(staff), at=later(minutes=20))
    change_state(tickets[0], Act.CLOSE, by=actor(staff), at=later(minutes=21))
    merge(tickets[1].label, tickets[2].label, by=actor(staff), at=later(minutes=21))
    session.commit()
    tell(later(minutes=40))
    assert "ticket_reopened" not in _told(owner)
    change_state(tickets[2], Act.REOPEN, by=actor(staff), at=later(minutes=41))
    session.commit()
    tell(later(minutes=60))
    assert _told(owner).count("ticket_reopened") == 1


def test_words_that_were_sent_with_an_act_are_no_other_news(app: Tanya) -> None:
    ticket = make_ticket(question(person := ana()).id, by=actor(staff := iris()), at=NOON).ticket
    ask_for_missing(ticket, ["Device"], "Which?", "<p>Which?</p>", by=actor(staff), at=later(minutes=20))
    resolve(ticket, Fix("Done.", "<p>Done.</p>", publish=False), by=actor(staff), at=later(minutes=30))
    session.commit()
    tell(later(hours=1))
    assert _told(person) == ["ticket_made", "ticket_waiting", "ticket_solved"]


def test_an_anonymous_asker_stays_so_in_every_notice(app: Tanya) -> None:
    asked = question(asker := ana(), category("HR", allows_anonymous=True), anonymous=True)
    answer(asked, helper := ben())
    comment(asked, asker)
    _tell()
    names = [notice.by_id for notice in session.scalars(select(Notice).where(Notice.person_id == helper.id))]
    assert asker.id not in names and names


def test_the_inbox_shows_and_forgets_the_count(app: Tanya, client_of: ClientOf) -> None:
    answer(question(person := ana()), ben())
    _tell()
    browser = client_of(person)
    page = browser.get("/inbox").text
    assert "Ben Ong answered" in page and "Unread:" in page
    notice = session.scalars(select(Notice)).one()
    assert browser.post(f"/inbox/{notice.id}/reading").location.startswith("/answers/")
    assert session.get_one(Person, person.id, populate_existing=True).unread_count == 0


def test_nobody_opens_somebody_elses_notice(app: Tanya, client_of: ClientOf) -> None:
    answer(question(ana()), ben())
    _tell()
    notice = session.scalars(select(Notice)).one()
    assert client_of(sam()).post(f"/inbox/{notice.id}/reading").location == "/inbox"
    assert session.get_one(Notice, notice.id, populate_existing=True).read_at is None


def test_what_was_closed_since_is_in_no_inbox_and_leads_nowhere(app: Tanya, client_of: ClientOf) -> None:
    asked = question(person := ana())
    answer(asked, ben())
    _tell()
    session.get_one(Category, asked.category_id).audience = Audience.STAFF
    session.commit()
    browser = client_of(person)
    assert asked.title not in browser.get("/inbox").text
    notice = session.scalars(select(Notice)).one()
    assert browser.post(f"/inbox/{notice.id}/reading").location == "/inbox"


def test_a_mail_of_what_was_closed_since_may_not_leave(app: Tanya) -> None:
    asked = question(ana())
    answer(asked, ben())
    _tell()
    mail_id = session.scalars(select(OutgoingMail.id)).one()
    assert may_leave([mail_id], NOON)
    session.get_one(Category, asked.category_id).audience = Audience.STAFF
    session.commit()
    assert not may_leave([mail_id], NOON)


def _staff(name: str) -> Person:
    return make_person(name, roles="employee it_staff")


def test_a_note_names_colleagues_of_it_staff_and_nobody_else(app: Tanya) -> None:
    ticket, colleague = (
        make_ticket(question(person := ana()).id, by=actor(iris()), at=NOON).ticket,
        _staff("Farid Hassan"),
    )
    source = "Does @farid.hassan or @ana.lim know the admin password?"
    add_note(ticket, source, f"<p>{source}</p>", by=actor(_staff("Ismail Noor")), at=NOON)
    _tell()
    assert (_told(colleague), _told(person)) == (["note_mention"], [])
    assert "password" not in str([notice.facts for notice in session.scalars(select(Notice))])


def test_a_note_is_no_news_to_who_has_left_it_staff_since_not_even_in_his_own_ticket(app: Tanya) -> None:
    ticket = make_ticket(question(person := _staff("Farid Hassan")).id, by=actor(iris()), at=NOON).ticket
    add_note(ticket, "@farid.hassan", "<p>x</p>", by=actor(_staff("Ismail Noor")), at=NOON)
    _tell()
    mail_id = session.scalars(select(OutgoingMail.id)).one()
    assert may_leave([mail_id], NOON)
    person.roles, person.is_it_staff = "employee", False
    session.commit()
    assert not may_leave([mail_id], NOON)


def test_the_tickets_record_says_nothing_of_who_was_named_in_a_note(app: Tanya) -> None:
    ticket = make_ticket(question(ana()).id, by=actor(iris()), at=NOON).ticket
    colleague = _staff("Farid Hassan")
    add_note(ticket, "@farid.hassan", "<p>x</p>", by=actor(_staff("Ismail Noor")), at=NOON)
    _tell()
    told = [entry.content for entry in session.scalars(select(LedgerEntry)) if entry.act == "told"]
    assert _told(colleague) == ["note_mention"] and str(colleague.id) not in str(told)


def test_a_colleague_who_is_named_in_a_reply_hears_of_it_if_he_may_read_it(app: Tanya) -> None:
    ticket, stranger, colleague = (
        make_ticket(question(ana()).id, by=actor(iris()), at=NOON).ticket,
        sam(),
        _staff("Farid"),
    )
    reply(ticket, "@sam.lee @farid", "<p>x</p>", by=actor(_staff("Ismail Noor")), at=NOON)
    _tell()
    assert (_told(stranger), _told(colleague)) == ([], ["mention"])


def test_an_event_that_cannot_be_told_holds_up_no_other(app: Tanya) -> None:
    lost = EventPending(kind="answer", facts={"question": 1, "answer": 404, "by": 1}, at=NOON, due_at=NOON)
    session.add(lost)
    session.flush()
    answer(question(person := ana()), ben())
    _tell()
    assert _told(person) == ["answer"]
    assert lost.failure and lost.due_at > later(minutes=1) and lost.done_at is None


def test_who_is_told_while_a_lease_ends_hears_once(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(question(person := ana()), ben())
    session.commit()
    event_id = session.scalars(select(EventPending.id).where(EventPending.kind == "answer")).one()
    found = telling._next_batch

    def slow(event: EventPending, *, at: datetime) -> Any:
        batch = found(event, at=at)
        monkeypatch.undo()
        session.commit()
        telling.tell_next(event_id, at=at)
        return batch

    monkeypatch.setattr(telling, "_next_batch", slow)
    telling.tell_next(event_id, at=NOON)
    assert _told(person) == ["answer"]


def test_an_owner_whose_ticket_a_reply_reopens_is_told_once(app: Tanya) -> None:
    asker, owner, watcher = ana(), iris(), sam()
    ticket = make_ticket(question(asker).id, by=actor(owner), at=NOON).ticket
    session.add(TicketWatcher(ticket_id=ticket.id, person_id=watcher.id, at=NOON))
    resolve(ticket, Fix("New toner.", "<p>New toner.</p>", publish=False), by=actor(owner), at=NOON)
    session.execute(delete(EventPending))
    reply(ticket, "Still pale.", "<p>Still pale.</p>", by=actor(asker), at=later(minutes=20))
    session.commit()
    tell(later(minutes=21))
    told = session.execute(select(Notice.person_id, Notice.kind, Notice.facts["text"].as_string())).all()
    assert sorted(told) == [(owner.id, "ticket_reopened", "Still pale."), (watcher.id, "ticket_reply", "Still pale.")]
    tell(later(minutes=40))
    mails = select(OutgoingMail.template).where(OutgoingMail.person_id == owner.id)
    assert session.scalars(mails).all() == ["news"]
