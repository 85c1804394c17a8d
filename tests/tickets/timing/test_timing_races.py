"""Several workers and people at once: each deadline is told once, one promise stands, no ticket is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel.db import session, transaction
from forum.kernel.errors import Invalid
from forum.notifications.models import EventPending
from forum.people.models import Person
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import assign
from forum.tickets.models import Priority, Ticket
from forum.tickets.timing.actions.promises import promise
from forum.tickets.timing.actions.targets import set_targets
from forum.tickets.timing.jobs import set_clocks_anew, warn
from forum.tickets.timing.models import Promise, TicketWarning
from forum.tickets.timing.targets import Target
from tests.conftest import NOON
from tests.people import admin, iris, make_person
from tests.posts import actor, later, question

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
