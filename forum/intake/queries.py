"""What pages read of forms, by one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.intake.models import IntakeField, IntakeForm
from forum.kernel.db import BigId, read

_LABELS = (
    select(IntakeField.label, IntakeField.label_ms)
    .join(IntakeForm, IntakeForm.id == IntakeField.form_id)
    .where(IntakeForm.category_id == bindparam("category_id", type_=BigId), IntakeForm.retired_at.is_(None))
    .order_by(IntakeField.position)
)


def labels_of(category_id: int | None) -> Sequence[Row[Any]]:
    """What a category's form in force asks for."""
    return read(_LABELS, {"category_id": category_id}).all() if category_id else []
