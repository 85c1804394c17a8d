"""Teams of IT staff and groups of readers."""

from collections.abc import Callable

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.groups import make_group
from forum.accounts.actions.teams import make_team
from forum.accounts.administration import all_groups, all_teams
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.pages.admin.forms import GroupForm, TeamForm
from forum.pages.admin.views import bp
from forum.web import guards
from forum.web.committing import committing
from forum.web.typed import tried


@bp.get("/teams")
@guards.permitted(Permission.ADMINISTER)
def teams() -> str:
    """Teams and groups."""
    return _page(TeamForm(), GroupForm())


@bp.post("/teams")
@guards.permitted(Permission.ADMINISTER)
def post_team() -> Response:
    """There is a new team, or a new group of readers."""
    if request.form.get("kind") == "group":
        group = GroupForm()
        return tried(group, lambda: _made(make_group, group), lambda: _page(TeamForm(formdata=None), group))
    team = TeamForm()
    return tried(team, lambda: _made(make_team, team), lambda: _page(team, GroupForm(formdata=None)))


def _made(make: Callable[..., object], form: TeamForm | GroupForm) -> Response:
    with committing() as by:
        make(form.name.data or "", by=by, at=clock.now())
    return redirect("/admin/teams", 303)


def _page(team: TeamForm, group: GroupForm) -> str:
    return render_template("admin/teams.html", teams=all_teams(), groups=all_groups(), team=team, group=group)
