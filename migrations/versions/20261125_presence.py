"""Who is writing in a ticket now, and who is away with which stand-in

Revision ID: 20261125_presence
Revises: 20261125_feedback
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261125_presence"
down_revision = "20261125_feedback"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "ticket_presence",
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        _refers("ticket_presence", "ticket_id", "ticket"),
        _refers("ticket_presence", "person_id", "person"),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_ticket_presence")),
    )
    op.create_index(op.f("ix_ticket_presence_person_id"), "ticket_presence", ["person_id"])
    op.create_table(
        "absence",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("stand_in_id", _ID, nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        _refers("absence", "person_id", "person"),
        _refers("absence", "stand_in_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person", "absence", ["person_id", "ends_at"])
    op.create_index(op.f("ix_absence_stand_in_id"), "absence", ["stand_in_id"])


def downgrade() -> None:
    for table in ("absence", "ticket_presence"):
        op.drop_table(table)
