"""The letters before a ticket's number are a setting

Revision ID: 20261128_ticket_prefix
Revises: 20261128_waiting_index
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_ticket_prefix"
down_revision = "20261128_waiting_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("number_series") as series:
        series.drop_column("prefix")


def downgrade() -> None:
    with op.batch_alter_table("number_series") as series:
        series.add_column(sa.Column("prefix", sa.String(length=8), nullable=False, server_default="IT-"))
    with op.batch_alter_table("number_series") as series:
        series.alter_column("prefix", server_default=None)
