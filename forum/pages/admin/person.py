"""One person's account, as administrators change it."""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.administering import (
    assign_account,
    correct_account,
    mail_again,
    mail_password_link,
    sign_out_everywhere,
)
from forum.accounts.actions.closing import deactivate, reactivate
from forum.accounts.actions.groups import join_group, leave_group
from forum.accounts.actions.roles import grant_role, withdraw_role
from forum.accounts.actions.teams import join_team, lead_team, leave_team
from forum.accounts.actors import Actor
from forum.accounts.administration import (
    SUSPENDED,
    all_groups,
    all_teams,
    groups_of,
    person_with_handle,
    places_of,
    state_of,
)
from forum.accounts.models import Group, Team
from forum.accounts.roles import Permission, Role, roles_of
from forum.importers.giving import account_with, give_posts
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.text.clean import clean_line
from forum.pages.admin.forms import AccountForm, AddressForm, PlaceForm
from forum.pages.admin.views import bp
from forum.people.models import Person
from forum.privacy.actions.erase import erase_person
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import choices, number_in
from forum.web.meanwhile import opened_on
from forum.web.typed import done_or_given_back, tried
from forum.web.words import _, sentence

T = TypeVar("T", Team, Group)
Change = Callable[[Person, Actor], object]


@bp.get("/people/<handle>")
@guards.permitted(Permission.ADMINISTER)
def person(handle: str) -> str:
    """One person's account, roles, teams and groups."""
    return _page(handle)


@bp.post("/people/<handle>/roles")
@guards.permitted(Permission.ADMINISTER)
def post_role(handle: str) -> Response:
    """The person has one role more, or one less."""
    role, act = request.form.get("role", ""), request.form.get("act", "")
    if role not in set(Role):
        raise Invalid("Choose one of the listed values.")
    change = withdraw_role if act == "withdraw" else grant_role
    return _changed(handle, lambda person, by: change(person, Role(role), by=by, at=clock.now()))


@bp.post("/people/<handle>/teams")
@guards.permitted(Permission.ADMINISTER)
def post_team_of(handle: str) -> Response:
    """The person works in the team, for the given speciality, and leads it if wished; or works in it no longer."""
    form = PlaceForm()
    if request.form.get("act") == "leave":
        return _changed(handle, lambda person, by: leave_team(person, _found(Team, "team"), by=by, at=clock.now()))

    def act() -> Response:
        with committing() as by:
            someone, team = person_with_handle(handle), _found(Team, "team")
            join_team(someone, team, form.speciality.data or "", by=by, at=clock.now())
            if form.lead.data:
                lead_team(someone, team, by=by, at=clock.now())
        return _saved(handle)

    return tried(form, act, lambda: _page(handle, place=form))


@bp.post("/people/<handle>/groups")
@guards.permitted(Permission.ADMINISTER)
def post_group_of(handle: str) -> Response:
    """The person is in the group of readers, or no longer."""
    change = leave_group if request.form.get("act") == "leave" else join_group
    return _changed(handle, lambda person, by: change(person, _found(Group, "group"), by=by, at=clock.now()))


@bp.post("/people/<handle>/account")
@guards.permitted(Permission.ADMINISTER)
def post_account(handle: str) -> Response:
    """The account has another name or mail address; the former address is told of it."""
    form = AccountForm()

    def act() -> Response:
        with committing() as by:
            someone = person_with_handle(handle)
            form.check_not_overtaken(_named(someone))
            correct_account(someone, form.name.data or "", form.email.data or "", by=by, at=clock.now())
        return _saved(handle)

    return tried(form, act, lambda: _page(handle, account=form))


@bp.post("/people/<handle>/owner")
@guards.permitted(Permission.ADMINISTER)
def post_owner(handle: str) -> Response:
    """What was imported under the name belongs to the owner of the address, who is written to; or is given to him, if
    he has an account, after a page that names him."""
    form = AddressForm()
    address = form.email.data or ""
    heir = account_with(address)
    if heir is not None and not request.form.get("sure"):
        return make_response(_page(handle, owner=form, heir=heir))

    def act() -> Response:
        with committing() as by:
            someone, heir = person_with_handle(handle), account_with(address)
            if heir is not None:
                give_posts(someone, heir, by=by, at=clock.now())
                return _saved(heir.handle)
            assign_account(someone, address, by=by, at=clock.now())
        return _saved(handle)

    return tried(form, act, lambda: _page(handle, owner=form))


