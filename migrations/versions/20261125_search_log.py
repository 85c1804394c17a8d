"""Searches are logged, and people keep some of them

Revision ID: 20261125_search_log
Revises: 20261125_fixes
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261125_search_log"
down_revision = "20261125_fixes"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_logged",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("typed", sa.String(200), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(120), nullable=False),
        sa.Column("opened_id", _ID),
        sa.Column("opened_at", UtcDateTime()),
        sa.Column("was_solved", sa.Boolean()),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_search_logged_person_id")),
        sa.ForeignKeyConstraint(["opened_id"], ["question.id"], name=op.f("fk_search_logged_opened_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_logged")),
    )
    op.create_index("ix_search_logged_person", "search_logged", ["person_id", "at"])
    op.create_index(op.f("ix_search_logged_at"), "search_logged", ["at"])
    op.create_table(
        "saved_search",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("typed", sa.String(200), nullable=False),
        sa.Column("tells", sa.Boolean(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("person_id", "typed", name="uq_saved_search_typed"),
    )


def downgrade() -> None:
    op.drop_table("saved_search")
    op.drop_table("search_logged")
