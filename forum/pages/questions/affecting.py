"""On which device "I have this too" is: the main one unless its person says another."""

from flask import render_template, request
from werkzeug.wrappers import Response

from forum.accounts.queries import devices_of
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.text.clean import clean_line
from forum.pages.questions.blueprint import bp
from forum.pages.questions.reasons import to_thread
from forum.pages.questions.thread import question_shown
from forum.questions import actions as questions
from forum.questions.actions import find_question
from forum.web import guards
from forum.web.committing import committing
from forum.web.session import reader


@bp.get("/questions/<id:question_id>/affected/device")
@guards.signed_in
def affected_device(question_id: int) -> str:
    """A form with the reader's devices, and a line for one that is none of them."""
    shown = question_shown(question_id, reader(), at=clock.now())
    if shown is None:
        raise NotFound
    return render_template("questions/affected_device.html", q=shown, devices=devices_of(reader().id))


@bp.post("/questions/<id:question_id>/affected/device")
@guards.signed_in
def post_affected_device(question_id: int) -> Response:
    """The reader has this on the device that he names."""
    device = clean_line(request.form.get("other", "")) or clean_line(request.form.get("device", ""))
    with committing() as by:
        question = find_question(question_id, by=by)
        questions.join_affected(question, device=device, by=by, at=clock.now())
    return to_thread(question, "affected")
