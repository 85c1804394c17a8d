"""Who does not want to be named among those who helped

Revision ID: 20261128_helpers
Revises: 20261128_opening_words
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_helpers"
down_revision = "20261128_opening_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("listed_as_helper", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("person", "listed_as_helper")
