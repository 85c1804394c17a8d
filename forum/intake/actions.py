"""A category's form: the one in force, and a new version when an administrator changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.intake.models import FieldKind, IntakeField, IntakeForm
from forum.intake.rules import check_fields, check_form, stale_form
from forum.kernel.db import session
from forum.kernel.errors import Conflict
from forum.kernel.races import in_turn
from forum.ledger.actions import ADMINISTRATION, record

_STORED = ("key", "kind", "label", "label_ms", "help", "help_ms", "required", "depends_on", "depends_value", "fact")


@dataclass
class FieldDraft:
    """One field as the administrator wants it."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    label_ms: str = ""
    help: str = ""
    help_ms: str = ""
    required: bool = False
    options: list[str] = field(default_factory=list)
    options_ms: list[str] = field(default_factory=list)
    depends_on: str = ""
    depends_value: str = ""
    fact: str = ""


def form_in_force(category_id: int) -> IntakeForm | None:
    """The form that questions of this category are asked with now; None where nothing is asked."""
    return session.scalars(
        select(IntakeForm)
        .where(IntakeForm.category_id == category_id, IntakeForm.retired_at.is_(None))
        .order_by(IntakeForm.version.desc())
        .limit(1)
    ).first()


def fields_of(form: IntakeForm | None) -> list[IntakeField]:
    """The fields of a form in their order; none without a form."""
    if form is None:
        return []
    return list(
        session.scalars(select(IntakeField).where(IntakeField.form_id == form.id).order_by(IntakeField.position))
    )


def fields_once_asked(form_id: int, category_id: int) -> list[IntakeField]:
    """The fields of one version of the category's form, in force or not; none if it is no version of it."""
    form = session.get(IntakeForm, form_id)
    return fields_of(form) if form is not None and form.category_id == category_id else []


def change_form(
    category_id: int, fields: Sequence[FieldDraft], *, seen: int | None = None, by: Actor, at: datetime
) -> IntakeForm | None:
    """A new version of the category's form is in force, the old one retired but kept for its questions.

    None if there are no fields: the category asks nothing then. Nothing changes where the fields are the same. `seen`
    is the version that the change was made on (0: no form); Conflict if another is in force by now.
    """
    by.check_may(Permission.ADMINISTER)
    check_form(fields)
    in_turn(f"form of category {category_id}")
    old = form_in_force(category_id)
    if [_facts(each) for each in fields_of(old)] == [_facts(each) for each in fields]:
        return old
    if seen is not None and seen != (old.version if old else 0):
        raise Conflict("Somebody has changed this while you had it open. Compare, then save again.")
    if old:
        old.retired_at = at
    keys = [draft.key for draft in fields]
    record(ADMINISTRATION, "intake form changed", {"category": category_id, "fields": keys}, by=by, at=at)
    return _new_form(category_id, fields, at=at) if fields else None


def accepted_fields(
    category_id: int, values: Mapping[str, str], *, form_id: int | None, language: str
) -> dict[int, str]:
    """What the asker filled in, by field id; Invalid as `check_fields`, or if `form_id` is no longer in force.

    Without a `form_id` (mail, programs) the form in force is meant.
    """
    form = form_in_force(category_id)
    if form_id is not None and (form is None or form.id != form_id):
        raise stale_form()
    fields = fields_of(form)
    cleaned = check_fields(fields, values, language=language)
    return {each.id: cleaned[each.key] for each in fields if each.key in cleaned}


def _facts(each: IntakeField | FieldDraft) -> dict[str, object]:
    """What is stored of a field beside its form and place."""
    chooses = each.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
    facts = {name: getattr(each, name) for name in _STORED}
    options = list(each.options) if chooses or each.kind is FieldKind.FILE else []
    return {**facts, "options": options, "options_ms": list(each.options_ms) if chooses else []}


def _new_form(category_id: int, fields: Sequence[FieldDraft], *, at: datetime) -> IntakeForm:
    last = session.scalar(select(func.max(IntakeForm.version)).where(IntakeForm.category_id == category_id))
    form = IntakeForm(category_id=category_id, version=(last or 0) + 1, created_at=at)
    session.add(form)
    session.flush()
    for position, draft in enumerate(fields, start=1):
        session.add(IntakeField(form_id=form.id, position=position, **_facts(draft)))
    session.flush()
    return form
