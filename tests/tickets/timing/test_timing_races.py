"""Several workers and people at once: each deadline is told once, one promise stands, no ticket is forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import Context
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel.db import session, transaction
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.notifications.models import EventPending
from forum.people.models import Person
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import assign
from forum.tickets.models import Priority, Ticket
from forum.tickets.timing.actions.calendars import (
    calendar_to_administer,
    choose_calendar,
    make_calendar,
    make_default,
    remove_calendar,
)
from forum.tickets.timing.actions.promises import promise
from forum.tickets.timing.actions.targets import (
    matrix_to_administer,
    set_matrix,
    set_targets,
    targets_to_administer,
)
from forum.tickets.timing.calendars import OFFICE_WEEK
from forum.tickets.timing.jobs import set_clocks_anew, warn
from forum.tickets.timing.matrix import DEFAULT_MATRIX
from forum.tickets.timing.models import BusinessCalendar, Promise, TeamCalendar, TicketWarning
from forum.tickets.timing.rules import CalendarDraft
from forum.tickets.timing.targets import DEFAULT_TARGETS, Target
from tests.conftest import NOON
from tests.people import admin, iris, make_person
from tests.posts import actor, later, question
from tests.running import PATIENCE
from tests.votes.test_races import together

TICKETS, WORKERS = 24, 4


def _arranged(app: Tanya) -> list[str]:
    with app.app_context(), transaction():
        by, asker = actor(iris()), make_person("Mei Wong", roles="employee it_staff")
        made = [make_ticket(question(asker).id, by=by, at=NOON).ticket for _ in range(TICKETS)]
        for ticket in made:
            assign(ticket, by.id, by=by, at=NOON)
        return [ticket.label for ticket in made]


def test_workers_side_by_side_tell_each_deadline_once(own_app: Tanya) -> None:
    _arranged(own_app)

    def work(_number: int) -> None:
        with own_app.app_context():
            warn(later(hours=4))
            session.remove()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    with own_app.app_context():
        assert session.scalar(select(func.count()).select_from(TicketWarning)) == TICKETS
        warned = select(func.count()).select_from(EventPending).where(EventPending.kind == "ticket_warned")
        assert session.scalar(warned) == TICKETS


def test_workers_side_by_side_set_all_clocks(own_app: Tanya) -> None:
    _arranged(own_app)
    with own_app.app_context(), transaction():
        set_targets(None, {Priority.NORMAL: Target(30, 60, 60)}, by=actor(admin()), at=NOON)

    def work(_number: int) -> None:
        with own_app.app_context():
            while set_clocks_anew("test", NOON):
                pass
            session.remove()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    with own_app.app_context():
        assert session.scalars(select(Ticket.due_at).distinct()).all() == [later(minutes=30)]


def test_of_two_who_promise_at_once_the_second_is_asked_why(own_app: Tanya) -> None:
    label = _arranged(own_app)[0]
    with own_app.app_context():
        by = actor(session.scalars(select(Person).where(Person.name == "Iris Tan")).one())

    def give(due_at: datetime) -> str:
        with own_app.app_context():
            try:
                with transaction():
                    promise(find_ticket(label, by=by), due_at, "", by=by, at=later(hours=1))
            except Invalid as refused:
                return refused.field
            finally:
                session.remove()
            return "given"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(give, (later(days=1), later(days=2))))
    assert sorted(told) == ["given", "reason"]
    with own_app.app_context():
        assert session.scalar(select(func.count()).select_from(Promise)) == 1


def _calendars(app: Tanya) -> tuple[int, Actor]:
    """A calendar beside the default one, and who administers them."""
    with app.app_context(), transaction():
        by = actor(admin())
        _, spare = (
            make_calendar(CalendarDraft(name, "Asia/Kuala_Lumpur", OFFICE_WEEK), by=by, at=NOON)
            for name in ("Office", "Nights")
        )
        return spare.id, by


def _meanwhile(app: Tanya, first: Callable[[], object], second: Callable[[], object]) -> object:
    """What `second` gave or was refused with: it began after `first`, whose transaction was still open."""
    with app.app_context(), ThreadPoolExecutor(1) as pool:
        with transaction():
            first()
            other = pool.submit(Context().run, together, app, [second])
            wait([other], timeout=0.2)
        return other.result(timeout=PATIENCE)[0]


def _defaults(app: Tanya) -> list[str]:
    with app.app_context():
        return list(session.scalars(select(BusinessCalendar.name).where(BusinessCalendar.is_default)))


def _make_default(calendar_id: int, by: Actor) -> None:
    make_default(calendar_to_administer(calendar_id, by=by), by=by, at=NOON)


def _remove(calendar_id: int, by: Actor) -> None:
    remove_calendar(calendar_to_administer(calendar_id, by=by), by=by, at=NOON)


def test_a_calendar_that_becomes_the_default_is_not_removed_in_the_same_moment(own_app: Tanya) -> None:
    spare, by = _calendars(own_app)
    told = _meanwhile(own_app, lambda: _make_default(spare, by), lambda: _remove(spare, by))
    assert isinstance(told, Conflict) and _defaults(own_app) == ["Nights"]


def test_a_calendar_that_is_removed_does_not_become_the_default_in_the_same_moment(own_app: Tanya) -> None:
    spare, by = _calendars(own_app)
    told = _meanwhile(own_app, lambda: _remove(spare, by), lambda: _make_default(spare, by))
    assert isinstance(told, NotFound) and _defaults(own_app) == ["Office"]


def test_no_team_is_given_a_calendar_that_is_removed_in_the_same_moment(own_app: Tanya) -> None:
    spare, by = _calendars(own_app)
    with own_app.app_context(), transaction():
        session.add(team := Team(name="Network"))

    def give() -> None:
        choose_calendar(session.merge(team), spare, by=by, at=NOON)

    assert isinstance(_meanwhile(own_app, lambda: _remove(spare, by), give), Invalid)
    with own_app.app_context():
        assert session.scalars(select(TeamCalendar)).all() == []


def test_who_is_about_to_change_targets_or_matrix_sees_what_is_being_saved(own_app: Tanya) -> None:
    _, by = _calendars(own_app)
    targets, matrix = {**DEFAULT_TARGETS, Priority.LOW: Target(7)}, dict.fromkeys(DEFAULT_MATRIX, Priority.HIGH)

    def save() -> None:
        set_targets(None, targets, by=by, at=NOON)
        set_matrix(matrix, by=by, at=NOON)

    seen = _meanwhile(own_app, save, lambda: (targets_to_administer(None, by=by), matrix_to_administer(by=by)))
    assert seen == (targets, matrix)
