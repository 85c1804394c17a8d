"""Getting an account, and what mailed links lead to: a GET shows a button, only the POST does something, since mail
scanners open links."""

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.addresses import confirm_address
from forum.accounts.actions.invitations import invited_address
from forum.accounts.actions.links import Spent, owner_of
from forum.accounts.actions.setup import has_administrator, set_up
from forum.accounts.actions.sign_in import count_wish
from forum.accounts.actions.sign_up import choose_password, confirm, send_password_link, sign_up
from forum.accounts.models import LinkPurpose
from forum.accounts.passwords import check_password, hashed, matches
from forum.accounts.settings import MAIL_DOMAINS, who_may_sign_up
from forum.conduct.screening import check_shown_everywhere
from forum.kernel import clock
from forum.kernel.db import session as database
from forum.kernel.errors import Invalid, NotFound, TooMany
from forum.pages.account.forms import AddressForm, ConfirmForm, NewPasswordForm, SetUpForm, SignUpForm
from forum.pages.account.views import bp, enter, tell
from forum.web import guards
from forum.web.committing import committing
from forum.web.typed import given_back, refused, tried
from forum.web.words import _, language, sentence


@bp.route("/sign-up", methods=["GET", "POST"])
@guards.public
def join() -> str | Response | tuple[str, int]:
    """The sign-up form; after it, the same page whether or not the address has an account. Who was invited is in."""
    form = SignUpForm()
    if not form.is_submitted():
        form.invitation.data = request.args.get("invitation", "")
        form.email.data = invited_address(form.invitation.data, at=clock.now())
        return _sign_up_page(form, is_spent=bool(form.invitation.data and not form.email.data))
    if form.validate():
        try:
            person_id = _sign_up(form)
            if person_id is None:
                return render_template("account/sent.html", address=form.email.data)
            enter(person_id, lasting=False)
            return redirect("/", 303)
        except (Invalid, TooMany) as refusal:
            refused(form, refusal)
            return given_back(_sign_up_page(form), refusal)
    return _sign_up_page(form), 422


@bp.route("/confirm/<any(confirm, claim):purpose>/<secret>", methods=["GET", "POST"])
@guards.public
def confirming(purpose: str, secret: str) -> str | Response | tuple[str, int]:
    """Who was mailed the link and knows the password that was chosen has an account and is signed in."""
    form, at = ConfirmForm(), clock.now()
    owner = owner_of(secret, LinkPurpose(purpose), at=at)
    if form.is_submitted() and form.validate():
        try:
            enter(_confirmed(secret, LinkPurpose(purpose), form.password.data or ""), lasting=False)
            return redirect("/", 303)
        except Spent:
            raise
        except Invalid as refusal:
            form.refuse(refusal)
    claimed = owner.name if purpose == LinkPurpose.CLAIM else ""
    page = render_template("account/confirm.html", form=form, claimed=claimed)
    return page, 422 if form.is_submitted() else 200


@bp.route("/confirm/address/<secret>", methods=["GET", "POST"])
@guards.public
def confirming_address(secret: str) -> str | Response:
    """A button that makes the address the person's."""
    if request.method != "POST":
        owner = owner_of(secret, LinkPurpose.ADDRESS, at=clock.now())
        return render_template("account/confirm_address.html", address=owner.address)
    with committing():
        confirm_address(secret, at=clock.now())
    tell(_("Your address is confirmed. From now on you sign in with it."))
    return redirect("/settings/account", 303)


@bp.route("/forgotten-password", methods=["GET", "POST"])
@guards.public
def forgotten() -> str | Response:
    """Asks for the address and says the same whether or not somebody has it."""
    form = AddressForm()

    def act() -> Response:
        with committing():
            count_wish(request.remote_addr or "", at=clock.now())
            send_password_link(form.email.data or "", at=clock.now())
        return make_response(render_template("account/sent.html", address=form.email.data, for_password=True))

    def page() -> str:
        return render_template("account/forgotten.html", form=form)

    return tried(form, act, page) if form.is_submitted() else page()


@bp.route("/new-password/<secret>", methods=["GET", "POST"])
@guards.public
def new_password(secret: str) -> str | Response | tuple[str, int]:
    """The owner of a mailed link chooses a password."""
    form = NewPasswordForm()
    address = owner_of(secret, LinkPurpose.PASSWORD, at=clock.now()).address
    if form.is_submitted() and form.validate():
        try:
            _choose_password(secret, form.password.data or "")
            tell(_("Your password is changed. Please sign in."))
            return redirect("/sign-in", 303)
        except Spent:
            raise
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("account/new_password.html", form=form, address=address)
    return page, 422 if form.is_submitted() else 200


@bp.route("/setup", methods=["GET", "POST"])
@guards.public
def first_start() -> str | Response | tuple[str, int]:
    """Who has the console's code is the first administrator and signed in; no such page once there is one."""
    if has_administrator():
        raise NotFound("This forum has an administrator; the set-up page is closed. Sign in instead.")
    form = SetUpForm()
    if form.is_submitted() and form.validate():
        try:
            enter(_set_up(form), lasting=False)
            tell(_("The forum is yours."))
            return redirect("/", 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("account/setup.html", form=form), 422 if form.is_submitted() else 200


@bp.errorhandler(Spent)
def _spent(spent: Spent) -> tuple[str, int]:
    """What to do now, instead of a form that leads nowhere."""
    database.rollback()
    return render_template("account/spent.html", wrong=sentence(spent), purpose=spent.purpose), spent.status


def _sign_up_page(form: SignUpForm, *, is_spent: bool = False) -> str:
    """The form, or where nobody could sign up by it the reason alone."""
    mode, is_invited = who_may_sign_up(), bool(form.invitation.data) and not is_spent
    domains = MAIL_DOMAINS().split() if mode == "domains" and not is_invited else []
    facts = {"is_open": is_invited or mode in ("open", "domains"), "mode": mode, "is_spent": is_spent}
    return render_template("account/sign_up.html", form=form, domains=domains, **facts)


def _sign_up(form: SignUpForm) -> int | None:
    name, address, password = form.name.data or "", form.email.data or "", form.password.data or ""
    check_shown_everywhere(name, field="name")
    check_password(password, name=name, address=address)
    with committing():  # what follows takes a while
        count_wish(request.remote_addr or "", at=clock.now())
    kept = hashed(password)
    invitation = form.invitation.data or ""
    with committing():
        return sign_up(name, address, kept, language=language(), invitation=invitation, at=clock.now())


def _confirmed(secret: str, purpose: LinkPurpose, password: str) -> int:
    """The id of the person whose account is now active; the password is compared before the transaction."""
    owner = owner_of(secret, purpose, at=clock.now())
    if not matches(password, owner.password_hash):
        raise Invalid(
            "This is not the password that was chosen with this address. If you did not choose one, sign up again.",
            field="password",
        )
    with committing():
        return confirm(secret, purpose, at=clock.now()).id


def _choose_password(secret: str, password: str) -> None:
    owner = owner_of(secret, LinkPurpose.PASSWORD, at=clock.now())
    check_password(password, name=owner.name, address=owner.address)
    kept = hashed(password)
    with committing():
        choose_password(secret, kept, at=clock.now())


def _set_up(form: SetUpForm) -> int:
    """The id of the first administrator."""
    name, address, password = form.name.data or "", form.email.data or "", form.password.data or ""
    check_password(password, name=name, address=address)
    kept = hashed(password)
    with committing():
        return set_up(form.code.data or "", name, address, kept, language=language(), at=clock.now()).id
