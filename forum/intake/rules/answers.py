"""Which answers a form takes. An answer is a text; the chosen ones of several are its lines."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from forum.intake.models import FieldKind
from forum.intake.rules.shapes import Field, field_called
from forum.kernel.errors import Invalid
from forum.kernel.words import N_

LONGEST_VALUE = 2000
YES_NO = ("yes", "no")
_CHOOSES = (FieldKind.CHOICE, FieldKind.CHOICES)
_FIELD_PREFIX = "field-"
_FILE = re.compile(r"/files/[0-9a-f]{32}/[^/\n]{1,200}\Z")


def form_name(key: str) -> str:
    """The name of a field's input in the ask form; refusals name it."""
    return f"{_FIELD_PREFIX}{key}"


def label_of(field: Field, language: str) -> str:
    """The field's label in the reader's language, English where the other is missing."""
    return (field.label_ms if language == "ms" else "") or field.label


def option_names(field: Field, language: str) -> dict[str, str]:
    """By option, how it is called in the reader's language, English where the other is missing."""
    malay = field.options_ms if language == "ms" else []
    return {option: name or option for option, name in zip_longest(field.options, malay[: len(field.options)])}


def answer_in(field: Field, answer: str, language: str) -> str:
    """A stored answer as the reader says it: chosen options by their names."""
    names = option_names(field, language)
    chosen = [answer] if answer in names else answer.split(", ")
    return ", ".join(names.get(each, each) for each in chosen) if field.kind in _CHOOSES else answer


def shown_keys(fields: Sequence[Field], values: Mapping[str, str]) -> set[str]:
    """The keys of the fields that are asked, given these answers: a hidden field's own answer counts for nothing."""
    return {field.key for field in fields if _is_shown(field, fields, values)}


def missing_fields(fields: Sequence[Field], values: Mapping[str, str]) -> list[str]:
    """The keys of required fields that are asked and have no answer, all at once, so that nobody is asked twice."""
    shown = shown_keys(fields, values)
    needed = [field.key for field in fields if field.required and field.key in shown]
    return [key for key in needed if not values.get(key, "").strip()]


def left_out(fields: Sequence[Field], values: Mapping[str, str], language: str) -> list[Invalid]:
    """What is to be said at each required field that is asked and has no answer."""
    missing = set(missing_fields(fields, values))
    words = N_("Please fill in “%(label)s”: it helps to solve your problem sooner.")
    return [_refused(field, language, words) for field in fields if field.key in missing]


def check_fields(fields: Sequence[Field], values: Mapping[str, str], *, language: str = "en") -> dict[str, str]:
    """The cleaned values by key, without empty ones and those of fields that are not asked.

    Invalid for a required field left out, an unknown field, a text too long, a choice that is none, a day that is none.
    """
    unknown = values.keys() - {field.key for field in fields}
    if unknown:
        raise stale_form()
    for refusal in left_out(fields, values, language):
        raise refusal
    shown = shown_keys(fields, values)
    asked = [field for field in fields if field.key in shown and values.get(field.key, "").strip()]
    return {field.key: _checked(field, values[field.key].strip(), language) for field in asked}


def stale_form() -> Invalid:
    """The refusal of what was typed into another version of the form."""
    return Invalid("The form of this category has changed meanwhile. Please look at its fields again.", field="fields")


def _is_shown(
    field: Field, fields: Sequence[Field], values: Mapping[str, str], below: frozenset[str] = frozenset()
) -> bool:
    other = field_called(fields, field.depends_on)
    if other is None or field.key in below:
        return True
    given = values.get(other.key, "").strip()
    fits = field.depends_value in given.split("\n") if field.depends_value else bool(given)
    return fits and _is_shown(other, fields, values, below | {field.key})


def _checked(field: Field, value: str, language: str) -> str:
    if len(value) > LONGEST_VALUE:
        raise _refused(field, language, N_("“%(label)s” can be at most %(most)s characters long."), most=LONGEST_VALUE)
    return _CHECKS.get(field.kind, _any)(field, value, language)


def _any(_field: Field, value: str, _language: str) -> str:
    return value


def _chosen(field: Field, value: str, language: str) -> str:
    lines = value.split("\n")
    known = YES_NO if field.kind is FieldKind.YES_NO else field.options
    if any(line not in known for line in lines) or (len(lines) > 1 and field.kind is not FieldKind.CHOICES):
        raise _refused(field, language, N_("Choose one of the listed values for “%(label)s”."))
    return ", ".join(dict.fromkeys(lines))


def _day(field: Field, value: str, language: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise _refused(field, language, N_("Write a day like 2026-03-05 for “%(label)s”.")) from None


def _file(field: Field, value: str, language: str) -> str:
    if not _FILE.match(value):
        raise _refused(field, language, N_("Choose the file for “%(label)s” again."))
    if field.options and value.rpartition(".")[2].lower() not in field.options:
        kinds = ", ".join(field.options)
        raise _refused(field, language, N_("“%(label)s” takes these kinds of files: %(kinds)s."), kinds=kinds)
    return value


_CHECKS: dict[FieldKind, Callable[[Field, str, str], str]] = {
    FieldKind.CHOICE: _chosen,
    FieldKind.CHOICES: _chosen,
    FieldKind.YES_NO: _chosen,
    FieldKind.DATE: _day,
    FieldKind.FILE: _file,
}


def _refused(field: Field, language: str, message: str, **values: object) -> Invalid:
    return Invalid(message, field=form_name(field.key), label=label_of(field, language), **values)
