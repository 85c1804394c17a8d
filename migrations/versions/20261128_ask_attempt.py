"""What was suggested while somebody asked, what he opened of it, and what came of it

Revision ID: 20261128_ask_attempt
Revises: 20261128_house_rules
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_ask_attempt"
down_revision = "20261128_house_rules"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ask_attempt",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("category_id", _ID),
        sa.Column("shown", sa.String(400), nullable=False),
        sa.Column("shown_count", sa.Integer(), nullable=False),
        sa.Column("opened", sa.String(400), nullable=False),
        sa.Column("solved_by", sa.String(30), nullable=False),
        sa.Column("question_id", _ID),
        sa.Column("ticket_followed", sa.Boolean()),
        sa.Column("came_back", sa.Boolean()),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_ask_attempt_{name}_id"))
            for name in ("person", "category", "question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_attempt")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_ask_attempt_person_id_key")),
    )
    op.create_index("ix_ask_attempt_person", "ask_attempt", ["person_id", "at"])
    op.create_index(op.f("ix_ask_attempt_at"), "ask_attempt", ["at"])


def downgrade() -> None:
    op.drop_table("ask_attempt")
