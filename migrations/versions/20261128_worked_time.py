"""Time worked on tickets

Revision ID: 20261128_worked_time
Revises: 20261128_thanks_notes
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_worked_time"
down_revision = "20261128_thanks_notes"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "worked_time",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("note_id", _ID, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _reference("ticket_id", "ticket"),
        _reference("person_id", "person"),
        _reference("note_id", "ticket_note"),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_worked_time_some_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worked_time")),
    )
    op.create_index("ix_worked_time_at", "worked_time", ["at"])
    op.create_index(op.f("ix_worked_time_ticket_id"), "worked_time", ["ticket_id"])
    op.create_index(op.f("ix_worked_time_person_id"), "worked_time", ["person_id"])


def downgrade() -> None:
    op.drop_table("worked_time")


def _reference(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_worked_time_{column}"))
