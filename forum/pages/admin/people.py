"""People, roles, teams and groups, as administrators change them."""

from typing import TypeVar

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.closing import deactivate, reactivate
from forum.accounts.actions.groups import join_group, leave_group, make_group
from forum.accounts.actions.invitations import invite
from forum.accounts.actions.roles import grant_role, withdraw_role
from forum.accounts.actions.sign_up import make_account, send_password_link
from forum.accounts.actions.teams import join_team, lead_team, make_team
from forum.accounts.actors import Actor
from forum.accounts.administration import all_groups, all_teams, people_like, person_with_handle
from forum.accounts.models import Group, Team
from forum.accounts.queries import profile, teams_of
from forum.accounts.roles import Permission, Role
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.text.clean import clean_line
from forum.pages.admin.views import bp
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.forms import number_in
from forum.web.words import _, language

T = TypeVar("T", Team, Group)


@bp.get("/people")
@guards.permitted(Permission.ADMINISTER)
def people() -> str:
    """Everybody, or those whose name or address has the words in it."""
    words = clean_line(request.args.get("q", ""))
    return render_template("admin/people.html", people=people_like(words), words=words)


@bp.post("/people")
@guards.permitted(Permission.ADMINISTER)
def post_person() -> Response:
    """There is an account; its owner gets a mail with a link to a password."""
    name, address = _line("name"), _line("email")

    def act(_by: Actor) -> str:
        person = make_account(name, address, language=language(), at=clock.now())
        send_password_link(address, at=clock.now())
        flash(_("The account of %(name)s is there, and a mail with a link on its way.", name=name), "good")
        return f"/admin/people/{person.handle}"

    return redirect(once_sent(act), 303)


@bp.post("/invitations")
@guards.permitted(Permission.ADMINISTER)
def post_invitation() -> Response:
    """Somebody is invited by mail."""

    def act(by: Actor) -> str:
        invite(_line("email"), language=language(), by=by, at=clock.now())
        flash(_("The invitation is on its way."), "good")
        return "/admin/people"

    return redirect(once_sent(act), 303)


@bp.get("/people/<handle>")
@guards.permitted(Permission.ADMINISTER)
def person(handle: str) -> str:
    """One person's account, roles and teams."""
    shown = profile(handle)
    return render_template(
        "admin/person.html",
        person=shown,
        roles=list(Role),
        teams=all_teams(),
        groups=all_groups(),
        mine=teams_of(shown.id),
    )


@bp.post("/people/<handle>/roles")
@guards.permitted(Permission.ADMINISTER)
def post_role(handle: str) -> Response:
    """The person has one role more, or one less."""
    role, act = request.form.get("role", ""), request.form.get("act", "")
    if role not in set(Role):
        raise Invalid("Choose one of the listed values.")
    change = withdraw_role if act == "withdraw" else grant_role
    with committing() as by:
        change(person_with_handle(handle), Role(role), by=by, at=clock.now())
    return redirect(f"/admin/people/{handle}", 303)


@bp.post("/people/<handle>/teams")
@guards.permitted(Permission.ADMINISTER)
def post_team_of(handle: str) -> Response:
    """The person works in the team, for the given speciality, and leads it if wished."""
    with committing() as by:
        someone, team = person_with_handle(handle), _found(Team, "team")
        join_team(someone, team, _line("speciality"), by=by, at=clock.now())
        if "lead" in request.form:
            lead_team(someone, team, by=by, at=clock.now())
    return redirect(f"/admin/people/{handle}", 303)


@bp.post("/people/<handle>/groups")
@guards.permitted(Permission.ADMINISTER)
def post_group_of(handle: str) -> Response:
    """The person is in the group of readers, or no longer."""
    change = leave_group if request.form.get("act") == "leave" else join_group
    with committing() as by:
        change(person_with_handle(handle), _found(Group, "group"), by=by, at=clock.now())
    return redirect(f"/admin/people/{handle}", 303)


@bp.post("/people/<handle>/deactivation")
@guards.permitted(Permission.ADMINISTER)
def post_deactivation(handle: str) -> Response:
    """The account is closed; posts stay, with the name or without."""
    with committing() as by:
        someone = person_with_handle(handle)
        deactivate(someone, keeps_name="keeps_name" in request.form, by=by, at=clock.now())
    return redirect(f"/admin/people/{handle}", 303)


@bp.post("/people/<handle>/deactivation/undo")
@guards.permitted(Permission.ADMINISTER)
def post_reactivation(handle: str) -> Response:
    """The account is open again."""
    with committing() as by:
        reactivate(person_with_handle(handle), by=by, at=clock.now())
    return redirect(f"/admin/people/{handle}", 303)


@bp.get("/teams")
@guards.permitted(Permission.ADMINISTER)
def teams() -> str:
    """Teams and groups."""
    return render_template("admin/teams.html", teams=all_teams(), groups=all_groups())


@bp.post("/teams")
@guards.permitted(Permission.ADMINISTER)
def post_team() -> Response:
    """There is a new team, or a new group of readers."""
    make = make_group if request.form.get("kind") == "group" else make_team
    with committing() as by:
        make(_line("name"), by=by, at=clock.now())
    return redirect("/admin/teams", 303)


def _line(name: str) -> str:
    return clean_line(request.form.get(name, ""))


def _found(kind: type[T], field: str) -> T:
    id_ = number_in(request.form.get(field, ""))
    row = session.get(kind, id_) if id_ is not None else None
    if row is None:
        raise NotFound
    return row
