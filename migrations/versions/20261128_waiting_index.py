"""Unsolved threads, the worklist and duplicates have indexes without the nulls that most rows have

Revision ID: 20261128_waiting_index
Revises: 20261128_watches
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "20261128_waiting_index"
down_revision = "20261128_watches"
branch_labels = None
depends_on = None

_IS_UNSOLVED = "solved_at IS NULL AND duplicate_of_id IS NULL"


def _create(name: str, columns: Sequence[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "question", [*map(sa.text, columns)], sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.drop_index("ix_question_duplicate_of_id", "question")
    op.drop_index("ix_question_unsolved", "question")
    _create("ix_question_duplicate_of_id", ["duplicate_of_id"], "duplicate_of_id IS NOT NULL")
    _create("ix_question_unsolved", ["visibility", "active_at", "id"], _IS_UNSOLVED)
    waiting = ["visibility", "affected_count DESC", "created_at", "id"]
    _create("ix_question_waiting", waiting, f"{_IS_UNSOLVED} AND locked_at IS NULL AND ticket_label = ''")


def downgrade() -> None:
    for name in ("waiting", "unsolved", "duplicate_of_id"):
        op.drop_index(f"ix_question_{name}", "question")
    op.create_index("ix_question_duplicate_of_id", "question", ["duplicate_of_id"])
    op.create_index("ix_question_unsolved", "question", ["visibility", "solved_at", "active_at", "id"])
