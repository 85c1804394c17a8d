"""The choices of a category's form have Malay names

Revision ID: 20261129_options_ms
Revises: 20261129_badge_index
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_options_ms"
down_revision = "20261129_badge_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("intake_field") as field:
        field.add_column(sa.Column("options_ms", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("intake_field") as field:
        field.alter_column("options_ms", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("intake_field") as field:
        field.drop_column("options_ms")
