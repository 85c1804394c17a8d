"""Not asking: what was suggested beside the ask form has solved it."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.pages.questions.blueprint import bp
from forum.search.attempts import say_solved, suggestion_named
from forum.web import guards
from forum.web.committing import committing
from forum.web.words import _


@bp.post("/questions/new/solved")
@guards.permitted(Permission.ASK)
def solved() -> Response:
    """Nothing is posted, whose words helped is thanked, and the reader stands at what helped him."""
    what = suggestion_named(request.form.get("solved", ""))
    with committing() as by:
        address = say_solved(request.form.get("key", ""), what, by=by, at=clock.now())
    flash(_("Good that this helped. Nothing was posted, and whoever wrote it hears of your thanks."), "good")
    return redirect(address, 303)
