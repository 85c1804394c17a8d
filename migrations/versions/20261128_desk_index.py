"""The queue and its counts read open tickets by indexes of their own, reports first answers by theirs

Revision ID: 20261128_desk_index
Revises: 20261128_merging
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_desk_index"
down_revision = "20261128_merging"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("state NOT IN ('closed', 'void')")
_INDEXES = {
    "ix_ticket_desk": ["due_at", "id", "state", "owner_id", "team_id", "confidential", "requester_id"],
    "ix_ticket_desk_created": ["created_at", "id"],
    "ix_ticket_desk_changed": ["changed_at", "id"],
}


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.create_index(name, "ticket", columns, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)
    op.create_index("ix_ticket_changed", "ticket", ["changed_at", "id"])
    op.create_index("ix_ticket_first_response", "ticket", ["first_response_at"])


def downgrade() -> None:
    op.drop_index("ix_ticket_first_response", "ticket")
    op.drop_index("ix_ticket_changed", "ticket")
    for name in _INDEXES:
        op.drop_index(name, "ticket")
