"""Notes of thanks

Revision ID: 20261128_thanks_notes
Revises: 20261128_thanks
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_thanks_notes"
down_revision = "20261128_thanks"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "thanks_note",
        sa.Column("id", _ID, nullable=False),
        sa.Column("answer_id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("to_id", _ID, nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("is_nameless", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _reference("answer_id", "answer"),
        _reference("by_id", "person"),
        _reference("to_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_note")),
        sa.UniqueConstraint("answer_id", "by_id", name=op.f("uq_thanks_note_answer_id_by_id")),
    )
    op.create_index("ix_thanks_note_to", "thanks_note", ["to_id", "at"])
    op.create_index("ix_vote_at", "vote", ["at"])
    op.create_index("ix_acceptance_at", "acceptance", ["at"])


def downgrade() -> None:
    op.drop_index("ix_acceptance_at", "acceptance")
    op.drop_index("ix_vote_at", "vote")
    op.drop_table("thanks_note")


def _reference(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_thanks_note_{column}"))
