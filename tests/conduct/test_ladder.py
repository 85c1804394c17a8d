"""The ladder, from a reminder to a suspension, and objections."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.actors import load_actor
from forum.conduct.actions import check_may_post
from forum.conduct.ladder import LADDER, next_step
from forum.conduct.models import Consequence, Step
from forum.conduct.steps import object_to, suggested_step, take_step, undo_step, uphold
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.ledger.actions import verify
from forum.mail.models import OutgoingMail
from forum.people.models import Person
from tests import people
from tests.conftest import NOON
from tests.posts import actor, later

pytestmark = pytest.mark.usefixtures("app", "noon")


def _take(about: Person, step: Step, by: Person, *, hours: int = 0) -> Consequence:
    session.flush()
    return take_step(about.id, step, "You called a colleague a fool.", by=actor(by), at=later(hours=hours))


def test_each_time_the_next_rung_and_the_last_stays() -> None:
    assert [next_step([]), next_step([Step.REMINDER]), next_step([Step.SILENCE_1, Step.REMINDER])] == [
        Step.REMINDER, Step.WARNING, Step.SILENCE_3,
    ]  # fmt: skip
    assert next_step([Step.SUSPENSION]) is Step.SUSPENSION
    assert [rung.step for rung in LADDER] == list(Step)


def test_a_silence_stops_posting_and_lapses_by_itself() -> None:
    sam, mo = people.sam(), people.mo()
    _take(sam, Step.SILENCE_1, mo)
    with pytest.raises(NotAllowed):
        check_may_post(by=actor(sam), at=later(hours=23))
    check_may_post(by=actor(sam), at=later(hours=24))


def test_a_shorter_step_does_not_shorten_a_longer_one() -> None:
    sam, mo = people.sam(), people.mo()
    _take(sam, Step.SILENCE_7, mo)
    _take(sam, Step.SILENCE_1, mo, hours=1)
    assert sam.silenced_until == NOON + timedelta(days=7)


def test_a_suspension_ends_sessions_and_is_told_by_mail() -> None:
    sam, mo = people.sam(), people.mo()
    epoch = sam.session_epoch
    _take(sam, Step.SUSPENSION, mo)
    assert (sam.session_epoch, load_actor(sam.id, at=NOON)) == (epoch + 1, None)
    assert load_actor(sam.id, at=NOON + timedelta(days=30)) is not None
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.template, mail.facts["address"]) == ("suspended", mo.email)
    assert mail.facts["until"] == "Saturday, 4 April 2026, 12:00"


def test_steps_lapse_and_the_next_begins_from_below() -> None:
    sam, mo = people.sam(), people.mo()
    _take(sam, Step.REMINDER, mo)
    assert suggested_step(sam.id, at=later(days=29)) is Step.WARNING
    assert suggested_step(sam.id, at=later(days=30)) is Step.REMINDER


def test_nobody_takes_a_step_about_himself_or_without_a_reason() -> None:
    mo, sam = people.mo(), people.sam()
    with pytest.raises(NotAllowed):
        _take(mo, Step.WARNING, mo)
    with pytest.raises(Invalid):
        take_step(sam.id, Step.WARNING, "  ", by=actor(mo), at=NOON)


def test_an_administrator_is_not_shut_out() -> None:
    with pytest.raises(NotAllowed):
        _take(people.admin(), Step.SUSPENSION, people.mo())


def test_an_objection_is_answered_by_another_moderator() -> None:
    sam, mo, nor = people.sam(), people.mo(), people.make_person("Nor Aini", roles="employee moderator")
    taken = _take(sam, Step.SILENCE_3, mo)
    object_to(taken.id, "I meant the printer.", by=actor(sam), at=NOON)
    with pytest.raises(NotAllowed):
        undo_step(taken.id, "It stays.", by=actor(mo), at=NOON)
    undo_step(taken.id, "You are right, it was the printer.", by=actor(nor), at=NOON)
    assert (sam.silenced_until, suggested_step(sam.id, at=NOON)) == (None, Step.REMINDER)
    assert verify("moderation") == []


def test_one_objection_by_whom_it_concerns_and_one_answer() -> None:
    sam, mo, nor = people.sam(), people.mo(), people.make_person("Nor Aini", roles="employee moderator")
    taken = _take(sam, Step.WARNING, mo)
    with pytest.raises(NotFound):
        object_to(taken.id, "Not fair.", by=actor(people.ben()), at=NOON)
    object_to(taken.id, "Not fair.", by=actor(sam), at=NOON)
    with pytest.raises(Conflict):
        object_to(taken.id, "Not fair at all.", by=actor(sam), at=NOON)
    uphold(taken.id, "I have read it again, and it stays.", by=actor(nor), at=NOON)
    with pytest.raises(Conflict):
        uphold(taken.id, "Once more.", by=actor(nor), at=NOON)


def test_the_only_moderator_answers_himself() -> None:
    sam, mo = people.sam(), people.mo()
    taken = _take(sam, Step.WARNING, mo)
    object_to(taken.id, "Not fair.", by=actor(sam), at=NOON)
    undo_step(taken.id, "You are right.", by=actor(mo), at=NOON)
    assert taken.undone_at == NOON
