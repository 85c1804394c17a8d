"""House rules: versions, and who accepted which

Revision ID: 20261128_house_rules
Revises: 20261128_reply_keys
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_house_rules"
down_revision = "20261128_reply_keys"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("rules_accepted", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "house_rules",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_ms", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("html_ms", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("asks_again", sa.Boolean(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_house_rules_by_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_house_rules")),
    )
    op.create_table(
        "house_rules_acceptance",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_house_rules_acceptance_person_id")),
        sa.PrimaryKeyConstraint("person_id", "number", name=op.f("pk_house_rules_acceptance")),
    )


def downgrade() -> None:
    op.drop_table("house_rules_acceptance")
    op.drop_table("house_rules")
    op.drop_column("person", "rules_accepted")
