"""A ticket's clocks: what sets and what stops them, and that open ones follow changed calendars and targets."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.tickets.actions.confide import end_confidentiality, make_confidential
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.weigh import weigh
from forum.tickets.actions.work import add_note, change_state, give_to_team, reply, set_priority, tell_step
from forum.tickets.models import NEVER, Level, Priority, Ticket, TicketState
from forum.tickets.rules import Act
from forum.tickets.sla import Hours, Pause, Reason, minutes_between
from forum.tickets.timing.actions.calendars import choose_calendar, make_calendar
from forum.tickets.timing.actions.clocks import set_outdated_clocks
from forum.tickets.timing.actions.targets import set_targets
from forum.tickets.timing.clocks import Frame, Progress, Running, due, due_moments, running_clocks
from forum.tickets.timing.explain import explain
from forum.tickets.timing.frames import frame_of, pauses_of, progress_of
from forum.tickets.timing.jobs import set_clocks_anew
from forum.tickets.timing.matrix import DEFAULT_MATRIX
from forum.tickets.timing.models import Clock
from forum.tickets.timing.rules import CalendarDraft, DayDraft
from forum.tickets.timing.targets import DEFAULT_TARGETS, Target
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris
from tests.posts import actor, later, question
from tests.tickets.timing.test_sla import KL, LENGTHS, MOMENTS, WEEK, cases, slow_minutes

FIX = Fix("Replaced.", "<p>Replaced.</p>", publish=False)
ROUND_THE_CLOCK = (((0, 1440),),) * 7


def _ticket(*, at: datetime = NOON) -> tuple[Ticket, Actor]:
    by = actor(iris())
    return make_ticket(question(ana()).id, by=by, at=at).ticket, by


@settings(deadline=None, max_examples=60)
@given(cases(), st.integers(1, 3000))
def test_a_clock_is_due_when_its_minutes_are_counted(case: tuple, minutes: int) -> None:
    hours, since, _, pauses = case
    moment = due(Running(Clock.RESOLUTION, since, minutes), Frame(hours, Target(), pauses))
    if moment is not None:
        assert minutes_between(hours, since, moment, pauses) == minutes
        assert minutes_between(hours, since, moment - timedelta(minutes=1), pauses) < minutes


@settings(deadline=None, max_examples=60)
@given(cases(), LENGTHS)
def test_an_explanation_counts_what_the_deadline_was_set_by(case: tuple, passed: timedelta) -> None:
    hours, since, _, pauses = case
    frame = Frame(hours, Target(resolution=300), pauses)
    (shown,) = explain(Progress(since, None, None, is_unsolved=True), frame, at=since + passed)
    counted = sum((s.span.length for s in shown.stretches if s.span.counts), timedelta(0))
    ends = [s.span.until for s in shown.stretches]
    assert [s.span.since for s in shown.stretches] == [since, *ends[:-1]] if ends else passed == timedelta(0)
    if shown.due_at is not None:
        assert ends[-1] == shown.due_at and counted == timedelta(minutes=300) and shown.stretches[-1].counted == 300


def test_an_explanation_of_a_moment_between_two_minutes_comes_to_the_full_time() -> None:
    since = NOON + timedelta(seconds=17, microseconds=345_678)
    frame = Frame(Hours(KL, WEEK), Target(resolution=900))
    (shown,) = explain(Progress(since, None, None, is_unsolved=True), frame, at=since)
    assert shown.stretches[-1].counted == 900


@settings(deadline=None, max_examples=60)
@given(MOMENTS, st.lists(st.tuples(LENGTHS, LENGTHS), max_size=4))
def test_reopening_never_brings_a_deadline_forward(since: datetime, stops: list) -> None:
    hours = Hours(KL, ROUND_THE_CLOCK)
    running = Running(Clock.RESOLUTION, since, 600)
    moment, pauses = due(running, Frame(hours, Target())), []
    for begins, lasts in stops:
        pauses.append(Pause(since + begins, since + begins + lasts, Reason.SOLVED))
        after = due(running, Frame(hours, Target(), pauses))
        assert moment is not None and after is not None and after >= moment
        moment = after


def test_only_what_is_waited_for_runs() -> None:
    target = DEFAULT_TARGETS[Priority.NORMAL]
    new = Progress(NOON, None, None, is_unsolved=True)
    answered = Progress(NOON, NOON, later(hours=1), is_unsolved=True)
    assert [r.clock for r in running_clocks(new, target)] == [Clock.RESPONSE, Clock.RESOLUTION]
    assert [(r.clock, r.since) for r in running_clocks(answered, target)] == [
        (Clock.UPDATE, later(hours=1)),
        (Clock.RESOLUTION, NOON),
    ]
    assert running_clocks(Progress(NOON, None, None, is_unsolved=False), target) == []


def test_a_new_ticket_is_due_in_business_time(app: Tanya) -> None:
    ticket, _ = _ticket()
    assert ticket.response_due_at == later(hours=5)  # 12 to 13 and 14 to 17
    assert ticket.resolution_due_at == NOON + timedelta(days=5)  # 3 days of 8 hours, over a weekend
    assert ticket.due_at == ticket.response_due_at and ticket.update_due_at is None


def test_the_first_reply_is_the_first_response_and_is_measured(app: Tanya) -> None:
    ticket, by = _ticket()
    add_note(ticket, "Hm.", "<p>Hm.</p>", by=by, at=later(minutes=10))
    reply(ticket, "I look.", "<p>I look.</p>", by=by, at=later(hours=3))
    reply(ticket, "Still.", "<p>Still.</p>", by=by, at=later(hours=4))
    assert (ticket.first_response_at, ticket.response_minutes) == (later(hours=3), 120)
    assert ticket.response_due_at is None and ticket.spoken_at == later(hours=4)
    assert ticket.update_due_at == NOON + timedelta(days=4, hours=4)


def test_the_requesters_words_are_no_response(app: Tanya) -> None:
    asker = ana()
    ticket = make_ticket(question(asker).id, by=actor(iris()), at=NOON).ticket
    reply(ticket, "And?", "<p>And?</p>", by=actor(asker), at=later(hours=1))
    assert ticket.first_response_at is None and ticket.response_due_at == later(hours=5)


def test_a_step_told_in_the_thread_is_news_but_no_answer(app: Tanya) -> None:
    ticket, by = _ticket()
    tell_step(ticket, "changed the switch", by=by, at=later(hours=1))
    assert ticket.first_response_at is None and ticket.spoken_at == later(hours=1)


def test_waiting_for_the_requester_stops_the_clock_and_his_answer_starts_it(app: Tanya) -> None:
    asker, by = ana(), actor(iris())
    ticket = make_ticket(question(asker).id, by=by, at=NOON).ticket
    before = ticket.resolution_due_at
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=by, at=later(minutes=30))
    assert ticket.resolution_due_at is None and ticket.due_at == NEVER
    reply(ticket, "Floor 3.", "<p>Floor 3.</p>", by=actor(asker), at=later(hours=3))
    assert pauses_of(ticket.id) == [Pause(later(minutes=30), later(hours=3), Reason.WAITING)]
    assert before is not None  # the pause took 90 business minutes, and so does what is made up for it, over lunch
    assert ticket.resolution_due_at == before + timedelta(hours=2, minutes=30)


def test_waiting_for_a_supplier_stops_nothing(app: Tanya) -> None:
    ticket, by = _ticket()
    before = ticket.due_at
    change_state(ticket, Act.WAIT_FOR_THIRD, by=by, at=later(minutes=30))
    assert ticket.due_at == before and pauses_of(ticket.id) == []


def test_a_solved_ticket_is_measured_and_a_reopened_one_goes_on(app: Tanya) -> None:
    ticket, by = _ticket()
    resolve(ticket, FIX, by=by, at=later(hours=3))
    assert (ticket.response_minutes, ticket.resolution_minutes, ticket.due_at) == (120, 120, NEVER)
    change_state(ticket, Act.REOPEN, by=by, at=later(hours=4))
    assert ticket.resolution_minutes is None and ticket.due_at < NEVER
    resolve(ticket, FIX, by=by, at=later(hours=5))
    assert ticket.resolution_minutes == 180
    change_state(ticket, Act.CLOSE, by=by, at=later(days=3))
    assert ticket.resolution_minutes == 180


@pytest.mark.parametrize("impact", list(Level))
@pytest.mark.parametrize("urgency", list(Level))
def test_impact_and_urgency_make_the_priority(app: Tanya, impact: Level, urgency: Level) -> None:
    ticket, by = _ticket()
    weigh(ticket, impact, urgency, by=by, at=NOON)
    assert ticket.priority == DEFAULT_MATRIX[impact, urgency]
    minutes = DEFAULT_TARGETS[ticket.priority].response
    assert minutes_between(frame_of(ticket).hours, NOON, ticket.response_due_at) == minutes


def test_a_priority_chosen_directly_forgets_the_weighing(app: Tanya) -> None:
    ticket, by = _ticket()
    weigh(ticket, Level.HIGH, Level.HIGH, by=by, at=NOON)
    set_priority(ticket, Priority.LOW, by=by, at=NOON)
    assert (ticket.impact, ticket.urgency) == (None, None)


def test_the_same_priority_chosen_again_leaves_the_weighing(app: Tanya) -> None:
    ticket, by = _ticket()
    weigh(ticket, Level.HIGH, Level.HIGH, by=by, at=NOON)
    set_priority(ticket, Priority.URGENT, by=by, at=NOON)
    assert (ticket.impact, ticket.urgency) == (Level.HIGH, Level.HIGH)


def test_only_it_weighs(app: Tanya) -> None:
    ticket, _ = _ticket()
    with pytest.raises(NotAllowed):
        weigh(ticket, Level.HIGH, Level.HIGH, by=actor(ben()), at=NOON)


def test_another_teams_calendar_counts_after_a_hand_over(app: Tanya) -> None:
    ticket, by = _ticket()
    boss, team = actor(admin()), Team(name="Night shift")
    session.add(team)
    calendar = make_calendar(
        CalendarDraft("Office", "Asia/Kuala_Lumpur", (((540, 1080),),) * 5 + ((), ())), by=boss, at=NOON
    )
    always = make_calendar(CalendarDraft("Always", "Asia/Kuala_Lumpur", ROUND_THE_CLOCK), by=boss, at=NOON)
    assert calendar.is_default
    choose_calendar(team, always.id, by=boss, at=NOON)
    give_to_team(ticket, team.id, by=by, at=later(minutes=5))
    assert ticket.response_due_at == later(hours=4)


def test_targets_of_a_category_win_and_open_tickets_follow(app: Tanya) -> None:
    ticket, by = _ticket()
    set_targets(ticket.category_id, {Priority.NORMAL: Target(60, None, None)}, by=actor(admin()), at=NOON)
    session.commit()
    assert set_clocks_anew("test", NOON) == 1
    assert set_clocks_anew("test", NOON) == 0
    after = find_ticket(ticket.label, by=by)
    assert (after.response_due_at, after.resolution_due_at) == (later(hours=1), None)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Santiago", "Asia/Kuala_Lumpur"])
def test_after_a_change_of_the_calendar_each_minute_counts_by_the_new_one(app: Tanya, zone: str) -> None:
    """Made before the clocks change, waiting and reopened meanwhile: the deadline is where a person would count it."""
    asker, boss, by = ana(), actor(admin()), actor(iris())
    began = datetime(2026, 3, 27, 14, 30, tzinfo=UTC)
    ticket = make_ticket(question(asker, at=began).id, by=by, at=began).ticket
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=by, at=began + timedelta(hours=1))
    reply(ticket, "x", "<p>x</p>", by=actor(asker), at=began + timedelta(hours=30))
    resolve(ticket, FIX, by=by, at=began + timedelta(hours=60))
    change_state(ticket, Act.REOPEN, by=by, at=began + timedelta(hours=100))
    holiday = DayDraft(date(2026, 4, 3), "Founders", works=False)
    make_calendar(CalendarDraft("New", zone, (((90, 240), (600, 840)),) * 7, own_days=(holiday,)), by=boss, at=NOON)
    session.commit()
    set_clocks_anew("test", NOON)
    frame, due_at = frame_of(ticket), session.get_one(Ticket, ticket.id).resolution_due_at
    assert due_at is not None and due_at > began + timedelta(hours=100)
    assert slow_minutes(frame.hours, began, due_at, list(frame.pauses)) == DEFAULT_TARGETS[ticket.priority].resolution
    assert slow_minutes(frame.hours, due_at - timedelta(minutes=1), due_at, list(frame.pauses)) == 1


def test_clocks_anew_counts_the_pauses_of_before(app: Tanya) -> None:
    asker, by = ana(), actor(iris())
    ticket = make_ticket(question(asker).id, by=by, at=NOON).ticket
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=by, at=NOON)
    reply(ticket, "x", "<p>x</p>", by=actor(asker), at=later(hours=3))
    set_targets(None, {Priority.NORMAL: Target(120, 60, 60)}, by=actor(admin()), at=later(hours=3))
    set_outdated_clocks(most=10)
    moments = due_moments(progress_of(ticket), frame_of(ticket))
    assert ticket.resolution_due_at == moments[Clock.RESOLUTION] == later(hours=4)


def test_what_moves_no_clock_sets_none(app: Tanya) -> None:
    ticket, boss = _ticket()[0], actor(admin())
    ticket.clocks_version = 0
    make_confidential(ticket, by=boss, at=NOON)
    end_confidentiality(ticket, by=boss, at=NOON)
    assert ticket.clocks_version == 0


@pytest.mark.parametrize("many", [1000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_many_open_tickets_follow_and_the_work_goes_on_where_it_stopped(app: Tanya, many: int) -> None:
    ticket, _ = _ticket()
    columns = {
        c.key: getattr(ticket, c.key) for c in Ticket.__mapper__.column_attrs if c.key not in ("id", "question_id")
    }
    rows = [{**columns, "label": f"X-{n}", "state": TicketState.OPEN} for n in range(1, many)]
    session.execute(insert(Ticket), rows)
    set_targets(None, {Priority.NORMAL: Target(30, 60, 60)}, by=actor(admin()), at=NOON)
    session.commit()
    done = set_clocks_anew("one", NOON)
    assert 0 < done < many
    while took := set_clocks_anew("another", NOON):  # the first was killed meanwhile
        done += took
    assert done == many
    assert session.scalars(select(Ticket.due_at).distinct()).all() == [later(minutes=30)]
