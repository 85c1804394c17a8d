"""Signing in and out, and the language switch. Passwords are hashed and compared outside transactions."""

from urllib.parse import unquote, urlsplit

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, session
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from forum.accounts.actions.setup import has_accounts
from forum.accounts.actions.sign_in import (
    WRONG,
    check_may_sign_in,
    check_throttle,
    note_attempt,
    password_hash_of,
)
from forum.accounts.actors import load_actor
from forum.accounts.passwords import matches
from forum.accounts.sample_logins import SAMPLE_LOGINS, SAMPLE_PASSWORD
from forum.accounts.settings import who_may_sign_up
from forum.kernel import clock
from forum.kernel.db import session as database
from forum.kernel.errors import Invalid
from forum.kernel.words import LANGUAGES
from forum.pages.account.forms import SignInForm
from forum.people.models import Person
from forum.web import guards
from forum.web.committing import committing
from forum.web.errors import when_stale
from forum.web.fragments import safe_next
from forum.web.session import reader
from forum.web.typed import given_back, tried
from forum.web.words import LANGUAGE_COOKIE, _

bp = Blueprint("account", __name__)
_YEAR_SECONDS = 365 * 24 * 3600


@bp.get("/sign-in")
@guards.public
def sign_in() -> str | Response:
    """The sign-in form; who is signed in already goes on, and a forum without any account is set up first."""
    if reader().is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    if not has_accounts():
        return redirect("/setup")
    return _sign_in_page(SignInForm())


def _sign_in_anew() -> Response:
    """Who has signed in in another tab meanwhile goes on; anybody else gets the form back with his address."""
    if reader().is_authenticated:
        return redirect(safe_next(request.args.get("next")), 303)
    form = SignInForm()
    form.form_errors.append(_("This page was open for too long. Enter your password once more."))
    return given_back(_sign_in_page(form))


@bp.post("/sign-in")
@guards.public
@when_stale(_sign_in_anew)
def post_sign_in() -> Response:
    """The person is signed in and where he wanted to go."""
    form = SignInForm()

    def act() -> Response:
        _sign_in(form.email.data or "", form.password.data or "", remember=form.remember.data)
        return redirect(safe_next(request.args.get("next")), 303)

    return tried(form, act, lambda: _sign_in_page(form))


@bp.post("/sign-out")
@guards.public
def sign_out() -> Response:
    """Nobody is signed in in this browser, and it keeps none of the pages and files that it was given."""
    session.clear()
    logout_user()  # last: it leaves the word in the session that takes the lasting cookie away
    answer = redirect("/sign-in", 303)
    if current_app.config["IS_HTTPS"]:  # elsewhere browsers ignore it; drafts and the chosen language are no cache
        answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.post("/language")
@guards.public
def language() -> Response:
    """This browser, and the account if there is one, has the chosen language."""
    chosen = request.form.get("language", "")
    back = _with_what_was_asked(safe_next(request.form.get("next")))
    if chosen not in LANGUAGES:
        raise Invalid("Choose one of the listed values.")
    if reader().is_authenticated:
        with committing() as by:
            database.get_one(Person, by.id).language = chosen
    answer = make_response(redirect(back, 303))
    answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True)
    return answer


def _with_what_was_asked(path: str) -> str:
    """The address of the page at this path as the browser shows it, with its search and filters, where it says so."""
    shown = urlsplit(request.referrer or "")
    is_it = f"{shown.scheme}://{shown.netloc}/" == request.host_url and unquote(shown.path) == path
    return safe_next(f"{shown.path}?{shown.query}".rstrip("?")) if is_it else path


def _sign_in(address: str, password: str, *, remember: bool) -> None:
    """The person is signed in with a session of its own; Invalid if address and password do not belong together."""
    at, host = clock.now(), request.remote_addr or ""
    check_throttle(address, host, at=at)
    known = password_hash_of(address)
    database.rollback()
    good = matches(password, known[1] if known else None)
    with committing():
        note_attempt(address, host, succeeded=good, at=at)
    if not good or known is None:
        raise Invalid(WRONG)
    check_may_sign_in(database.get_one(Person, known[0]), at=at)
    enter(known[0], lasting=remember)


def _sign_in_page(form: SignInForm) -> str:
    """The form, and below it who may be tried out where the forum is the sample company's."""
    samples = SAMPLE_LOGINS if current_app.config["SAMPLE_COMPANY"] else {}
    facts = {"may_sign_up": who_may_sign_up() in ("open", "domains"), "sample_password": SAMPLE_PASSWORD}
    return render_template("account/sign_in.html", form=form, samples=samples, **facts)


def enter(person_id: int, *, lasting: bool) -> None:
    """The person is signed in, in a session that begins now; a lasting one outlives the browser's window."""
    actor = load_actor(person_id, at=clock.now())
    if actor is None:
        raise Invalid(WRONG)
    session.clear()
    session.permanent = lasting
    login_user(actor, remember=lasting)


def tell(words: str) -> None:
    """The next page begins with this sentence."""
    flash(words, "good")
