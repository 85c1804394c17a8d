"""Why a mailbox cannot be read is kept where administrators see it

Revision ID: 20261129_mailbox_trouble
Revises: 20261129_notice_posts
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261129_mailbox_trouble"
down_revision = "20261129_notice_posts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailbox_trouble",
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mailbox_trouble")),
    )


def downgrade() -> None:
    op.drop_table("mailbox_trouble")
