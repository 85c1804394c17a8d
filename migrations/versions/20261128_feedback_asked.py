"""Reports read what was asked within some weeks by an index

Revision ID: 20261128_feedback_asked
Revises: 20261128_bounces
"""

from alembic import op

revision = "20261128_feedback_asked"
down_revision = "20261128_bounces"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_feedback_asked", "feedback", ["asked_at"])


def downgrade() -> None:
    op.drop_index("ix_feedback_asked", "feedback")
