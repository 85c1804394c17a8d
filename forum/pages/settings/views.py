"""One's own settings: what others see, language and look, account, privacy."""

from contextlib import suppress

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask_login import login_user
from werkzeug.wrappers import Response

from forum.accounts.actions.addresses import ask_for_new_address, ask_whether_mail_arrives
from forum.accounts.actions.profile import (
    ProfileChange,
    change_preferences,
    change_profile,
    remove_photo,
    said_by,
    set_photo,
)
from forum.accounts.actions.sign_in import end_sessions
from forum.accounts.actions.sign_up import change_password
from forum.accounts.actors import load_actor
from forum.accounts.feeds import feed_key_of, give_feed_key, revoke_feed_key
from forum.accounts.passwords import check_password, hashed, matches
from forum.accounts.queries import profile, staff_photos, stored_hash
from forum.files.actions import address_of, keep_bytes, link_files, record_file, rows_of
from forum.files.content import prepared_photo
from forum.files.pictures import ALIKE, look_of
from forum.files.storage import FolderStorage, Storage
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.errors import Invalid, TooLarge
from forum.kernel.text.markdown import render
from forum.mail.bounces import pause_of
from forum.pages.settings.forms import NewAddressForm, PasswordForm, PreferencesForm, ProfileForm
from forum.pages.settings.zones import zone_labels
from forum.people.models import Person
from forum.privacy.actions.copy import ask_for_copy
from forum.privacy.own_data import COPY_KEPT_FOR, latest_copy
from forum.votes.settings import HELPERS_PAGE
from forum.votes.thanks import is_listed_helper
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import choices
from forum.web.meanwhile import check_not_overtaken, opened_on
from forum.web.session import reader
from forum.web.typed import done_or_given_back, tried
from forum.web.words import _, sentence

bp = Blueprint("settings", __name__, url_prefix="/settings")
_SAID = ("name", "handle", "title", "department", "location", "languages", "about")
_LARGEST_PHOTO = 8 * 1024 * 1024  # bytes


@bp.route("", methods=["GET", "POST"])
@guards.signed_in
def own_profile() -> str | Response:
    """What others see."""
    form = ProfileForm(obj=profile(reader().handle))
    if not form.is_submitted():
        form.opened.data = opened_on(_said(form))
        return _profile_page(form)

    def act() -> Response:
        about = form.about.data or ""
        change = ProfileChange(**_said(form), about_html=render(about) if about else "")
        with committing() as by:
            me = session.get_one(Person, by.id, with_for_update=True)
            check_not_overtaken(form.opened.data, _said(form), said_by(me))
            change_profile(me, change, at=clock.now())
        return saved("/settings")

    return tried(form, act, lambda: _profile_page(form))


@bp.post("/photo")
@guards.signed_in
def post_photo() -> Response | tuple[str, int]:
    """The person is shown with the picture that was sent, drawn again without what cameras write into it."""
    upload = request.files.get("photo")
    data = upload.stream.read(_LARGEST_PHOTO + 1) if upload else b""
    try:
        if not data or len(data) > _LARGEST_PHOTO:
            raise Invalid("Choose a picture of up to 8 MB.", field="photo")
        _keep_photo(data)
    except (Invalid, TooLarge) as refusal:
        form = ProfileForm(formdata=None, obj=profile(reader().handle))
        form.opened.data = opened_on(_said(form))
        return _profile_page(form, photo_wrong=sentence(refusal)), refusal.status
    return saved("/settings")


@bp.post("/photo/removal")
@guards.signed_in
def post_no_photo() -> Response:
    """The person is shown with initials."""
    with committing() as by:
        remove_photo(session.get_one(Person, by.id))
    return saved("/settings")


@bp.route("/preferences", methods=["GET", "POST"])
@guards.signed_in
def preferences() -> str | Response | tuple[str, int]:
    """Language, time zone, look, keys."""
    form = PreferencesForm(obj=profile(reader().handle))
    form.zone.choices = choices(zone_labels(reader().zone))
    form.theme.choices = choices({"auto": _("As the device"), "light": _("Light"), "dark": _("Dark")})
    if form.is_submitted() and form.validate():
        wish = {name: form[name].data for name in ("language", "zone", "theme", "shortcuts", "tone_check")}
        try:
            with committing() as by:
                change_preferences(session.get_one(Person, by.id), **wish)
            return saved("/settings/preferences")
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("settings/preferences.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/account")
@guards.signed_in
def account() -> str:
    """Password, address, sessions."""
    return _account_page(PasswordForm(), NewAddressForm())


@bp.post("/password")
@guards.signed_in
def post_password() -> Response | tuple[str, int]:
    """The password is another one; other browsers are signed out, this one stays."""
    form = PasswordForm()
    if form.validate():
        try:
            check_password(form.password.data or "", name=reader().name, address=reader().email)
            _check_present(form.present.data or "")
            kept = hashed(form.password.data or "")
            with committing() as by:
                change_password(session.get_one(Person, by.id), kept, at=clock.now())
            _sign_in_again()
            return saved("/settings/account")
        except Invalid as refusal:
            form.refuse(refusal)
    return _account_page(form, NewAddressForm(formdata=None)), 422


