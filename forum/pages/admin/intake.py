"""What a category asks up front: its form, made field by field, tried in a preview, kept as a new version.

Every button sends the whole form, so that nothing typed is lost; only "save" keeps it.
"""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.queries import devices_of
from forum.accounts.roles import Permission
from forum.intake.actions import FieldDraft, change_form, fields_of, form_in_force
from forum.intake.models import FieldKind, IntakeField
from forum.intake.rules import FACTS, MOST_FIELDS, Field, check_form, form_name, label_of, option_names
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound, Refusal
from forum.kernel.text.clean import clean_line
from forum.kernel.text.shapes import slugify
from forum.pages.admin.views import bp
from forum.pages.questions.filling import Filled
from forum.topics.administration import category_row
from forum.web import guards
from forum.web.browsers import told_by
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.session import reader
from forum.web.words import _, language, sentence

_TEXTS = ("label", "label_ms", "help", "help_ms", "depends_value", "fact")


@bp.get("/categories/<id:category_id>/form")
@guards.permitted(Permission.ADMINISTER)
def intake_form(category_id: int) -> str:
    """The form in force, ready to be changed."""
    form = form_in_force(category_id)
    return _page(category_id, [_drafted(each) for each in fields_of(form)], seen=form.version if form else 0)


@bp.post("/categories/<id:category_id>/form")
@guards.permitted(Permission.ADMINISTER)
def post_intake_form(category_id: int) -> str | Response | tuple[str, int]:
    """The form after the button that was pressed: one field more or less, another order, a preview, or kept."""
    fields, seen = _sent(), number_in(request.form.get("revision", "")) or 0
    act, _dash, place = request.form.get("act", "").partition("-")
    try:
        if act == "save":
            return _kept(category_id, [each for each in fields if each.label], seen)
        if act == "preview":
            check_form([each for each in fields if each.label])
        return _page(category_id, _after(act, number_in(place), fields), seen=seen, shows=act == "preview")
    except NotFound:
        raise
    except Conflict as refusal:
        form = form_in_force(category_id)
        others, seen = fields_of(form), form.version if form else 0
        return _page(category_id, fields, seen=seen, wrong=sentence(refusal), others=others), refusal.status
    except Refusal as refusal:
        return _page(category_id, fields, seen=seen, wrong=sentence(refusal)), refusal.status


def _kept(category_id: int, fields: list[FieldDraft], seen: int) -> Response:
    with committing() as by:
        category_row(category_id)
        change_form(category_id, fields, seen=seen, by=by, at=clock.now())
    flash(_("The form is kept. New questions of this category are asked with it."), "good")
    return redirect(f"/admin/categories/{category_id}/form", 303)


def _after(act: str, place: int | None, fields: list[FieldDraft]) -> list[FieldDraft]:
    """The fields when one was added, removed or moved; `place` counts from 0."""
    if act == "add" and len(fields) < MOST_FIELDS:
        return [*fields, FieldDraft("", "")]
    if place is None or place >= len(fields):
        return fields
    if act == "remove":
        return [each for number, each in enumerate(fields) if number != place]
    other = place + {"up": -1, "down": 1}.get(act, 0)
    if 0 <= other < len(fields):
        fields[place], fields[other] = fields[other], fields[place]
    return fields


def _sent() -> list[FieldDraft]:
    """The fields as sent, in their order. One without a key gets it from its label."""
    fields: list[FieldDraft] = []
    for number in range(MOST_FIELDS + 1):
        if f"label-{number}" in request.form:
            fields.append(_field(number, {each.key for each in fields}))
    return fields


def _field(number: int, taken: set[str]) -> FieldDraft:
    form = request.form
    texts = {name: clean_line(form.get(f"{name}-{number}", "")) for name in _TEXTS}
    kind = form.get(f"kind-{number}", "")
    malay = [clean_line(line) for line in form.get(f"options_ms-{number}", "").rstrip().splitlines()]
    options = [clean_line(line) for line in form.get(f"options-{number}", "").splitlines() if line.strip()]
    if kind == FieldKind.FILE:
        options = [ending.lower().strip(".") for line in options for ending in line.replace(",", " ").split()]
    return FieldDraft(
        key=clean_line(form.get(f"key-{number}", "")) or _key(texts["label"], taken),
        kind=FieldKind(kind) if kind in set(FieldKind) else FieldKind.TEXT,
        required=f"required-{number}" in form,
        options=options,
        options_ms=malay,
        depends_on=clean_line(form.get(f"depends_on-{number}", "")),
        **texts,
    )


def _key(label: str, taken: set[str]) -> str:
    """A key that no field before has; "" while there is no label."""
    if not label:
        return ""
    key = slugify(label, 30)
    return next(each for each in (key, *(f"{key}-{number}" for number in range(2, 30))) if each not in taken)


def _drafted(each: IntakeField) -> FieldDraft:
    facts: dict[str, Any] = {name: getattr(each, name) for name in _TEXTS}
    return FieldDraft(
        key=each.key, kind=each.kind, required=each.required, options=each.options, options_ms=each.options_ms,
        depends_on=each.depends_on, **facts,
    )  # fmt: skip


def _page(
    category_id: int,
    fields: list[FieldDraft],
    *,
    seen: int,
    wrong: str = "",
    others: list[IntakeField] | None = None,
    shows: bool = False,
) -> str:
    """The form with these fields; `others`: those that somebody else has kept since it was opened."""
    return render_template(
        "admin/intake_form.html",
        category=category_row(category_id),
        fields=fields,
        seen=seen,
        others=others,
        wrong_form=wrong,
        kinds=list(FieldKind),
        facts=FACTS,
        full=len(fields) >= MOST_FIELDS,
        preview=_preview([each for each in fields if each.label]) if shows else None,
    )


def _preview(fields: list[FieldDraft]) -> dict[str, Any]:
    """What the part of the ask form needs to show these fields as colleagues will see them."""
    shown: list[Field] = list(fields)
    return {
        "fields": shown,
        "labels": {each.key: label_of(each, language()) for each in shown},
        "names": {each.key: option_names(each, language()) for each in shown},
        "filled": Filled({}),
        "form_name": form_name,
        "devices": devices_of(reader().id),
        "told": told_by(request.user_agent.string),
    }
