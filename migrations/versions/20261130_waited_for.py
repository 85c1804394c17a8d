"""What nobody waits for, since it was imported, is in no index of the worklist

Revision ID: 20261130_waited_for
Revises: 20261130_unused_files
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_waited_for"
down_revision = "20261130_unused_files"
branch_labels = None
depends_on = None

_WAITS = "solved_at IS NULL AND duplicate_of_id IS NULL AND locked_at IS NULL"


def _create(condition: str) -> None:
    columns = ["visibility", "affected_count DESC", "created_at", "id"]
    where = sa.text(condition)
    op.create_index(
        "ix_question_waiting", "question", [*map(sa.text, columns)], sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    op.drop_index("ix_question_waiting", "question")
    _create(f"{_WAITS} AND (imported_from IS NULL OR affected_count > 0) AND ticket_label = ''")


def downgrade() -> None:
    op.drop_index("ix_question_waiting", "question")
    _create(f"{_WAITS} AND ticket_label = ''")