@bp.post("/people/<handle>/password-link")
@guards.permitted(Permission.ADMINISTER)
def post_password_link(handle: str) -> Response:
    """A mail with a link to a new password is on its way to the person."""
    told = _("The mail with the link is on its way.")
    return _changed(handle, lambda person, by: mail_password_link(person, by=by, at=clock.now()), told)


@bp.post("/people/<handle>/mail")
@guards.permitted(Permission.ADMINISTER)
def post_mail_again(handle: str) -> Response:
    """News are mailed to the person again, though mails came back."""
    told = _("News are mailed to this person again.")
    return _changed(handle, lambda person, by: mail_again(person, by=by, at=clock.now()), told)


@bp.post("/people/<handle>/sessions/end")
@guards.permitted(Permission.ADMINISTER)
def post_sessions_of(handle: str) -> Response:
    """The person is signed out of every browser."""
    told = _("Signed out of every browser.")
    return _changed(handle, lambda person, by: sign_out_everywhere(person, by=by, at=clock.now()), told)


@bp.post("/people/<handle>/deactivation")
@guards.permitted(Permission.ADMINISTER)
def post_deactivation(handle: str) -> Response:
    """The account is closed; posts stay, with the name unless it was said to take it away."""
    keeps_name = request.form.get("name") != "former"
    return _changed(handle, lambda person, by: deactivate(person, keeps_name=keeps_name, by=by, at=clock.now()))


@bp.post("/people/<handle>/deactivation/undo")
@guards.permitted(Permission.ADMINISTER)
def post_reactivation(handle: str) -> Response:
    """The account is open again."""
    return _changed(handle, lambda person, by: reactivate(person, by=by, at=clock.now()))


@bp.post("/people/<handle>/erasure")
@guards.permitted(Permission.ADMINISTER)
def post_erasure(handle: str) -> Response:
    """The person is nobody from now on; the worker takes him out of what others wrote."""

    sure = clean_line(request.form.get("sure", ""))

    def act() -> str:
        if sure != handle:
            raise Invalid("Write the handle to say whom you mean.", field="sure")
        with committing() as by:
            return f"/removals/{erase_person(person_with_handle(handle), by=by, at=clock.now()).id}"

    return done_or_given_back(act, lambda refusal: _page(handle, wrong=sentence(refusal), sure=sure))


def _changed(handle: str, change: Change, told: str = "") -> Response:
    """Back to the person, who may have another handle now, or home for who is no administrator any more; what refuses
    the change stands above the person's page."""

    def act() -> str:
        with committing() as by:
            change(someone := person_with_handle(handle), by)
            is_out = someone.id == by.id and Role.ADMINISTRATOR not in roles_of(someone.roles)
            return "/" if is_out else f"/admin/people/{someone.handle}"

    return done_or_given_back(act, lambda refusal: _page(handle, wrong=sentence(refusal)), done=told or _("Saved."))


def _saved(handle: str) -> Response:
    flash(_("Saved."), "good")
    return redirect(f"/admin/people/{handle}", 303)


def _found(kind: type[T], field: str) -> T:
    id_ = number_in(request.form.get(field, ""))
    row = session.get(kind, id_) if id_ is not None else None
    if row is None:
        raise NotFound
    return row


def _named(someone: Person) -> dict[str, str]:
    return {"name": someone.name, "email": someone.email or ""}


def _page(
    handle: str,
    *,
    wrong: str = "",
    sure: str = "",
    place: PlaceForm | None = None,
    account: AccountForm | None = None,
    owner: AddressForm | None = None,
    heir: Person | None = None,
) -> str:
    shown, groups = person_with_handle(handle), all_groups()
    places, mine, place = places_of(shown.id), groups_of(shown.id), place or PlaceForm(formdata=None)
    other_teams = [team for team in all_teams() if team.id not in {each.id for each in places}]
    place.team.choices = choices({str(team.id): team.name for team in other_teams})
    return render_template(
        "admin/person.html",
        person=shown,
        is_suspended=state_of(shown, at=clock.now()) == SUSPENDED,
        wrong=wrong,
        sure=sure,
        roles=list(Role),
        other_teams=other_teams,
        places=places,
        leave=current_app.extensions["environment"].sends_mails,
        groups=mine,
        other_groups=[group for group in groups if group.id not in {each.id for each in mine}],
        place=place,
        account=account or AccountForm(formdata=None, opened=opened_on(_named(shown)), **_named(shown)),
        owner=owner or AddressForm(formdata=None, email=shown.email),
        heir=heir,
    )
