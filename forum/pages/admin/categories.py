"""Categories with their readers; what each asks up front is a page of its own."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.administration import all_groups, all_teams
from forum.accounts.roles import Permission
from forum.intake.actions import fields_of, form_in_force
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line, clean_text
from forum.pages.admin.views import bp
from forum.topics.actions import (
    CategoryDraft,
    archive_category,
    category_to_administer,
    create_category,
    edit_category,
    unarchive_category,
)
from forum.topics.administration import all_categories, category_row, group_ids_of, unheard_categories
from forum.topics.models import Audience
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import chosen_in, number_in
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from forum.web.words import _, sentence

_STORED = ("name", "name_ms", "description", "description_ms", "audience", "team_id", "allows_anonymous")


@bp.get("/categories")
@guards.permitted(Permission.ADMINISTER)
def categories() -> str:
    """Every category, archived ones too."""
    return render_template("admin/categories.html", rows=all_categories(), unheard=unheard_categories())


@bp.route("/categories/new", methods=["GET", "POST"])
@guards.permitted(Permission.ADMINISTER)
def new_category() -> str | Response | tuple[str, int]:
    """A form for a new category."""
    if request.method != "POST":
        return _page(None)
    try:
        with committing() as by:
            create_category(_draft(), by=by, at=clock.now())
        return redirect("/admin/categories", 303)
    except Invalid as refusal:
        return _page(None, refusal), 422


@bp.route("/categories/<id:category_id>", methods=["GET", "POST"])
@guards.permitted(Permission.ADMINISTER)
def category(category_id: int) -> str | Response | tuple[str, int]:
    """One category and its readers."""
    if request.method != "POST":
        return _page(category_id)
    try:
        with committing() as by:
            found = category_to_administer(category_id, by=by)
            check_not_overtaken(request.form.get("opened"), _typed(), _standing(category_id))
            edit_category(found, _draft(), by=by, at=clock.now())
        return redirect("/admin/categories", 303)
    except (Invalid, Overtaken) as refusal:
        return _page(category_id, refusal), refusal.status


@bp.post("/categories/<id:category_id>/archive")
@guards.permitted(Permission.ADMINISTER)
def post_archive(category_id: int) -> Response:
    """Nothing new is asked in the category; what was asked stays."""
    with committing() as by:
        archive_category(place := category_to_administer(category_id, by=by), by=by, at=clock.now())
        name = place.name
    told = _("“%(name)s” takes no new questions. What was asked there can still be read and answered.", name=name)
    flash(told, "good")
    return redirect("/admin/categories", 303)


@bp.post("/categories/<id:category_id>/archive/undo")
@guards.permitted(Permission.ADMINISTER)
def post_unarchive(category_id: int) -> Response:
    """The category takes questions again."""
    with committing() as by:
        unarchive_category(place := category_to_administer(category_id, by=by), by=by, at=clock.now())
        name = place.name
    flash(_("“%(name)s” takes questions again.", name=name), "good")
    return redirect("/admin/categories", 303)


def _draft() -> CategoryDraft:
    typed = _typed()
    if typed["audience"] not in set(Audience):
        raise Invalid("Choose who may read this.", field="audience")
    facts: dict[str, Any] = {name: typed[name] for name in _STORED}
    facts["audience"] = Audience(typed["audience"])
    return CategoryDraft(group_ids=tuple(typed["group_ids"]), **facts)


def _typed() -> dict[str, Any]:
    """The category as the form says it."""
    form = request.form
    return {
        "name": clean_line(form.get("name", "")),
        "name_ms": clean_line(form.get("name_ms", "")),
        "description": clean_text(form.get("description", "")),
        "description_ms": clean_text(form.get("description_ms", "")),
        "audience": form.get("audience", ""),
        "group_ids": sorted(id_ for text in form.getlist("group") if (id_ := number_in(text)) is not None),
        "team_id": chosen_in(form.get("team", "")),
        "allows_anonymous": "allows_anonymous" in form,
    }


def _standing(category_id: int) -> dict[str, Any]:
    """The category as the form would say it."""
    stored = category_row(category_id)
    return {**{name: getattr(stored, name) for name in _STORED}, "group_ids": group_ids_of(category_id)}


def _page(category_id: int | None, refused: Invalid | Overtaken | None = None) -> str:
    stored = category_row(category_id) if category_id is not None else None
    known = _standing(stored.id) if stored else {"group_ids": []}
    overtaken = refused if isinstance(refused, Overtaken) else None
    wrong = {getattr(refused, "field", ""): sentence(refused)} if refused else {}
    return render_template(
        "admin/category.html",
        category=stored,
        typed=overtaken.merged if overtaken else _typed() if refused else known,
        opened=opened_on(known) if overtaken or not refused else request.form.get("opened", ""),
        overtaken=overtaken,
        fields=fields_of(form_in_force(stored.id) if stored else None),
        audiences=list(Audience),
        groups=all_groups(),
        teams=all_teams(),
        wrong=wrong,
    )
