"""Saved replies

Revision ID: 20261128_saved_replies
Revises: 20261128_tone
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_saved_replies"
down_revision = "20261128_tone"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "saved_reply",
        sa.Column("id", _ID, nullable=False),
        sa.Column("owner_id", _ID),
        sa.Column("team_id", _ID),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_ms", sa.Text(), nullable=False),
        sa.Column("category_id", _ID),
        sa.Column("use_count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime()),
        sa.CheckConstraint("owner_id IS NULL OR team_id IS NULL", name=op.f("ck_saved_reply_one_scope")),
        _reference("owner_id", "person"),
        _reference("team_id", "team"),
        _reference("category_id", "category"),
        _reference("by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_reply")),
    )
    op.create_index("ix_saved_reply_scope", "saved_reply", ["removed_at", "owner_id", "team_id", "use_count"])


def downgrade() -> None:
    op.drop_table("saved_reply")


def _reference(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_saved_reply_{column}"))
