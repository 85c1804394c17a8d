"""What a category may ask: fields that make sense, in no circle; and how two versions of a form differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.intake.models import FieldKind
from forum.intake.rules.answers import YES_NO
from forum.intake.rules.shapes import MOST_FIELDS, Field, field_called
from forum.kernel.errors import Invalid

FACTS = ("", "system", "build", "browser", "model", "network", "error")
MOST_OPTIONS = 50
_LONGEST_OPTION = 120
_CHOOSES = (FieldKind.CHOICE, FieldKind.CHOICES)


@dataclass(frozen=True)
class FormChanges:
    """The labels of what was added, removed and asked in another way."""

    added: list[str]
    removed: list[str]
    changed: list[str]


def check_form(fields: Sequence[Field]) -> None:
    """Invalid unless a category may ask these fields."""
    if len(fields) > MOST_FIELDS:
        raise Invalid("A form can have at most %(most)s fields.", field="fields", most=MOST_FIELDS)
    keys = [field.key for field in fields]
    if len(set(keys)) < len(keys):
        raise Invalid("Two fields have the same key.", field="fields")
    for field in fields:
        _check_definition(field)
    for field in fields:
        if field.depends_on:
            _check_dependency(field, fields)


def changes_between(old: Sequence[Field], new: Sequence[Field], *, language: str) -> FormChanges:
    """How the fields differ, by key; the labels are the new ones where there are."""
    before, after = {field.key: field for field in old}, {field.key: field for field in new}

    def labels(fields: Sequence[Field]) -> list[str]:
        return [(field.label_ms if language == "ms" else "") or field.label for field in fields]

    return FormChanges(
        labels([field for field in new if field.key not in before]),
        labels([field for field in old if field.key not in after]),
        labels([field for field in new if field.key in before and _asked(field) != _asked(before[field.key])]),
    )


def _asked(field: Field) -> tuple[object, ...]:
    return (field.kind, field.label, field.required, tuple(field.options), field.depends_on, field.depends_value)


def _check_definition(field: Field) -> None:
    if not field.label.strip() or len(field.label) > 80 or len(field.label_ms) > 80:
        raise Invalid("Every field needs a label of at most 80 characters.", field="fields")
    if len(field.help) > 200 or len(field.help_ms) > 200:
        raise Invalid("The help of “%(label)s” can be at most 200 characters.", field="fields", label=field.label)
    if not field.key.replace("_", "").replace("-", "").isalnum() or not field.key.isascii() or len(field.key) > 40:
        raise Invalid("A key has letters, digits, hyphens and underscores only, at most 40.", field="fields")
    if field.kind in _CHOOSES and not 2 <= len(set(field.options)) == len(field.options) <= MOST_OPTIONS:
        raise Invalid("A choice needs 2 to %(most)s different options.", field="fields", most=MOST_OPTIONS)
    if len(field.options_ms) > len(field.options):
        raise Invalid("“%(label)s” has more options in Malay than in English.", field="fields", label=field.label)
    if any(len(option) > _LONGEST_OPTION for option in (*field.options, *field.options_ms)):
        raise Invalid("An option can be at most %(most)s characters long.", field="fields", most=_LONGEST_OPTION)
    if field.fact not in FACTS:
        raise Invalid("Choose one of the listed values.", field="fields")


def _check_dependency(field: Field, fields: Sequence[Field]) -> None:
    other = field_called(fields, field.depends_on)
    if other is None:
        raise Invalid(
            "“%(label)s” waits for the answer to a field that is not in this form.", field="fields", label=field.label
        )
    if field.depends_value and not _can_be_answered(other, field.depends_value):
        raise Invalid(
            "“%(label)s” waits for “%(value)s”, which is no answer to “%(other)s”.",
            field="fields", label=field.label, value=field.depends_value, other=other.label,
        )  # fmt: skip
    circle = _circle_from(field, fields)
    if circle:
        raise Invalid(
            "These fields wait for each other in a circle, so that none would ever be shown: %(circle)s.",
            field="fields", circle=" → ".join(circle),
        )  # fmt: skip


def _can_be_answered(field: Field, value: str) -> bool:
    if field.kind in _CHOOSES:
        return value in field.options
    return value in YES_NO if field.kind is FieldKind.YES_NO else field.kind is FieldKind.TEXT


def _circle_from(field: Field, fields: Sequence[Field]) -> list[str]:
    """The labels along the fields it waits for, back to itself; empty if they end."""
    path, at = [field.label], field_called(fields, field.depends_on)
    while at is not None and len(path) <= len(fields):
        path.append(at.label)
        if at.key == field.key:
            return path
        at = field_called(fields, at.depends_on) if at.depends_on else None
    return []
