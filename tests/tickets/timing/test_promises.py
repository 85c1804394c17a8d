"""Promises: given, moved with a reason, kept or missed, and told to those who wait."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.actions import join_affected
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import change_state
from forum.tickets.models import NEVER, Ticket, TicketState
from forum.tickets.rules import UNDO_FOR, Act
from forum.tickets.timing.actions.promises import promise
from forum.tickets.timing.jobs import end_missed_promises
from forum.tickets.timing.models import Outcome, Promise
from forum.tickets.timing.promises import last_promise, promises_of
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import actor, later, question, tell

FIX = Fix("Replaced.", "<p>Replaced.</p>", publish=False)
TOMORROW = later(days=1)


def _ticket(asker: Person | None = None, *, at: datetime = NOON) -> tuple[Ticket, Actor]:
    by = actor(iris())
    return make_ticket(question(asker or ana()).id, by=by, at=at).ticket, by


def _outcomes(ticket: Ticket) -> list[str | None]:
    return [row.outcome for row in reversed(promises_of(ticket.id))]


def _told(person: Person, kind: str) -> list[Notice]:
    return list(session.scalars(select(Notice).where(Notice.person_id == person.id, Notice.kind == kind)))


def test_a_promise_has_author_and_date(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    (given,) = promises_of(ticket.id)
    assert (given.name, given.at, given.due_at, given.outcome) == ("Iris Tan", NOON, TOMORROW, None)
    assert ticket.promised_at == TOMORROW and ticket.spoken_at == NOON


def test_what_is_promised_sooner_than_any_target_is_due_first(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, later(minutes=30), "", by=by, at=NOON)
    assert ticket.due_at == later(minutes=30)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (NOON, "This time is over"),
        (NOON - timedelta(days=1), "This time is over"),
        (None, "Choose the day and time"),
        (NOON + timedelta(days=400), "within a year"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_with_a_sentence(app: Tanya, due_at: datetime | None, words: str) -> None:
    ticket, by = _ticket()
    with pytest.raises(Invalid, match=words):
        promise(ticket, due_at, "", by=by, at=NOON)
    assert ticket.promised_at is None


def test_a_move_needs_a_reason_and_another_time(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    for due_at, reason, field in (
        (later(days=2), "", "reason"),
        (TOMORROW, "Why not", "promised"),
        (later(days=2), "x" * 301, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            promise(ticket, due_at, reason, by=by, at=NOON)
        assert refused.value.field == field
    assert _outcomes(ticket) == [None]


def test_told_beforehand_it_is_moved_afterwards_it_was_missed(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    promise(ticket, later(days=2), "The part comes later.", by=by, at=TOMORROW)
    promise(ticket, later(days=5), "It was the wrong part.", by=by, at=later(days=3))
    assert _outcomes(ticket) == [Outcome.MOVED, Outcome.MISSED, None]
    assert promises_of(ticket.id)[0].reason == "It was the wrong part."


@pytest.mark.parametrize(
    ("passed", "outcome"), [(timedelta(days=1), Outcome.KEPT), (timedelta(days=1, seconds=1), Outcome.MISSED)]
)
def test_solving_in_time_keeps_it(app: Tanya, passed: timedelta, outcome: Outcome) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    resolve(ticket, FIX, by=by, at=NOON + passed)
    assert _outcomes(ticket) == [outcome] and ticket.promised_at is None


def test_reopened_before_its_time_it_stands_again(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    resolve(ticket, FIX, by=by, at=later(hours=1))
    change_state(ticket, Act.REOPEN, by=by, at=later(hours=2))
    assert _outcomes(ticket) == [None] and ticket.promised_at == TOMORROW


def test_reopened_after_its_time_it_was_kept(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    resolve(ticket, FIX, by=by, at=later(hours=1))
    change_state(ticket, Act.REOPEN, by=by, at=later(days=2))
    assert _outcomes(ticket) == [Outcome.KEPT] and ticket.promised_at is None


def test_it_lapses_with_a_void_ticket(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    change_state(ticket, Act.VOID, by=by, at=later(minutes=1))
    assert _outcomes(ticket) == [Outcome.LAPSED]


def test_the_worker_notes_what_was_missed_once(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    version = session.get_one(Question, ticket.question_id).version
    session.commit()
    for moment in (TOMORROW, later(days=2), later(days=3)):
        end_missed_promises(moment)
    missed = last_promise(ticket.id)
    assert missed is not None and (missed.outcome, missed.ended_at) == (Outcome.MISSED, TOMORROW)
    assert session.get_one(Ticket, ticket.id).promised_at == TOMORROW  # people still wait for it
    assert session.get_one(Question, ticket.question_id, populate_existing=True).version == version + 1


def test_nothing_is_promised_of_what_is_solved(app: Tanya) -> None:
    ticket, by = _ticket()
    resolve(ticket, FIX, by=by, at=NOON)
    with pytest.raises(Conflict):
        promise(ticket, TOMORROW, "", by=by, at=later(hours=1))


def test_only_it_promises(app: Tanya) -> None:
    ticket, _ = _ticket()
    with pytest.raises(NotAllowed):
        promise(ticket, TOMORROW, "", by=actor(ben()), at=NOON)


def test_requester_and_those_affected_hear_of_each_promise_with_its_reason(app: Tanya) -> None:
    asker, colleague, stranger = ana(), ben(), sam()
    ticket, by = _ticket(asker)
    join_affected(session.get_one(Question, ticket.question_id), by=actor(colleague), at=NOON)
    promise(ticket, TOMORROW, "", by=by, at=later(hours=1))
    promise(ticket, later(days=4), "The part comes later.", by=by, at=later(hours=2))
    session.commit()
    tell(later(hours=3))
    for person in (asker, colleague):
        (first,), (second,) = _told(person, "promised"), _told(person, "promise_moved")
        assert first.facts["moment"] == TOMORROW.isoformat()
        assert second.facts["reason"] == "The part comes later."
    assert not _told(stranger, "promised") and not _told(session.get_one(Person, by.id), "promised")


def test_a_promise_waits_as_long_as_the_conversion_can_be_undone(app: Tanya) -> None:
    asker = ana()
    ticket, by = _ticket(asker)
    promise(ticket, TOMORROW, "", by=by, at=later(minutes=1))
    change_state(ticket, Act.VOID, by=by, at=later(minutes=2))
    session.commit()
    tell(later(minutes=5))
    assert not _told(asker, "promised")
    tell(NOON + UNDO_FOR + timedelta(minutes=2))
    assert ticket.state == TicketState.VOID and not _told(asker, "promised")


def test_a_ticket_without_promise_is_due_by_its_targets_again(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    resolve(ticket, FIX, by=by, at=later(hours=1))
    assert ticket.due_at == NEVER
    change_state(ticket, Act.REOPEN, by=by, at=later(days=3))
    assert ticket.due_at != TOMORROW


def test_the_database_holds_one_standing_promise(app: Tanya) -> None:
    ticket, by = _ticket()
    promise(ticket, TOMORROW, "", by=by, at=NOON)
    standing = select(Promise.id).where(Promise.ticket_id == ticket.id, Promise.outcome.is_(None))
    promise(ticket, later(days=2), "Later.", by=by, at=later(hours=1))
    assert len(session.scalars(standing).all()) == 1
