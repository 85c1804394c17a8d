"""Threads that newcomers do not write in

Revision ID: 20261128_protection
Revises: 20261128_worked_time
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_protection"
down_revision = "20261128_worked_time"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("question", sa.Column("protected_at", UtcDateTime(), nullable=True))
    op.create_table(
        "question_protection",
        sa.Column("id", _ID, nullable=False),
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("undone_by_id", _ID, nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        _reference("question_id", "question"),
        _reference("by_id", "person"),
        _reference("undone_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_protection")),
    )
    op.create_index(op.f("ix_question_protection_question_id"), "question_protection", ["question_id"])


def downgrade() -> None:
    op.drop_table("question_protection")
    op.drop_column("question", "protected_at")


def _reference(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_question_protection_{column}"))
