"""Who is writing in a ticket; being away; handing everything over."""

from datetime import date

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.pages.tickets.queue import tell
from forum.pages.tickets.views import bp
from forum.tickets.desk.actions.absence import come_back, go_away, hand_over_all
from forum.tickets.desk.actions.presence import be_present
from forum.tickets.desk.queries import absence_of
from forum.tickets.queries import it_staff
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.session import reader
from forum.web.words import _, ngettext, sentence, zone


@bp.post("/tickets/<label:label>/presence")
@guards.permitted(Permission.WORK_TICKETS)
def post_presence(label: str) -> tuple[str, int]:
    """Colleagues see for a minute that the person is writing here."""
    with committing() as by:
        be_present(label, by=by, at=clock.now())
    return "", 204


@bp.route("/desk/absence", methods=["GET", "POST"])
@guards.permitted(Permission.WORK_TICKETS)
def absence() -> str | Response | tuple[str, int]:
    """A form with stand-in and last day, and one to hand everything over; posting it tells that one is away."""
    if request.method != "POST":
        return _page()
    chosen, typed = number_in(request.form.get("stand_in", "")), clean_line(request.form.get("last_day", ""))
    try:
        last_day = _day(typed)
        with committing() as by:
            go_away(chosen, last_day, zone=zone(), by=by, at=clock.now())
    except Invalid as refusal:
        return _page(refusal, stand_in=chosen, last_day=typed), refusal.status
    flash(_("Have a good time. What would be given to you goes to your stand-in."), "good")
    return redirect("/desk/absence", 303)


@bp.post("/desk/absence/end")
@guards.permitted(Permission.WORK_TICKETS)
def end_absence() -> Response:
    """The person is here again."""
    with committing() as by:
        come_back(by=by, at=clock.now())
    flash(_("Welcome back."), "good")
    return redirect("/desk/absence", 303)


@bp.post("/desk/hand-over")
@guards.permitted(Permission.WORK_TICKETS)
def post_hand_over() -> Response | tuple[str, int]:
    """All open tickets of the person are a colleague's."""
    chosen = number_in(request.form.get("to", ""))
    try:
        with committing() as by:
            done = hand_over_all(chosen, by=by, at=clock.now())
    except Invalid as refusal:
        return _page(refusal, to=chosen), refusal.status
    tell(done, ngettext("%(num)s ticket is handed over.", "%(num)s tickets are handed over.", len(done.changed)))
    return redirect("/queue?view=mine", 303)


def _page(refusal: Invalid | None = None, **typed: object) -> str:
    me = reader()
    colleagues = [each for each in it_staff() if each.id != me.id]
    wrong = {refusal.field: sentence(refusal)} if refusal else {}
    away = absence_of(me.id, at=clock.now())
    return render_template("tickets/absence.html", away=away, colleagues=colleagues, typed=typed, wrong=wrong)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid("Write the day like 2026-12-24.", field="last_day") from None
