"""What is aimed at by category and priority, and the matrix of impact and urgency."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.pages.admin.views import bp
from forum.tickets.models import Level, Priority
from forum.tickets.timing.actions.targets import (
    matrix_to_administer,
    set_matrix,
    set_targets,
    targets_to_administer,
)
from forum.tickets.timing.matrix import Matrix, matrix_in_force
from forum.tickets.timing.targets import Target, duration, minutes_of, own_targets, targets_of
from forum.tickets.words import LEVELS, PRIORITIES
from forum.topics.administration import all_categories, category_row
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from forum.web.words import _, sentence

_PRIORITIES = tuple(reversed(Priority))
_LEVELS = tuple(reversed(Level))
_PLACES = tuple(product(_LEVELS, _LEVELS))  # impact and urgency
_CLOCKS = ("response", "update", "resolution")


@bp.route("/targets", methods=["GET", "POST"])
@guards.permitted(Permission.ADMINISTER)
def targets() -> str | Response | tuple[str, int]:
    """The targets of every category without its own, or of one category."""
    category_id = number_in(request.args.get("category", ""))
    if category_id is not None:
        category_row(category_id)
    if request.method != "POST":
        return _page(category_id)
    try:
        chosen = {priority: _typed(priority, own_only=bool(category_id)) for priority in _PRIORITIES}
        typed = _texts({priority: target for priority, target in chosen.items() if target})
        with committing() as by:
            now = _texts(targets_to_administer(category_id, by=by))
            check_not_overtaken(request.form.get("opened"), typed, now)
            set_targets(category_id, chosen, by=by, at=clock.now())
    except (Invalid, Overtaken) as refusal:
        return _page(category_id, refusal), refusal.status
    flash(_("Saved. The deadlines of open tickets follow within moments."), "good")
    return redirect(request.full_path.rstrip("?"), 303)


@bp.post("/matrix")
@guards.permitted(Permission.ADMINISTER)
def post_matrix() -> Response | tuple[str, int]:
    """Impact and urgency mean the chosen priorities."""
    cells = {place: request.form.get(_cell(*place), "") for place in _PLACES}
    if not set(cells.values()) <= set(Priority):
        raise Invalid("Choose one of the listed values.", field="matrix")
    chosen = {place: Priority(cell) for place, cell in cells.items()}
    try:
        with committing() as by:
            check_not_overtaken(request.form.get("opened"), _cells(chosen), _cells(matrix_to_administer(by=by)))
            set_matrix(chosen, by=by, at=clock.now())
    except Overtaken as refusal:
        return _page(None, of_matrix=refusal), refusal.status
    flash(_("Saved."), "good")
    return redirect("/admin/targets#matrix", 303)


def _typed(priority: Priority, *, own_only: bool) -> Target | None:
    """The row of this priority; None for a wholly empty one of a category, which is then as the default's."""
    row = [minutes_of(clean_line(request.form.get(name, "")), field=name) for name in _names(priority)]
    return None if own_only and row == [None] * len(_CLOCKS) else Target(*row)


def _names(priority: Priority) -> list[str]:
    return [f"{priority}-{clock_name}" for clock_name in _CLOCKS]


def _cell(impact: Level, urgency: Level) -> str:
    return f"{impact}-{urgency}"


def _page(
    category_id: int | None, refused: Invalid | Overtaken | None = None, *, of_matrix: Overtaken | None = None
) -> str:
    """The page; `of_matrix`: what somebody else has made of the matrix while it was open here."""
    known = _known(category_id)
    overtaken = refused if isinstance(refused, Overtaken) else None
    return render_template(
        "admin/targets.html",
        categories=all_categories(),
        category_id=category_id,
        typed=overtaken.merged if overtaken else request.form.to_dict() if refused else known,
        opened=request.form.get("opened", "") if refused and not overtaken else opened_on(known),
        overtaken=overtaken,
        usual=_texts(targets_of(None)),
        wrong={getattr(refused, "field", ""): sentence(refused)} if refused else {},
        priorities=_PRIORITIES,
        levels=_LEVELS,
        labels=_labels(),
        **_matrix(of_matrix),
    )


def _matrix(overtaken: Overtaken | None) -> dict[str, Any]:
    """What the page needs for the matrix, as it stands now or after somebody else has changed it."""
    cells = _cells(matrix_in_force())
    return {
        "matrix": overtaken.merged if overtaken else cells,
        "matrix_opened": opened_on(cells),
        "matrix_overtaken": overtaken,
        "matrix_wrong": sentence(overtaken) if overtaken else "",
        "matrix_words": {name: _(PRIORITIES[Priority(value)]) for name, value in cells.items()},
    }


def _known(category_id: int | None) -> dict[str, str]:
    return _texts(own_targets(category_id) if category_id else targets_of(None))


def _texts(shown: Mapping[Priority, Target]) -> dict[str, str]:
    """Every field of the form, empty where nothing is said."""
    rows = {priority: shown.get(priority, Target()) for priority in _PRIORITIES}
    return {
        name: duration(minutes)
        for priority, row in rows.items()
        for name, minutes in zip(_names(priority), (row.response, row.update, row.resolution), strict=True)
    }


def _cells(matrix: Matrix) -> dict[str, str]:
    return {_cell(*place): matrix[place].value for place in _PLACES}


def _labels() -> dict[str, str]:
    """What the fields of both forms are called."""
    clocks = (_("First answer"), _("Next news"), _("Solution"))
    names = {priority: _(PRIORITIES[priority]) for priority in _PRIORITIES}
    rows = {
        name: f"{names[priority]}: {words}"
        for priority in _PRIORITIES
        for name, words in zip(_names(priority), clocks, strict=True)
    }
    impact = {level: _("Impact: %(level)s", level=_(LEVELS[level])) for level in _LEVELS}
    urgency = {level: _("Urgency: %(level)s", level=_(LEVELS[level])) for level in _LEVELS}
    return {**rows, **{_cell(*place): f"{impact[place[0]]}, {urgency[place[1]]}" for place in _PLACES}}
