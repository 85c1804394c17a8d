"""Whoever has an unread notice of a thread or ticket is found without reading all notices

Revision ID: 20261129_badge_index
Revises: 20261129_mail_to_thread
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_badge_index"
down_revision = "20261129_mail_to_thread"
branch_labels = None
depends_on = None

_UNREAD = sa.text("read_at IS NULL")
_COLUMNS = {"ix_notice_unread_question": "question_id", "ix_notice_unread_ticket": "ticket_id"}


def upgrade() -> None:
    for name, column in _COLUMNS.items():
        op.create_index(name, "notice", [column], postgresql_where=_UNREAD, sqlite_where=_UNREAD)


def downgrade() -> None:
    for name in _COLUMNS:
        op.drop_index(name, "notice")
