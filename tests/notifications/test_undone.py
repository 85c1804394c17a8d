"""What is undone is told to nobody: what was told and not read is gone, and nothing is told anew."""

from unittest.mock import ANY

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.feedback.queries import link_of
from forum.kernel.db import session
from forum.mail.models import OutgoingMail
from forum.moderation.merging.merge import merge_threads, undo_merge
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.actions import follow, mark_duplicate, undo_duplicate
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import assign
from forum.tickets.desk.actions.bulk import BulkAct, change_many, undo_many
from forum.tickets.models import Ticket
from forum.tickets.rules import Act
from tests.conftest import NOON
from tests.people import ana, iris, make_person, mo, sam
from tests.posts import actor, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")


def _ticket(asker: Person, staff: Person, owner: Person) -> Ticket:
    session.commit()
    ticket = make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket
    assign(ticket, owner.id, by=actor(owner), at=NOON)
    return ticket


def _farid() -> Person:
    return make_person("Farid Hassan", roles="employee it_staff")


def _tell(minutes: float) -> None:
    session.commit()
    tell(later(minutes=minutes))


def _told() -> list[tuple[int, int, str]]:
    return [tuple(row) for row in session.execute(select(Notice.id, Notice.person_id, Notice.kind).order_by(Notice.id))]


def _change(ticket: Ticket, act: BulkAct, value: str | int | None, staff: Person) -> int:
    return change_many([ticket.label], act, value, by=actor(staff), at=later(minutes=20)).bulk_id


@pytest.mark.parametrize("told_between", [True, False])
def test_an_owner_who_has_the_ticket_again_is_not_told_that_it_is_given_to_him(app: Tanya, told_between: bool) -> None:
    ticket, other = _ticket(ana(), staff := iris(), _farid()), make_person("Devi Nair", roles="employee it_staff")
    _tell(15)
    before = _told()
    bulk_id = _change(ticket, BulkAct.OWNER, other.id, staff)
    if told_between:
        _tell(21)
        assert [row[1:] for row in _told() if row not in before] == [(other.id, "assigned")]
    undo_many(bulk_id, by=actor(staff), at=later(minutes=22))
    _tell(30)
    assert _told() == before


@pytest.mark.parametrize("act", [Act.CLOSE, Act.REOPEN])
def test_nobody_hears_again_of_the_solution_and_its_link_leads_on(app: Tanya, act: Act) -> None:
    ticket = _ticket(asker := ana(), staff := iris(), _farid())
    follow(session.get_one(Question, ticket.question_id), by=actor(sam()), at=NOON)
    resolve(ticket, Fix("New switch.", "<p>New switch.</p>", publish=True), by=actor(staff), at=later(minutes=14))
    _tell(15)
    before, link = _told(), link_of(ticket.id, asker.id)
    bulk_id = _change(ticket, BulkAct.STATE, act, staff)
    _tell(21)
    undo_many(bulk_id, by=actor(staff), at=later(minutes=22))
    _tell(30)
    assert _told() == before and link and link_of(ticket.id, asker.id) == link


def test_a_mark_that_is_taken_back_is_told_to_nobody(app: Tanya) -> None:
    copy, original, staff = question(asker := ana()), question(sam(), title="Prints no colours"), iris()
    mark_duplicate(copy, original, by=actor(staff), at=NOON)
    _tell(1)
    assert _told() == [(ANY, asker.id, "duplicate")]
    undo_duplicate(copy, by=actor(staff), at=later(minutes=2))
    _tell(30)
    session.refresh(asker)
    assert (_told(), asker.unread_count) == ([], 0)


@pytest.mark.parametrize("told_between", [True, False])
def test_a_merge_that_is_undone_is_told_to_nobody(app: Tanya, told_between: bool) -> None:
    one, into, moderator = question(ana()), question(sam(), title="Prints no colours"), mo()
    merge = merge_threads(one.id, into.id, by=actor(moderator), at=NOON)
    if told_between:
        _tell(1)
        assert [kind for *_, kind in _told()] == ["merged"]
    undo_merge(merge.id, by=actor(moderator), at=later(minutes=2))
    _tell(30)
    assert _told() == [] and session.scalars(select(OutgoingMail)).all() == []
