"""What somebody may not see any more he is not told: not in the inbox, and not when a mail is written or leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from forum.accounts.actions.teams import join_team, make_team
from forum.answers.actions import hide_answer, hide_comment
from forum.app import Tanya
from forum.kernel.db import session
from forum.knowledge.known.actions import tell_news
from forum.knowledge.known.actions.watch import follow_issue
from forum.mail.compose import Sender
from forum.mail.jobs import WITHHELD, send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.transport import Outlet
from forum.notifications.choices import Wishes, choose, wishes_of
from forum.notifications.delivery import mail_due_notices, may_leave
from forum.notifications.jobs import expand_due_events
from forum.notifications.matters import Way
from forum.notifications.models import EventPending, Notice
from forum.notifications.watching import watch
from forum.people.models import Person
from forum.questions.actions import follow, hide_question, join_affected, leave_affected
from forum.questions.models import Question
from forum.tickets.actions.confide import make_confidential
from forum.tickets.actions.hide import hide_reply
from forum.tickets.actions.make import PrivateRequest, make_ticket
from forum.tickets.actions.on_behalf import open_ticket_for
from forum.tickets.actions.work import assign, change_state, give_to_team, reply
from forum.tickets.models import Ticket, TicketReply, TicketWatcher
from forum.tickets.rules import Act
from forum.topics.models import Audience, Category
from tests import people
from tests.conftest import NOON
from tests.knowledge import issues
from tests.posts import actor, answer, category, comment, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")
HERE = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya")
ClientOf = Callable[[Person], FlaskClient]


@dataclass(frozen=True)
class Case:
    """Something has happened that the person is to hear of, and how it can be closed to him."""

    person: Person
    close: Callable[[], object]


def _wants_mail(person: Person) -> Person:
    by = actor(person)
    choose(Wishes(dict.fromkeys(wishes_of(by).ways, Way.AT_ONCE), "daily", 0, 0), by=by)
    return person


def _thread() -> Case:
    asked, reader, moderator = question(people.ana()), _wants_mail(people.sam()), people.mo()
    follow(asked, by=actor(reader), at=NOON)
    answer(asked, people.ben())
    return Case(reader, lambda: hide_question(asked, by=actor(moderator), at=NOON))


def _answer() -> Case:
    asked, reader, moderator = question(people.ana()), _wants_mail(people.sam()), people.mo()
    follow(asked, by=actor(reader), at=NOON)
    given = answer(asked, people.ben())
    return Case(reader, lambda: hide_answer(asked, given, by=actor(moderator), at=NOON))


def _comment() -> Case:
    asked, reader, moderator = question(people.ana()), _wants_mail(people.sam()), people.mo()
    follow(asked, by=actor(reader), at=NOON)
    said = comment(asked, people.ben())
    return Case(reader, lambda: hide_comment(asked, said, by=actor(moderator), at=NOON))


def _reply() -> Case:
    ticket, reader = _watched_ticket()
    said = session.scalars(select(TicketReply).where(TicketReply.ticket_id == ticket.id)).one()
    owner = session.get_one(Person, ticket.owner_id)
    return Case(reader, lambda: hide_reply(ticket, said, by=actor(owner), at=NOON))


def _category() -> Case:
    place, reader = category("Finance"), _wants_mail(people.sam())
    watch("category", place.id, by=actor(reader), at=NOON)
    question(people.ana(), place)
    return Case(reader, lambda: _close(place))


def _role() -> Case:
    place, reader = category("IT only", audience=Audience.STAFF), _wants_mail(people.iris())
    watch("category", place.id, by=actor(reader), at=NOON)
    question(people.make_person("Farid Hassan", roles="employee it_staff"), place)
    return Case(reader, lambda: _becomes_employee(reader))


def _known_issue() -> Case:
    place, reader, staff = category("Mail"), _wants_mail(people.sam()), people.iris()
    issue = issues.opened(staff, place)
    follow_issue(issue, by=actor(reader), at=NOON)
    session.execute(delete(EventPending))
    tell_news(issue, issues.news(), by=actor(staff), at=NOON)
    return Case(reader, lambda: _close(place))


def _ticket() -> Case:
    ticket, reader = _watched_ticket()
    gone = delete(TicketWatcher).where(TicketWatcher.ticket_id == ticket.id)
    return Case(reader, lambda: session.execute(gone))


def _left() -> Case:
    ticket, reader = _watched_ticket()
    asked = session.get_one(Question, ticket.question_id)
    return Case(reader, lambda: leave_affected(asked, by=actor(reader), at=NOON))


def _team() -> Case:
    staff, lead, by = people.iris(), people.make_person("Devi Nair", roles="employee it_staff"), actor(people.admin())
    payroll, network = (make_team(name, by=by, at=NOON) for name in ("Payroll", "Network"))
    join_team(_wants_mail(lead), payroll, "", by=by, at=NOON)
    join_team(staff, network, "", by=by, at=NOON)  # so the ticket stays his
    request = PrivateRequest("My salary", "It is wrong.", "<p>It is wrong.</p>", None, confidential=True)
    ticket = open_ticket_for(people.ana().handle, request, team_id=payroll.id, by=actor(staff), at=NOON)
    return Case(lead, lambda: give_to_team(ticket, network.id, by=actor(staff), at=NOON))


def _confidential() -> Case:
    ticket, reader = _watched_ticket()
    owner = session.get_one(Person, ticket.owner_id)
    return Case(reader, lambda: make_confidential(ticket, by=actor(owner), at=NOON))


def _watched_ticket() -> tuple[Ticket, Person]:
    asked, reader, staff = question(people.ana()), _wants_mail(people.sam()), people.iris()
    join_affected(asked, by=actor(reader), at=NOON)
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    session.execute(delete(EventPending))
    reply(ticket, "I come.", "<p>I come.</p>", by=actor(staff), at=NOON)
    return ticket, reader


def _close(place: Category) -> None:
    session.get_one(Category, place.id).audience = Audience.STAFF


def _becomes_employee(person: Person) -> None:
    person.roles, person.is_it_staff = "employee", False


CASES = (_thread, _answer, _comment, _reply, _category, _role, _known_issue, _ticket, _confidential, _left, _team)
made_of = pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.strip("_"))


def _told(person: Person) -> list[int]:
    return list(session.scalars(select(Notice.id).where(Notice.person_id == person.id)))


def _mails(person: Person) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.person_id == person.id)))


def _sent(at: datetime) -> None:
    send_due_mail(Outlet("null:"), HERE, holder="test", at=at, may_leave=may_leave)
    session.expire_all()


@made_of
def test_he_is_told_as_long_as_he_may_see(app: Tanya, case: Callable[[], Case]) -> None:
    told = case()
    session.commit()
    tell(later(minutes=1))
    _sent(later(minutes=20))
    assert len(_told(told.person)) == 1 and [mail.failure for mail in _mails(told.person)] == [None]


@made_of
def test_before_he_is_told(app: Tanya, case: Callable[[], Case]) -> None:
    told = case()
    told.close()
    session.commit()
    tell(later(minutes=1))
    assert _told(told.person) == [] and _mails(told.person) == []


@made_of
def test_before_the_mail_is_written(app: Tanya, client_of: ClientOf, case: Callable[[], Case]) -> None:
    told = case()
    session.commit()
    expand_due_events("test", later(minutes=1))
    told.close()
    session.commit()
    mail_due_notices("test", later(minutes=20))
    assert len(_told(told.person)) == 1 and _mails(told.person) == []
    assert "notice-words" not in client_of(told.person).get("/inbox").text


@made_of
def test_before_the_mail_leaves(app: Tanya, case: Callable[[], Case]) -> None:
    told = case()
    session.commit()
    tell(later(minutes=1))
    told.close()
    session.commit()
    _sent(later(minutes=20))
    assert [mail.failure for mail in _mails(told.person)] == [WITHHELD]


@pytest.mark.parametrize("has_more_news", [False, True], ids=["alone", "among others"])
def test_the_words_of_a_solution_before_its_mail_leaves(app: Tanya, has_more_news: bool) -> None:
    ticket, reader = _watched_ticket()
    owner = actor(session.get_one(Person, ticket.owner_id))
    if not has_more_news:
        session.execute(delete(EventPending))
    said = reply(ticket, "You fool, it was off.", "<p>You fool, it was off.</p>", by=owner, at=later(minutes=1))
    change_state(ticket, Act.RESOLVE, by=owner, at=later(minutes=1))
    session.commit()
    tell(later(minutes=2))
    hide_reply(ticket, said, by=owner, at=later(minutes=3))
    session.commit()
    _sent(later(minutes=20))
    mail_due_notices("test", later(minutes=21))
    _sent(later(minutes=22))
    withheld, sent = _mails(reader)
    assert (withheld.failure, sent.failure) == (WITHHELD, None)
    assert "fool" in str(withheld.facts) and "fool" not in str(sent.facts) and "has solved" in str(sent.facts)
