"""How a ticket's deadlines are counted; what IT staff promise; what a ticket means for the company."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.pages.tickets.standing import check_as_seen
from forum.pages.tickets.views import again, bp, changed
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.weigh import weigh
from forum.tickets.models import Level, Ticket
from forum.tickets.queries import ticket_page
from forum.tickets.timing.actions.promises import promise
from forum.tickets.timing.explain import explain
from forum.tickets.timing.frames import frame_of, progress_of
from forum.tickets.timing.matrix import matrix_in_force
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import moment_in
from forum.web.meanwhile import Overtaken
from forum.web.session import reader


@bp.get("/tickets/<label:label>/deadline")
@guards.signed_in
def deadline(label: str) -> str:
    """What was counted and what was skipped, stretch by stretch."""
    ticket = ticket_page(label, reader())
    frame = frame_of(ticket)
    return render_template(
        "tickets/deadline.html",
        ticket=ticket,
        clocks=explain(progress_of(ticket), frame, at=clock.now()),
        zone=frame.hours.zone.key,
        is_requester=ticket.requester_id == reader().id,
    )


@bp.post("/tickets/<label:label>/promise")
@guards.permitted(Permission.WORK_TICKETS)
def post_promise(label: str) -> Response | tuple[str, int]:
    """The ticket is promised to be solved by the chosen time."""
    typed = {name: clean_line(request.form.get(name, "")) for name in ("promised", "reason")}
    try:
        due_at = moment_in(typed["promised"], field="promised")
        with committing() as by:
            check_as_seen(ticket := find_ticket(label, by=by), promised_at=due_at)
            promise(ticket, due_at, typed["reason"], by=by, at=clock.now())
    except (Invalid, Overtaken) as refusal:
        return again(label, typed, refusal)
    return redirect(f"/tickets/{label}#promise", 303)


@bp.post("/tickets/<label:label>/weight")
@guards.permitted(Permission.WORK_TICKETS)
def post_weight(label: str) -> Response:
    """The ticket has the priority that its impact and urgency give."""
    impact, urgency = request.form.get("impact", ""), request.form.get("urgency", "")
    if impact not in set(Level) or urgency not in set(Level):
        raise Invalid("Choose one of the listed values.", field="impact")

    def change(ticket: Ticket, by: Actor) -> None:
        check_as_seen(ticket, impact=impact, urgency=urgency, priority=matrix_in_force()[Level(impact), Level(urgency)])
        weigh(ticket, Level(impact), Level(urgency), by=by, at=clock.now())

    return changed(label, change)
