"""Pages that say what an act means and ask why, and what they send."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, render_template
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.kernel.errors import Invalid, Refusal
from forum.pages.questions.forms import ReasonForm
from forum.pages.questions.places import place_in
from forum.questions.models import Question
from forum.questions.rules import LONGEST_REASON
from forum.web.committing import committing
from forum.web.typed import given_back, refused


@dataclass(frozen=True, slots=True)
class Act:
    """What a page that asks for a reason says: msgids of its title, what will happen, and its button."""

    title: str
    what: str
    button: str
    to: str


def reason() -> str:
    """The reason that was sent; Invalid if it is too long."""
    form = ReasonForm()
    if not form.validate():
        raise Invalid("The reason can be at most %(most)s characters long.", field="reason", most=LONGEST_REASON)
    return form.reason.data or ""


def ask_why(act: Act, kind: str, post: object) -> str:
    """The page that says what `act` means for the post, and asks why."""
    return render_template("questions/reason.html", act=act, kind=kind, post=post)


def asked_why(act: Act, kind: str, post: object, do: Callable[[str, Actor], Response]) -> Response | str:
    """The page of an act that needs a reason, for everybody to read; with one it is done, and `do` says where to."""
    form, refusal = ReasonForm(), None
    if not form.is_submitted():
        return render_template("questions/why.html", act=act, kind=kind, post=post, form=form)
    if form.validate():
        try:
            with committing() as by:
                return do(form.reason.data or "", by)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(render_template("questions/why.html", act=act, kind=kind, post=post, form=form), refusal)


def to_thread(question: Question, place: str = "") -> Response:
    """Back to the thread, at `place` of its page."""
    return redirect(place_in(question, place), 303)
