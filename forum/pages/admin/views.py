"""Administration's home with health and first steps, and the settings."""

from itertools import groupby
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.configuring import change_setting, value_to_change
from forum.accounts.actions.outbox import send_again, send_all_again
from forum.accounts.roles import Permission
from forum.accounts.settings import MAINTENANCE
from forum.files.queries import store_room
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.pending import count_stuck
from forum.kernel.settings.registry import Setting, all_settings, setting_named
from forum.mail.bounces import everybody_paused
from forum.mail.models import OutgoingMail
from forum.mailbox.queries import mailbox_troubles
from forum.pages.admin.mail_kinds import MAIL_KINDS
from forum.pages.admin.queries import backlogs, last_changes, newest_mails, parked_mails
from forum.pages.admin.steps import first_steps
from forum.topics.administration import unheard_categories
from forum.web import guards
from forum.web.committing import committing
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from forum.web.session import reader
from forum.web.words import _, ngettext, sentence

bp = Blueprint("admin", __name__, url_prefix="/admin")

# What the forum is, then what people do in it, from reading to the mails about it, then what is rarely touched.
_GROUPS = (
    "General", "Sign-in", "Reading", "Questions", "Search", "Knowledge", "Tickets", "Mail in", "Mails of news",
    "Moderation", "Files",
)  # fmt: skip


@bp.get("")
@guards.permitted(Permission.ADMINISTER)
def home() -> str:
    """Health in sentences, and the first steps of a new installation."""
    facts = {"waiting": backlogs(at=clock.now()), "steps": first_steps(reader()), "closed": MAINTENANCE()}
    facts |= {"troubles": mailbox_troubles(at=clock.now()), "unheard": unheard_categories()}
    return render_template("admin/home.html", room=store_room(), **facts)


@bp.get("/settings")
@guards.permitted(Permission.ADMINISTER)
def settings() -> str:
    """Every setting with its help, its default, and who changed it."""
    return _settings_page()


@bp.post("/settings/<key>")
@guards.permitted(Permission.ADMINISTER)
def post_setting(key: str) -> Response | tuple[str, int]:
    """The setting has this value; the ledger says who changed it."""
    try:
        setting = setting_named(key)
    except KeyError:
        raise NotFound from None
    text = value = request.form.get("value", "")
    try:
        value = setting.parse(text)
        with committing() as by:
            now = value_to_change(setting, by=by)
            check_not_overtaken(request.form.get("opened"), {"value": value}, {"value": now})
            change_setting(setting, value, by=by, at=clock.now())
    except (Invalid, Overtaken) as refusal:
        return _settings_page(key, value, refusal), refusal.status
    flash(_("Saved."), "good")
    return redirect(f"/admin/settings#{key}", 303)


def _settings_page(key: str = "", typed: Any = None, refused: Invalid | Overtaken | None = None) -> str:
    """All settings; the one that was refused as it was typed, or as it is now where it was not touched."""
    if isinstance(refused, Overtaken):
        typed = refused.merged["value"]
    return render_template(
        "admin/settings.html",
        groups=_settings_in_groups(),
        changed=last_changes(),
        wrong={key: sentence(refused)} if refused else {},
        typed={key: typed} if refused else {},
        opened={key: request.form.get("opened", "")} if isinstance(refused, Invalid) else {},
        overtaken={key: refused} if isinstance(refused, Overtaken) else {},
        opened_on=opened_on,
    )


def _settings_in_groups() -> dict[str, list[Setting[Any]]]:
    """The settings under the headings of the page, in the order in which somebody sets a forum up."""
    in_order = sorted(all_settings(), key=lambda setting: _GROUPS.index(setting.group))
    return {group: list(members) for group, members in groupby(in_order, key=lambda setting: setting.group)}


@bp.get("/mails")
@guards.permitted(Permission.ADMINISTER)
def mails() -> str:
    """The outbox: waiting, sent, come back, parked; and from whom mails come back. With `show=parked` those alone."""
    parked_only = request.args.get("show") == "parked"
    rows = parked_mails() if parked_only else newest_mails()
    _late, parked = count_stuck(OutgoingMail, at=clock.now())
    facts = {"parked_only": parked_only, "parked": parked, "paused": everybody_paused(), "kinds": MAIL_KINDS}
    leave = current_app.extensions["environment"].sends_mails
    return render_template("admin/mails.html", mails=rows, leave=leave, **facts)


@bp.post("/mails/sending")
@guards.permitted(Permission.ADMINISTER)
def resend_all() -> Response:
    """Every parked mail is tried again from the beginning."""
    with committing() as by:
        number = send_all_again(by=by, at=clock.now())
    flash(ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", number), "good")
    return redirect("/admin/mails", 303)


@bp.post("/mails/<id:mail_id>/sending")
@guards.permitted(Permission.ADMINISTER)
def resend(mail_id: int) -> Response:
    """A parked mail is tried again from the beginning."""
    with committing() as by:
        send_again(mail_id, by=by, at=clock.now())
    return redirect("/admin/mails", 303)
