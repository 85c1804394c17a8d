"""The filters of a list are counted in an index alone, without a way to any question

Revision ID: 20261129_counted
Revises: 20261129_options_ms
"""

from alembic import op

revision = "20261129_counted"
down_revision = "20261129_options_ms"
branch_labels = None
depends_on = None

_COLUMNS = ["category_id", "visibility", "id", "solved_at", "duplicate_of_id", "answer_count", "has_staff_answer"]


def upgrade() -> None:
    op.create_index("ix_question_counted", "question", _COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_question_counted", "question")
