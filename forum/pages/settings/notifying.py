"""What a person hears of, in which way and when; and how a mail is stopped without signing in."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.notifications.choices import Wishes, choose, matters_for, stop_mails, whose_mails, wishes_of
from forum.notifications.matters import MATTERS
from forum.notifications.settings import MAIL_WINDOW, MAILS_A_DAY
from forum.notifications.watching import unwatch, watch, watch_team_categories, watched_by
from forum.pages.settings.forms import NotificationsForm
from forum.pages.settings.views import saved
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import choices, number_in
from forum.web.fragments import safe_next
from forum.web.session import reader
from forum.web.words import _

bp = Blueprint("notifying", __name__)
_PAGE = "/settings/notifications"
_BETWEEN = "."  # matters in an address


@bp.route(_PAGE, methods=["GET", "POST"])
@guards.signed_in
def notifications() -> str | Response | tuple[str, int]:
    """One row a matter, and when mail may come."""
    form, wishes = _form(), wishes_of(reader())
    if form.is_submitted():
        wishes = _sent(form)
        if form.validate():
            try:
                with committing() as by:
                    choose(wishes, by=by)
                return saved(_PAGE)
            except Invalid as refusal:
                form.refuse(refusal)
    else:
        form.show(wishes)
    page = render_template(
        "settings/notifications.html", form=form, ways=wishes.ways, matters=matters_for(reader()), most=MAILS_A_DAY(),
        minutes=MAIL_WINDOW(),
        watched=watched_by(reader()), may_watch_team=reader().may(Permission.WORK_TICKETS),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@bp.post("/watches")
@guards.signed_in
def post_watch() -> Response:
    """The reader hears of the category, the tag or the colleague."""
    with committing() as by:
        watch(*_thing(), by=by, at=clock.now())
    return _back()


@bp.post("/watches/undo")
@guards.signed_in
def post_no_watch() -> Response:
    """The reader hears no more of it."""
    with committing() as by:
        unwatch(*_thing(), by=by)
    return _back()


@bp.post("/watches/team")
@guards.permitted(Permission.WORK_TICKETS)
def post_watch_team() -> Response:
    """The reader watches the categories of his teams."""
    with committing() as by:
        watch_team_categories(by=by, at=clock.now())
    return saved(_PAGE)


@bp.get("/unsubscribe/<mail_key>/<matters>")
@guards.public
def unsubscribe(mail_key: str, matters: str) -> str:
    """One button: mail scanners open links, so that only a POST changes anything."""
    whose_mails(mail_key)
    labels = [_(MATTERS[name].label) for name in matters.split(_BETWEEN) if name in MATTERS]
    return render_template("settings/unsubscribe.html", labels=labels, is_done=False)


@bp.post("/unsubscribe/<mail_key>/<matters>")
@guards.by_secret_address
def post_unsubscribe(mail_key: str, matters: str) -> str:
    """These matters come to the inbox only. Mail programs post here for their reader, and follow no redirect (RFC 8058,
    3.1)."""
    with committing():
        stop_mails(mail_key, matters.split(_BETWEEN))
    return render_template("settings/unsubscribe.html", labels=[], is_done=True)


def _thing() -> tuple[str, int]:
    return request.form.get("kind", ""), number_in(request.form.get("thing", "")) or 0


def _back() -> Response:
    return redirect(safe_next(request.form.get("next")), 303)


def _form() -> NotificationsForm:
    form = NotificationsForm()
    form.rhythm.choices = choices({"daily": _("Every working day, at 8:00"), "weekly": _("On Mondays, at 8:00")})
    return form


def _sent(form: NotificationsForm) -> Wishes:
    ways = {matter.name: request.form.get(f"way-{matter.name}", matter.usual) for matter in matters_for(reader())}
    return Wishes(
        ways, form.rhythm.data or "", form.quiet_from.minutes, form.quiet_until.minutes, form.follows_threads.data
    )
