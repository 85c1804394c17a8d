"""Mail that came in: what was decided about each message and why; the addresses it comes to."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.administration import all_teams
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import NotFound, Refusal
from forum.kernel.text.clean import clean_line
from forum.kernel.words import N_
from forum.mailbox.actions.addresses import AddressDraft, add_address, remove_address
from forum.mailbox.actions.order import attach, may_order, reject, release, replay
from forum.mailbox.actions.put import put_as_answer, put_as_comment
from forum.mailbox.actions.stops import block, end_stop
from forum.mailbox.facts import Kind, Makes
from forum.mailbox.gathering import letter_of
from forum.mailbox.queries import MOST_LISTED, all_addresses, mail_shown, mailbox_troubles, mails_before, stops_in_force
from forum.pages.admin.views import bp
from forum.pages.questions.forms import number_of
from forum.topics.administration import all_categories
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.forms import chosen_in, number_in
from forum.web.typed import done_or_given_back, wrong_of
from forum.web.words import _

_NEWEST = 2**62
_LONGEST_ADDRESS = 300
DECISIONS = {
    Kind.REPLY: N_("Reply in a ticket"),
    Kind.NOTE: N_("Note in a ticket"),
    Kind.POST: N_("Written in a thread"),
    Kind.TICKET: N_("New ticket"),
    Kind.TICKET_FOR: N_("New ticket for a colleague"),
    Kind.LEAD_TICKET: N_("Confidential ticket for the lead"),
    Kind.QUESTION: N_("New question"),
    Kind.ATTACH: N_("Mentioned in a ticket"),
    Kind.PARK: N_("Parked"),
    Kind.REFUSE: N_("Refused kindly"),
    Kind.IGNORE: N_("Kept, nothing follows"),
}


@bp.get("/mail-in")
@guards.permitted(Permission.ADMINISTER)
def mail_in() -> str:
    """Messages, the newest first; those that wait for an administrator alone with `show=parked`."""
    parked_only = request.args.get("show") == "parked"
    before = number_in(request.args.get("before", "")) or _NEWEST
    rows = mails_before(min(before, _NEWEST), parked_only=parked_only)
    kept = "show=parked&" if parked_only else ""
    older = f"/admin/mail-in?{kept}before={rows[MOST_LISTED - 1].id}" if len(rows) > MOST_LISTED else ""
    facts = {
        "parked_only": parked_only,
        "older": older,
        "decisions": DECISIONS,
        "stops": stops_in_force(at=clock.now()),
        "troubles": mailbox_troubles(at=clock.now()),
    }
    return render_template("admin/mail_in.html", mails=rows[:MOST_LISTED], **facts)


@bp.get("/mail-in/<id:mail_id>")
@guards.permitted(Permission.ADMINISTER)
def mail_in_one(mail_id: int) -> str:
    """One message: whom it is from, what it says, what was decided and why."""
    return _one(mail_id)


@bp.post("/mail-in/<id:mail_id>/release")
@guards.permitted(Permission.ADMINISTER)
def post_mail_release(mail_id: int) -> Response:
    """The message is let through."""
    return _ordered(mail_id, release, _("It is let through; the worker does it in a moment."))


@bp.post("/mail-in/<id:mail_id>/rejection")
@guards.permitted(Permission.ADMINISTER)
def post_mail_rejection(mail_id: int) -> Response:
    """Nothing follows from the message."""
    return _ordered(mail_id, reject, _("Nothing follows from it."))


@bp.post("/mail-in/<id:mail_id>/replay")
@guards.permitted(Permission.ADMINISTER)
def post_mail_replay(mail_id: int) -> Response:
    """The rules decide on the message again."""
    return _ordered(mail_id, replay, _("It is decided on again; the worker does it in a moment."))


@bp.post("/mail-in/<id:mail_id>/ticket")
@guards.permitted(Permission.ADMINISTER)
def post_mail_ticket(mail_id: int) -> Response:
    """The message belongs to the ticket with the number in the form."""
    number = clean_line(request.form.get("ticket", ""))[:40]
    order = partial(attach, number=number)
    return _ordered(mail_id, order, _("It goes into the ticket; the worker does it in a moment."))


@bp.post("/mail-in/<id:mail_id>/answer")
@guards.permitted(Permission.ADMINISTER)
def post_mail_answer(mail_id: int) -> Response:
    """The message is its sender's answer in the thread that the form names."""
    return _put_into_thread(mail_id, put_as_answer)


