"""How complete what was filled in is: it advises, and never stops anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.intake.rules.answers import shown_keys
from forum.intake.rules.shapes import Field


@dataclass(frozen=True)
class Completeness:
    """`filled` of `needed` required fields have an answer; `missing` is the field that would help most, if any."""

    filled: int
    needed: int
    missing: Field | None


def completeness(fields: Sequence[Field], values: Mapping[str, str]) -> Completeness:
    """Required fields count; what helps most is the first of them that is empty, then an error text, then the rest."""
    shown = shown_keys(fields, values)
    asked = [field for field in fields if field.key in shown]
    needed = [field for field in asked if field.required]
    empty = [field for field in asked if not values.get(field.key, "").strip()]
    empty.sort(key=lambda field: (not field.required, field.fact != "error"))
    filled = sum(1 for field in needed if field not in empty)
    return Completeness(filled, len(needed), empty[0] if empty else None)
