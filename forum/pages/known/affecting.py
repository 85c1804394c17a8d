"""Whom a known issue affects, on which device: the main one unless its person says another."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.queries import devices_of, main_device_of
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.knowledge.known.actions import find_issue, say_affected
from forum.knowledge.known.queries.affected import affected_people
from forum.knowledge.known.queries.issue import issue_shown
from forum.pages.known.blueprint import bp
from forum.pages.known.reading import address_of, marked
from forum.web import guards
from forum.web.committing import committing
from forum.web.session import reader


@bp.get("/known-issues/<id:issue_id>/affected")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def affected(issue_id: int) -> str:
    """Everybody who is affected, with the devices: for whoever keeps known issues."""
    shown = issue_shown(issue_id, reader())
    return render_template("known/affected.html", k=shown, people=affected_people(issue_id, reader()))


@bp.post("/known-issues/<id:issue_id>/affected")
@guards.signed_in
def join(issue_id: int) -> Response | str:
    """The reader has this, too, on his main device."""
    with committing() as by:
        issue = find_issue(issue_id, by=by)
        say_affected(issue, device=main_device_of(by.id), by=by, at=clock.now())
    return marked(issue_id)


@bp.get("/known-issues/<id:issue_id>/affected/device")
@guards.signed_in
def affected_device(issue_id: int) -> str:
    """A form with the reader's devices, and a line for one that is none of them."""
    shown = issue_shown(issue_id, reader())
    return render_template("known/affected_device.html", k=shown, devices=devices_of(reader().id))


@bp.post("/known-issues/<id:issue_id>/affected/device")
@guards.signed_in
def post_affected_device(issue_id: int) -> Response:
    """The reader has this on the device that he names."""
    device = clean_line(request.form.get("other", "")) or clean_line(request.form.get("device", ""))
    with committing() as by:
        issue = find_issue(issue_id, by=by)
        say_affected(issue, device=device, by=by, at=clock.now())
    return redirect(f"{address_of(issue)}#mine", 303)