@bp.post("/address")
@guards.signed_in
def post_address() -> Response | tuple[str, int]:
    """A mail asks the new address for confirmation."""
    form = NewAddressForm()
    if form.validate():
        try:
            _check_present(form.present.data or "")
            with committing() as by:
                ask_for_new_address(session.get_one(Person, by.id), form.email.data or "", at=clock.now())
            told = _(
                "Unless a colleague has %(address)s, a mail with a link is on its way to it. Follow that link.",
                address=form.email.data,
            )
            flash(told, "good")
            return redirect("/settings/account", 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return _account_page(PasswordForm(formdata=None), form), 422


@bp.post("/address/trial")
@guards.signed_in
def post_address_trial() -> Response:
    """A mail asks whether the present address is good."""
    with committing() as by:
        ask_whether_mail_arrives(session.get_one(Person, by.id), at=clock.now())
    flash(_("We have written to %(address)s. Follow the link in that mail.", address=reader().email), "good")
    return redirect("/settings/account#address", 303)


@bp.post("/sessions/end")
@guards.signed_in
def post_end_sessions() -> Response:
    """Every other browser is signed out."""
    with committing() as by:
        end_sessions(by.id)
    _sign_in_again()
    flash(_("All other browsers are signed out."), "good")
    return redirect("/settings/account", 303)


@bp.get("/privacy")
@guards.signed_in
def privacy() -> str:
    """A copy of all one's data, and the key for feeds."""
    return _privacy_page()


@bp.post("/privacy/copy")
@guards.signed_in
def post_copy() -> Response:
    """The worker makes a copy of all the reader's data."""

    def act() -> str:
        with committing() as by:
            ask_for_copy(by=by, at=clock.now())
        return "/settings/privacy"

    return done_or_given_back(act, lambda refusal: _privacy_page(wrong=sentence(refusal)))


@bp.post("/feed-key")
@guards.signed_in
def post_feed_key() -> Response:
    """There is a new key for feeds."""
    with committing() as by:
        give_feed_key(by=by)
    return saved("/settings/privacy")


@bp.post("/feed-key/revocation")
@guards.signed_in
def post_no_feed_key() -> Response:
    """There is no key for feeds."""
    with committing() as by:
        revoke_feed_key(by=by)
    return saved("/settings/privacy")


def saved(where: str) -> Response:
    """The answer to a form of settings that was kept."""
    flash(_("Saved."), "good")
    return redirect(where, 303)


def _keep_photo(data: bytes) -> None:
    storage, photo = FolderStorage(current_app.extensions["environment"].files_dir), prepared_photo(data)
    _check_own(photo.data, storage)
    kept = keep_bytes(photo, storage)
    with rows_of([kept], storage), committing() as by:
        file = record_file(kept, by_id=by.id, at=clock.now())
        link_files([file.token], at=clock.now())
        set_photo(session.get_one(Person, by.id), file.id, address_of(file))


def _check_own(photo: bytes, storage: Storage) -> None:
    """Invalid if somebody of the staff shows this picture: nobody imitates a face that people trust."""
    look = look_of(photo)
    for token in staff_photos(but_of=reader().id):
        with suppress(FileNotFoundError), storage.open(token) as file:
            if (look ^ look_of(file.read())).bit_count() < ALIKE:
                raise Invalid(
                    "Somebody of the IT staff, a moderator or an administrator shows this picture. "
                    "Choose one of yourself.",
                    field="photo",
                )


def _privacy_page(*, wrong: str = "") -> str:
    key, copy = feed_key_of(reader().id), latest_copy(reader().id)
    is_there = copy is not None and copy.done_at is not None and clock.now() - copy.done_at < COPY_KEPT_FOR
    facts = {"has_helpers": HELPERS_PAGE(), "is_listed": is_listed_helper(reader())}
    return render_template("settings/privacy.html", key=key, copy=copy, is_there=is_there, wrong=wrong, **facts)


def _said(form: ProfileForm) -> dict[str, str]:
    """What the form says, by field."""
    return {name: form[name].data or "" for name in _SAID}


def _profile_page(form: ProfileForm, *, photo_wrong: str = "") -> str:
    return render_template("settings/profile.html", form=form, photo_wrong=photo_wrong)


def _check_present(password: str) -> None:
    kept = stored_hash(reader().id)
    session.rollback()
    if not matches(password, kept):
        raise Invalid("This is not your present password.", field="present")


def _sign_in_again() -> None:
    actor = load_actor(reader().id, at=clock.now())
    if actor is not None:
        login_user(actor, remember="remember_token" in request.cookies)


def _account_page(password: PasswordForm, address: NewAddressForm) -> str:
    return render_template("settings/account.html", password=password, address=address, pause=pause_of(reader().id))
