"""On which device a known issue affects somebody

Revision ID: 20261128_issue_devices
Revises: 20261128_saved_replies
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_issue_devices"
down_revision = "20261128_saved_replies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("issue_watcher") as watcher:
        watcher.add_column(sa.Column("device", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("issue_watcher") as watcher:
        watcher.alter_column("device", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("issue_watcher") as watcher:
        watcher.drop_column("device")
