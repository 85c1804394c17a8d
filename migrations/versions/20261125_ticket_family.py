"""Tickets are merged into one another and are parts of one outage

Revision ID: 20261125_ticket_family
Revises: 20261125_ticket_post_index
Create Date: 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_ticket_family"
down_revision = "20261125_ticket_post_index"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = {"merged_into_id": "ix_ticket_merged_into", "parent_id": "ix_ticket_parent"}


def upgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        for column, index in _COLUMNS.items():
            ticket.add_column(sa.Column(column, _ID))
            ticket.create_foreign_key(op.f(f"fk_ticket_{column}"), "ticket", [column], ["id"])
            ticket.create_index(index, [column])


def downgrade() -> None:
    """Merged tickets stay void; parts stand alone."""
    with op.batch_alter_table("ticket") as ticket:
        for column, index in _COLUMNS.items():
            ticket.drop_index(index)
            ticket.drop_constraint(op.f(f"fk_ticket_{column}"), type_="foreignkey")
            ticket.drop_column(column)
