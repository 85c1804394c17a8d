"""Staff's tools on a thread: lock, move, mark as duplicate, who is affected."""

from typing import Any

from flask import render_template
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound, Refusal
from forum.kernel.words import N_
from forum.pages.questions.blueprint import bp
from forum.pages.questions.forms import DuplicateForm, MoveForm
from forum.pages.questions.reasons import Act, asked_why, done, to_thread
from forum.pages.search.choosing import threads_to_choose, words_typed
from forum.questions import actions as questions
from forum.questions.actions import find_pair, find_question
from forum.questions.queries.posts import affected_people, words_of
from forum.topics.actions import find_category
from forum.topics.queries import category_named, open_categories
from forum.web import guards
from forum.web.committing import committing
from forum.web.session import reader
from forum.web.typed import given_back, refused

_LOCK = Act(
    N_("Lock the question"), N_("It takes no more answers and comments until it is unlocked."), N_("Lock"), "lock"
)

_PROTECT = Act(
    N_("Protect the thread"),
    N_("Whoever joined less than a week ago can read it, and cannot answer or comment. The asker always can."),
    N_("Protect"),
    "protection",
)


@bp.route("/questions/<id:question_id>/lock", methods=["GET", "POST"])
@guards.permitted(Permission.LOCK_QUESTION)
def lock(question_id: int) -> Response | str:
    """Says what locking means and asks why; then the question takes no more answers and comments."""
    return asked_why(_LOCK, question_id, questions.lock_question)


@bp.post("/questions/<id:question_id>/lock/undo")
@guards.permitted(Permission.LOCK_QUESTION)
def unlock(question_id: int) -> Response:
    """The question takes answers again."""
    return done(question_id, questions.unlock_question)


@bp.route("/questions/<id:question_id>/protection", methods=["GET", "POST"])
@guards.permitted(Permission.PROTECT_QUESTION)
def protect(question_id: int) -> Response | str:
    """Says what protecting means and asks why; then newcomers write no more in the thread."""
    return asked_why(_PROTECT, question_id, questions.protect_question)


@bp.post("/questions/<id:question_id>/protection/undo")
@guards.permitted(Permission.PROTECT_QUESTION)
def lift_protection(question_id: int) -> Response:
    """Newcomers may write in the thread again."""
    return done(question_id, questions.lift_protection)


@bp.route("/questions/<id:question_id>/duplicate", methods=["GET", "POST"])
@guards.permitted(Permission.MARK_DUPLICATE)
def duplicate(question_id: int) -> Response | str:
    """Asks which question it was before, offers those like it, and leads readers there."""
    question, form = words_of(question_id, reader()), DuplicateForm()
    if not form.is_submitted():
        return _duplicate_page(question, form)
    refusal = None
    if form.validate():
        try:
            return _marked(question_id, form)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(_duplicate_page(question, form), refusal)


@bp.post("/questions/<id:question_id>/duplicate/undo")
@guards.permitted(Permission.MARK_DUPLICATE)
def not_duplicate(question_id: int) -> Response:
    """The question is one of its own again."""
    return done(question_id, questions.undo_duplicate)


@bp.route("/questions/<id:question_id>/move", methods=["GET", "POST"])
@guards.permitted(Permission.MOVE_QUESTION)
def move(question_id: int) -> Response | str:
    """Asks for the category it belongs to, and moves it there."""
    question, form = words_of(question_id, reader()), MoveForm()
    facts = {"q": question, "form": form, "options": open_categories(reader())}
    if not form.is_submitted():
        return render_template("questions/move.html", **facts)
    refusal = None
    if form.validate():
        try:
            return _moved(question_id, form.category.data)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(render_template("questions/move.html", **facts), refusal)


@bp.get("/questions/<id:question_id>/affected")
@guards.staff
def affected(question_id: int) -> str:
    """Who has this too, with their devices: for staff."""
    question = words_of(question_id, reader())
    return render_template("questions/affected.html", q=question, people=affected_people(question_id))


def _duplicate_page(question: Row[Any], form: DuplicateForm) -> str:
    typed = words_typed()
    found = [row for row in threads_to_choose(typed, question.title) if row.id != question.id]
    facts = {"typed": typed, "found": found, "ticked": {form.chosen.data}}
    return render_template("questions/duplicate.html", q=question, form=form, **facts)


def _marked(question_id: int, form: DuplicateForm) -> Response:
    with committing() as by:
        try:
            question, original = find_pair(question_id, form.original_id, by=by)
        except NotFound:
            raise Invalid("There is no question with this number or address.", field="original") from None
        failed = bool(form.fix_failed.data)
        questions.mark_duplicate(question, original, fix_failed=failed, by=by, at=clock.now())
    return to_thread(question)


def _moved(question_id: int, slug: str) -> Response:
    found = category_named(slug, reader())
    if found is None:
        raise Invalid("Choose one of the listed categories.", field="category")
    with committing() as by:
        question = find_question(question_id, by=by)
        questions.move_question(question, find_category(found.id, by=by), by=by, at=clock.now())
    return to_thread(question)
