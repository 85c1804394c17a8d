"""Pages that say what an act means and ask why, and what they send."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import redirect, render_template
from werkzeug.wrappers import Response

from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.pages.questions.forms import ReasonForm
from forum.pages.questions.places import place_in
from forum.questions.actions import find_question
from forum.questions.models import Question
from forum.questions.queries.posts import words_of
from forum.questions.rules import LONGEST_REASON
from forum.web.committing import committing
from forum.web.session import reader
from forum.web.typed import tried


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


def ask_why(act: Act, kind: str, post: object, form: ReasonForm | None = None) -> str:
    """The page that says what `act` means for the post, and asks why; with `form` there must be a reason."""
    return render_template("questions/reason.html", act=act, kind=kind, post=post, form=form)


def asked_why(act: Act, question_id: int, do: Callable[..., None]) -> Response | str:
    """The page of an act on a thread that needs a reason, for everybody to read; with one, `do` has done it."""
    question, form = words_of(question_id, reader()), ReasonForm()

    def page() -> str:
        return ask_why(act, "questions", question, form)

    if not form.is_submitted():
        return page()
    return tried(form, lambda: done(question_id, partial(do, reason=form.reason.data or "")), page)


def done(question_id: int, do: Callable[..., None]) -> Response:
    """Back in the thread, where `do(question, by=..., at=...)` has been committed."""
    with committing() as by:
        question = find_question(question_id, by=by)
        do(question, by=by, at=clock.now())
    return to_thread(question)


def to_thread(question: Question, place: str = "") -> Response:
    """Back to the thread, at `place` of its page."""
    return redirect(place_in(question, place), 303)
