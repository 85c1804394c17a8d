"""What happens to tickets, and their deadlines."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from forum.kernel.db import session
from forum.notifications.jobs import expand_due_events
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.tickets.timing.jobs import warn
from tests.notifications.stage.company import Stage
from tests.posts import later

_HOURS = 24 * 14


def _made(on: Stage) -> Person:
    on.send(on.iris, f"{on.thread}/ticket")
    return on.ana


def _private(on: Stage) -> Person:
    on.private_ticket()
    return on.lee


def _begun(on: Stage) -> Person:
    on.send(on.lee, f"/tickets/{on.private_ticket().label}/owner", owner=on.iris.id)
    return on.ana


def _assigned(on: Stage) -> Person:
    _begun(on)
    return on.iris


def _does(path: str, person: str = "ana", **form: object) -> Callable[[Stage], Person]:
    """Iris sends this form of a ticket of hers, and the person hears of it."""

    def act(on: Stage) -> Person:
        on.send(on.iris, f"/tickets/{on.ticket().label}{path}", **form)
        told: Person = getattr(on, person)
        return told

    return act


def _moved(on: Stage) -> Person:
    address = f"/tickets/{on.ticket().label}/promise"
    on.send(on.iris, address, promised="2026-03-09T16:00")
    on.send(on.iris, address, promised="2026-03-10T16:00", reason="The part comes later.")
    return on.ana


def _kept(on: Stage) -> Person:
    address = f"/tickets/{on.ticket().label}"
    on.send(on.iris, f"{address}/promise", promised="2026-03-09T16:00")
    on.send(on.iris, f"{address}/resolution", fix="New toner.")
    return on.ana


def _reopened(on: Stage) -> Person:
    address = f"/tickets/{on.ticket().label}"
    on.send(on.iris, f"{address}/resolution", fix="New toner.")
    on.send(on.ana, f"{address}/replies", reply="It is blank again.")
    return on.iris


def _merged(on: Stage) -> Person:
    one = on.private_ticket()
    on.send(on.iris, f"/tickets/{one.label}/merge", into=on.private_ticket().label)
    return on.ana


def _deadline(kind: str, on: Stage) -> Person:
    """Nobody does anything about a ticket of Iris's for two weeks."""
    address = f"/tickets/{on.ticket().label}"
    if kind.endswith("promise"):
        on.send(on.iris, f"{address}/promise", promised="2026-03-09T16:00")
    elif not kind.endswith("response"):
        on.send(on.iris, f"{address}/replies", reply="I look at it.")
    for hour in range(_HOURS):
        if warn(later(hours=hour)):
            expand_due_events("test", later(hours=hour))
            if session.scalar(select(Notice.id).where(Notice.kind == kind)):
                break
    return on.iris


ACTS: dict[str, Callable[[Stage], Person]] = {
    "ticket_made": _made, "private_ticket": _private, "ticket_begun": _begun, "assigned": _assigned,
    "ticket_reply": _does("/replies", reply="I come at two."),
    "ticket_waiting": _does("/missing", other="Which printer?"), "ticket_elsewhere": _does("/state", act="wait_third"),
    "ticket_solved": _does("/resolution", fix="New toner."),
    "promised": _does("/promise", promised="2026-03-09T16:00"), "promise_moved": _moved, "promise_kept": _kept,
    "note_mention": _does("/notes", "ismail", note="Does @ismail.noor know it?"), "ticket_reopened": _reopened,
    "ticket_merged": _merged,
    **{kind: partial(_deadline, kind) for kind in (
        "due_response", "late_response", "due_update", "late_update", "due_resolution", "late_resolution",
        "due_promise", "late_promise",
    )},
}  # fmt: skip
