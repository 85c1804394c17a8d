"""What curators do with entries: publish, review, retire, check, give an owner; and what waits for them."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.knowledge.faq.actions import check_entry, find_entry, give_owner, move_on, publish_entry
from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.knowledge.faq.queries.care import curators, entries_to_care_for
from forum.knowledge.faq.queries.entry import entry_shown
from forum.knowledge.faq.rules import Step
from forum.pages.faq import words
from forum.pages.faq.blueprint import bp
from forum.pages.faq.reading import address_of
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.session import reader
from forum.web.words import _, day


@bp.get("/faq/upkeep")
@guards.permitted(Permission.CURATE_FAQ)
def upkeep() -> str:
    """What waits for review, may be wrong, is to be checked, has no translation; drafts and what is obsolete."""
    return render_template("faq/upkeep.html", care=entries_to_care_for(reader(), at=clock.now()))


@bp.post("/faq/<id:entry_id>/publication")
@guards.permitted(Permission.CURATE_FAQ)
def publish(entry_id: int) -> Response:
    """Readers find the entry."""
    with committing() as by:
        entry = find_entry(entry_id, by=by)
        publish_entry(entry, by=by, at=clock.now())
    return _done(entry, _(words.PUBLISHED))


@bp.post("/faq/<id:entry_id>/review")
@guards.permitted(Permission.CURATE_FAQ)
def review(entry_id: int) -> Response:
    """A colleague is to look at the draft; or a published entry is taken back until somebody has looked."""
    with committing() as by:
        entry = find_entry(entry_id, by=by)
        step = Step.REVIEW_AGAIN if entry.state is FaqState.PUBLISHED else Step.SUBMIT
        move_on(entry, step, by=by, at=clock.now())
    return _done(entry, _(words.TAKEN_BACK if step is Step.REVIEW_AGAIN else words.SUBMITTED))


@bp.post("/faq/<id:entry_id>/draft")
@guards.permitted(Permission.CURATE_FAQ)
def back_to_draft(entry_id: int) -> Response:
    """What was under review needs work; what was obsolete is taken up again."""
    with committing() as by:
        entry = find_entry(entry_id, by=by)
        step = Step.REVIVE if entry.state is FaqState.OBSOLETE else Step.SEND_BACK
        move_on(entry, step, reason=_reason(), by=by, at=clock.now())
    return _done(entry, _(words.DRAFTED))


@bp.post("/faq/<id:entry_id>/retirement")
@guards.permitted(Permission.CURATE_FAQ)
def retire(entry_id: int) -> Response:
    """The entry is obsolete: who has its address reads that, lists leave it out."""
    with committing() as by:
        entry = find_entry(entry_id, by=by)
        move_on(entry, Step.RETIRE, reason=_reason(), by=by, at=clock.now())
    return _done(entry, _(words.OBSOLETE))


@bp.post("/faq/<id:entry_id>/check")
@guards.permitted(Permission.CURATE_FAQ)
def check(entry_id: int) -> Response:
    """Still true, says the reader."""
    with committing() as by:
        entry = find_entry(entry_id, by=by)
        check_entry(entry, by=by, at=clock.now())
        due = entry.review_due_at
    return _done(entry, _("Thank you. Next check: %(day)s.", day=day(due) if due else "-"))


@bp.route("/faq/<id:entry_id>/owner", methods=["GET", "POST"])
@guards.permitted(Permission.CURATE_FAQ)
def owner(entry_id: int) -> Response | str:
    """Asks who answers for the entry, and hands it over."""
    if request.method != "POST":
        return render_template("faq/owner.html", e=entry_shown(entry_id, reader()), curators=curators())
    with committing() as by:
        entry = find_entry(entry_id, by=by)
        give_owner(entry, number_in(request.form.get("owner", "")) or 0, by=by, at=clock.now())
    return _done(entry, _("Saved."))


def _done(entry: FaqEntry, told: str) -> Response:
    """Back to the entry, where it is said."""
    flash(told, "good")
    return redirect(address_of(entry), 303)


def _reason() -> str:
    return clean_line(request.form.get("reason", ""))
