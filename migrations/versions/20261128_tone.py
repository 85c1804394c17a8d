"""Who wants no hints about tone, and drafts that are kept until they have cooled down

Revision ID: 20261128_tone
Revises: 20261128_mail_in
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_tone"
down_revision = "20261128_mail_in"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("tone_check", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("draft_count", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "kept_draft",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_draft")),
    )
    op.create_index("ix_kept_draft_person", "kept_draft", ["person_id", "at"])
    op.create_index(op.f("ix_kept_draft_at"), "kept_draft", ["at"])


def downgrade() -> None:
    op.drop_table("kept_draft")
    op.drop_column("person", "draft_count")
    op.drop_column("person", "tone_check")
