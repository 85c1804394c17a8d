"""Which tickets were changed together."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class BulkChange(Model):
    """One change of many tickets. `tickets` holds by ticket id what each was before and after, for undo."""

    __tablename__ = "bulk_change"

    id: Mapped[int] = primary_key()
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(24))
    tickets: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
