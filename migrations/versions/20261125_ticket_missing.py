"""What the requester of a ticket was asked for

Revision ID: 20261125_ticket_missing
Revises: 20261125_ticket_of_post
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_ticket_missing"
down_revision = "20261125_ticket_of_post"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ticket_missing",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("ticket_id", _BIG, nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_missing_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_missing")),
    )
    op.create_index(op.f("ix_ticket_missing_ticket_id"), "ticket_missing", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("ticket_missing")
