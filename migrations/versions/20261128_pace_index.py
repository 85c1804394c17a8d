"""First answers and solutions are read from their indexes alone

Revision ID: 20261128_pace_index
Revises: 20261128_helpers
"""

from alembic import op

revision = "20261128_pace_index"
down_revision = "20261128_helpers"
branch_labels = None
depends_on = None

_COUNTED = ("team_id", "category_id", "state", "confidential", "merged_into_id")


def upgrade() -> None:
    for name in ("ix_ticket_first_response", "ix_ticket_resolved"):
        op.drop_index(name, "ticket")
    op.create_index("ix_ticket_first_response", "ticket", ["first_response_at", "response_minutes", *_COUNTED])
    op.create_index("ix_ticket_resolved", "ticket", ["resolved_at", "resolution_minutes", *_COUNTED])


def downgrade() -> None:
    for name in ("ix_ticket_first_response", "ix_ticket_resolved"):
        op.drop_index(name, "ticket")
    op.create_index("ix_ticket_first_response", "ticket", ["first_response_at"])
    op.create_index("ix_ticket_resolved", "ticket", ["resolved_at"])
