"""What is aimed at by category and priority, and the matrix of impact and urgency."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.pages.admin.views import bp
from forum.tickets.models import Level, Priority
from forum.tickets.timing.actions.targets import set_matrix, set_targets
from forum.tickets.timing.matrix import matrix_in_force
from forum.tickets.timing.targets import Target, duration, minutes_of, own_targets, targets_of
from forum.topics.administration import all_categories, category_row
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.words import _, sentence

_PRIORITIES = tuple(reversed(Priority))
_LEVELS = tuple(reversed(Level))
_CLOCKS = ("response", "update", "resolution")


@bp.route("/targets", methods=["GET", "POST"])
@guards.permitted(Permission.ADMINISTER)
def targets() -> str | Response | tuple[str, int]:
    """The targets of every category without its own, or of one category."""
    category_id = number_in(request.args.get("category", ""))
    if category_id:
        category_row(category_id)
    if request.method != "POST":
        return _page(category_id)
    try:
        chosen = {priority: _typed(priority, own_only=bool(category_id)) for priority in _PRIORITIES}
    except Invalid as refusal:
        return _page(category_id, refusal), 422
    with committing() as by:
        set_targets(category_id, chosen, by=by, at=clock.now())
    flash(_("Saved. The deadlines of open tickets follow within moments."), "good")
    return redirect(request.full_path.rstrip("?"), 303)


@bp.post("/matrix")
@guards.permitted(Permission.ADMINISTER)
def post_matrix() -> Response:
    """Impact and urgency mean the chosen priorities."""
    cells = {(impact, urgency): request.form.get(f"{impact}-{urgency}", "") for impact in Level for urgency in Level}
    if not set(cells.values()) <= set(Priority):
        raise Invalid("Choose one of the listed values.", field="matrix")
    with committing() as by:
        set_matrix({place: Priority(cell) for place, cell in cells.items()}, by=by, at=clock.now())
    flash(_("Saved."), "good")
    return redirect("/admin/targets#matrix", 303)


def _typed(priority: Priority, *, own_only: bool) -> Target | None:
    """The row of this priority; None for a wholly empty one of a category, which is then as the default's."""
    row = [minutes_of(clean_line(request.form.get(name, "")), field=name) for name in _names(priority)]
    return None if own_only and row == [None] * len(_CLOCKS) else Target(*row)


def _names(priority: Priority) -> list[str]:
    return [f"{priority}-{clock_name}" for clock_name in _CLOCKS]


def _page(category_id: int | None, refused: Invalid | None = None) -> str:
    shown = own_targets(category_id) if category_id else targets_of(None)
    return render_template(
        "admin/targets.html",
        categories=all_categories(),
        category_id=category_id,
        typed=request.form.to_dict() if refused else _texts(shown),
        usual=_texts(targets_of(None)),
        wrong={refused.field: sentence(refused)} if refused else {},
        priorities=_PRIORITIES,
        levels=_LEVELS,
        matrix=matrix_in_force(),
    )


def _texts(shown: Mapping[Priority, Target]) -> dict[str, str]:
    minutes = {
        name: value
        for priority, target in shown.items()
        for name, value in zip(_names(priority), (target.response, target.update, target.resolution), strict=True)
    }
    return {name: duration(value) for name, value in minutes.items()}