@bp.post("/mail-in/<id:mail_id>/comment")
@guards.permitted(Permission.ADMINISTER)
def post_mail_comment(mail_id: int) -> Response:
    """The message is its sender's comment on the question of the thread that the form names."""
    return _put_into_thread(mail_id, put_as_comment)


@bp.post("/mail-in/<id:mail_id>/block")
@guards.permitted(Permission.ADMINISTER)
def post_mail_block(mail_id: int) -> Response:
    """Nothing follows from mail of this sender any more."""
    sender = mail_shown(mail_id).sender
    if not sender:
        raise NotFound
    with committing() as by:
        block(sender, by=by, at=clock.now())
    flash(_("Nothing follows from mail of %(sender)s any more.", sender=sender), "good")
    return redirect(f"/admin/mail-in/{mail_id}", 303)


@bp.post("/mail-stops/<id:stop_id>/end")
@guards.permitted(Permission.ADMINISTER)
def post_mail_stop_end(stop_id: int) -> Response:
    """Mail comes through again."""
    with committing() as by:
        end_stop(stop_id, by=by, at=clock.now())
    flash(_("Mail comes through again. What was parked meanwhile still waits for you."), "good")
    return redirect("/admin/mail-in", 303)


@bp.get("/mail-addresses")
@guards.permitted(Permission.ADMINISTER)
def mail_addresses() -> str:
    """Our addresses, and a form for one more."""
    return _addresses()


@bp.post("/mail-addresses")
@guards.permitted(Permission.ADMINISTER)
def post_mail_address() -> Response:
    """Mail to the address becomes what the form says."""
    return done_or_given_back(_add, _addresses, done=_("Saved."))


@bp.post("/mail-addresses/<id:address_id>/removal")
@guards.permitted(Permission.ADMINISTER)
def post_mail_address_removal(address_id: int) -> Response:
    """Mail to the address opens nothing any more."""
    with committing() as by:
        remove_address(address_id, by=by, at=clock.now())
    flash(_("Removed. Mail to it waits for an administrator from now on."), "good")
    return redirect("/admin/mail-addresses", 303)


def _one(mail_id: int, refusal: Refusal | None = None) -> str:
    mail = mail_shown(mail_id)
    is_waiting = mail.done_at is None and mail.parked_at is None
    may = may_order(mail.decision, is_waiting=is_waiting, is_kept=mail.raw_id is not None)
    facts = {"letter": letter_of(mail_id) if may else None, "may_order": may, "decisions": DECISIONS}
    wrong = wrong_of(refusal) if refusal else {}
    return render_template("admin/mail_in_one.html", mail=mail, wrong=wrong, typed=request.form, **facts)


def _put_into_thread(mail_id: int, put: Callable[..., None]) -> Response:
    typed = clean_line(request.form.get("thread", ""))
    order = partial(put, question_id=number_of(typed) if len(typed) <= _LONGEST_ADDRESS else 0)
    return _ordered(mail_id, order, _("It goes into the thread; the worker does it in a moment."))


def _ordered(mail_id: int, order: Callable[..., None], done: str) -> Response:
    def act() -> str:
        with committing() as by:
            order(mail_id, by=by, at=clock.now())
        return f"/admin/mail-in/{mail_id}"

    return done_or_given_back(act, lambda refusal: _one(mail_id, refusal), done=done)


def _add() -> str:
    form = request.form
    place = chosen_in(form.get("category", "")), chosen_in(form.get("team", ""))
    draft = AddressDraft(clean_line(form.get("email", "")), form.get("makes", ""), *place)

    def act(by: Actor) -> str:
        add_address(draft, by=by, at=clock.now())
        return "/admin/mail-addresses"

    return once_sent(act)


def _addresses(refusal: Refusal | None = None) -> str:
    categories = [each for each in all_categories() if each.archived_at is None]
    facts = {"categories": categories, "teams": all_teams(), "kinds": list(Makes)}
    wrong = wrong_of(refusal) if refusal else {}
    return render_template("admin/mail_addresses.html", rows=all_addresses(), typed=request.form, wrong=wrong, **facts)
