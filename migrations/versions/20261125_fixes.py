"""An answer says of which ticket it is the fix; tickets keep what was aimed at when they were answered and solved

Tickets that were answered and solved before do not know what was aimed at: reports leave them out there.

Revision ID: 20261125_fixes
Revises: 20261125_presence
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_fixes"
down_revision = "20261125_presence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("fix_label", sa.String(24), nullable=False, server_default=""))
    op.add_column("ticket", sa.Column("response_target", sa.Integer()))
    op.add_column("ticket", sa.Column("resolution_target", sa.Integer()))
    op.create_index("ix_ticket_resolved", "ticket", ["resolved_at"])


def downgrade() -> None:
    op.drop_index("ix_ticket_resolved", "ticket")
    op.drop_column("ticket", "resolution_target")
    op.drop_column("ticket", "response_target")
    op.drop_column("answer", "fix_label")
