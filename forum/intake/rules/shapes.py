"""What the rules need of a field: any object with these facts, so that no database is needed."""

from collections.abc import Sequence
from typing import Protocol

from forum.intake.models import FieldKind

MOST_FIELDS = 20


class Field(Protocol):
    """One field of a form; `depends_on` is the key of the field whose answer `depends_value` shows it, empty: any."""

    key: str
    kind: FieldKind
    label: str
    label_ms: str
    help: str
    help_ms: str
    required: bool
    options: list[str]
    options_ms: list[str]
    depends_on: str
    depends_value: str
    fact: str


def field_called(fields: Sequence[Field], key: str) -> Field | None:
    """The field with this key."""
    return next((field for field in fields if field.key == key), None)
