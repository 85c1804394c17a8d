"""One entry of the record: what was done, by whom, when, and two digests that prove order and completeness."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class LedgerEntry(Model):
    """`content_digest` is SHA-256 of salt and content; `digest` of that, the head and `previous`, the digest before."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("chain", "position"),)

    id: Mapped[int] = primary_key()
    chain: Mapped[str] = mapped_column(String(40))  # "administration", "ticket:12"
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))  # "setting changed", "ticket assigned"
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    salt: Mapped[str | None] = mapped_column(String(32))
    content_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
