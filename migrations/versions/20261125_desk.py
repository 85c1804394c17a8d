"""Changes of many tickets are kept, so that they can be undone; tickets are found by age

Revision ID: 20261125_desk
Revises: 20261125_known_issues
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261125_desk"
down_revision = "20261125_known_issues"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        ticket.create_index("ix_ticket_created", ["created_at", "id"])
    op.create_table(
        "bulk_change",
        sa.Column("id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False),
        sa.Column("undone_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_bulk_change_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_change")),
    )
    op.create_index(op.f("ix_bulk_change_by_id"), "bulk_change", ["by_id"])


def downgrade() -> None:
    op.drop_table("bulk_change")
    with op.batch_alter_table("ticket") as ticket:
        ticket.drop_index("ix_ticket_created")
