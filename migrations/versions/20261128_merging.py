"""Threads that became one, answers that became threads, posts that were removed as spam

Revision ID: 20261128_merging
Revises: 20261128_ladder
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_merging"
down_revision = "20261128_ladder"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "thread_merge",
        sa.Column("id", _ID, nullable=False),
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("into_id", _ID, nullable=False),
        *_by(),
        sa.Column("moved", sa.JSON(), nullable=False),
        _reference("thread_merge", "question_id", "question"),
        _reference("thread_merge", "into_id", "question"),
        *_by_whom("thread_merge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_merge")),
    )
    op.create_index("ix_thread_merge_question", "thread_merge", ["question_id", "undone_at"])
    op.create_index(op.f("ix_thread_merge_into_id"), "thread_merge", ["into_id"])
    op.create_table(
        "answer_split",
        sa.Column("answer_id", _ID, nullable=False),
        sa.Column("question_id", _ID, nullable=False),
        _reference("answer_split", "answer_id", "answer"),
        _reference("answer_split", "question_id", "question"),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_split")),
    )
    op.create_index(op.f("ix_answer_split_question_id"), "answer_split", ["question_id"])
    op.create_table(
        "spam_removal",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        *_by(),
        sa.Column("posts", sa.JSON(), nullable=False),
        _reference("spam_removal", "person_id", "person"),
        *_by_whom("spam_removal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spam_removal")),
    )
    op.create_index(op.f("ix_spam_removal_person_id"), "spam_removal", ["person_id"])


def downgrade() -> None:
    op.drop_table("spam_removal")
    op.drop_table("answer_split")
    op.drop_table("thread_merge")


def _by() -> list[sa.Column]:
    return [
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_by_id", _ID),
        sa.Column("undone_at", UtcDateTime()),
    ]


def _by_whom(table: str) -> list[sa.ForeignKeyConstraint]:
    return [_reference(table, "by_id", "person"), _reference(table, "undone_by_id", "person")]


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
