"""Which answers a category's form takes. Works on any object with a field's facts, so that no database is needed."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from forum.intake.models import FieldKind
from forum.kernel.errors import Invalid

LONGEST_VALUE = 2000
MOST_FIELDS = 20
MOST_OPTIONS = 50
FIELD_PREFIX = "field-"


class Field(Protocol):
    """What the rules need of a field."""

    key: str
    kind: FieldKind
    label: str
    label_ms: str
    required: bool
    options: list[str]


def form_name(key: str) -> str:
    """The name of a field's input in the ask form; refusals name it."""
    return f"{FIELD_PREFIX}{key}"


def label_of(field: Field, language: str) -> str:
    """The field's label in the reader's language, English where the other is missing."""
    return (field.label_ms if language == "ms" else "") or field.label


def missing_fields(fields: Sequence[Field], values: Mapping[str, str]) -> list[str]:
    """The keys of required fields without a value, all at once, so that nobody is asked twice."""
    return [field.key for field in fields if field.required and not values.get(field.key, "").strip()]


def check_fields(fields: Sequence[Field], values: Mapping[str, str], *, language: str = "en") -> dict[str, str]:
    """The cleaned values by key, without empty ones.

    Invalid for a required field left out, an unknown field, a text too long, or a choice that is none.
    """
    unknown = values.keys() - {field.key for field in fields}
    if unknown:
        raise stale_form()
    missing = set(missing_fields(fields, values))
    for field in fields:
        if field.key in missing:
            raise Invalid(
                "Please fill in “%(label)s”: it helps to solve your problem sooner.",
                field=form_name(field.key),
                label=label_of(field, language),
            )
    cleaned = {field.key: _checked(field, values.get(field.key, "").strip(), language) for field in fields}
    return {key: value for key, value in cleaned.items() if value}


def stale_form() -> Invalid:
    """The refusal of what was typed into another version of the form."""
    return Invalid("The form of this category has changed meanwhile. Please look at its fields again.", field="fields")


def _checked(field: Field, value: str, language: str) -> str:
    if value and field.kind is FieldKind.CHOICE and value not in field.options:
        raise Invalid(
            "Choose one of the listed values for “%(label)s”.",
            field=form_name(field.key),
            label=label_of(field, language),
        )
    if len(value) > LONGEST_VALUE:
        raise Invalid(
            "“%(label)s” can be at most %(most)s characters long.",
            field=form_name(field.key),
            label=label_of(field, language),
            most=LONGEST_VALUE,
        )
    return value


def check_form(fields: Sequence[Field]) -> None:
    """Invalid unless a category may ask these fields."""
    if len(fields) > MOST_FIELDS:
        raise Invalid("A form can have at most %(most)s fields.", field="fields", most=MOST_FIELDS)
    keys = [field.key for field in fields]
    if len(set(keys)) < len(keys):
        raise Invalid("Two fields have the same key.", field="fields")
    for field in fields:
        _check_definition(field)


def _check_definition(field: Field) -> None:
    if not field.label.strip() or len(field.label) > 80 or len(field.label_ms) > 80:
        raise Invalid("Every field needs a label of at most 80 characters.", field="fields")
    if not field.key.replace("_", "").isalnum() or not field.key.isascii() or len(field.key) > 40:
        raise Invalid("A key has letters, digits and underscores only, at most 40.", field="fields")
    if field.kind is FieldKind.CHOICE and not 2 <= len(set(field.options)) <= MOST_OPTIONS:
        raise Invalid("A choice needs 2 to %(most)s different options.", field="fields", most=MOST_OPTIONS)
