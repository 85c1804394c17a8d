"""Time worked on a ticket: noted, corrected, taken back."""

from flask import redirect, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.pages.tickets.views import again, bp
from forum.tickets.actions.find import find_ticket
from forum.tickets.worked.actions import correct_time, note_time, remove_time
from forum.tickets.worked.rules import minutes_typed
from forum.web import guards
from forum.web.committing import committing, once_sent


@bp.post("/tickets/<label:label>/time")
@guards.permitted(Permission.WORK_TICKETS)
def post_time(label: str) -> Response:
    """The person has worked so long on the ticket."""
    typed = clean_line(request.form.get("time", ""))
    try:
        minutes = minutes_typed(typed, field="time")
    except Invalid as refusal:
        return again(label, {"time": typed}, refusal)

    def act(by: Actor) -> str:
        note_time(find_ticket(label, by=by), minutes, by=by, at=clock.now())
        return _there(label)

    return redirect(once_sent(act), 303)


@bp.post("/tickets/<label:label>/time/<id:time_id>")
@guards.permitted(Permission.WORK_TICKETS)
def post_time_again(label: str, time_id: int) -> Response:
    """It was so long."""
    typed, field = clean_line(request.form.get("time", "")), f"time-{time_id}"
    try:
        minutes = minutes_typed(typed, field=field)
    except Invalid as refusal:
        return again(label, {field: typed}, refusal)
    with committing() as by:
        correct_time(find_ticket(label, by=by), time_id, minutes, by=by, at=clock.now())
    return redirect(_there(label), 303)


@bp.post("/tickets/<label:label>/time/<id:time_id>/removal")
@guards.permitted(Permission.WORK_TICKETS)
def post_time_removal(label: str, time_id: int) -> Response:
    """The time does not count any more."""
    with committing() as by:
        remove_time(find_ticket(label, by=by), time_id, by=by, at=clock.now())
    return redirect(_there(label), 303)


def _there(label: str) -> str:
    return f"/tickets/{label}#worked-time"
