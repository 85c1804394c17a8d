"""Files that nothing refers to any more are swept: photos that were replaced before they were released stayed for ever

Revision ID: 20261130_unused_files
Revises: 20261129_counted
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_unused_files"
down_revision = "20261129_counted"
branch_labels = None
depends_on = None

_REFERRING = {
    "question_file": "file_id",
    "answer_file": "file_id",
    "ticket_file": "file_id",
    "faq_file": "file_id",
    "profile": "photo_file_id",
}


def upgrade() -> None:
    file_id, linked_at = sa.column("id"), sa.column("linked_at")
    columns = [sa.table(name, sa.column(column)).c[column] for name, column in _REFERRING.items()]
    unused = [file_id.not_in(sa.select(column).where(column.is_not(None))) for column in columns]
    op.execute(sa.update(sa.table("stored_file", file_id, linked_at)).where(*unused).values(linked_at=None))


def downgrade() -> None:
    """What nothing refers to stays so."""
