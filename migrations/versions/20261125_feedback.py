"""Whether a fix worked: what people were asked and what they said

Revision ID: 20261125_feedback
Revises: 20261125_promises
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261125_feedback"
down_revision = "20261125_promises"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RUNS = sa.text("ended_at IS NULL")
_REFERS = {"ticket_id": "ticket", "answer_id": "answer", "person_id": "person", "staff_id": "person"}
_INDEXES = {
    "ix_feedback_ticket": ["ticket_id"],
    "ix_feedback_person": ["person_id", "ended_at"],
    "ix_feedback_staff": ["staff_id", "answered_at"],
    "ix_feedback_closes": ["closes_at"],
}


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", _ID, nullable=False),
        *(sa.Column(column, _ID) for column in _REFERS),
        sa.Column("secret", sa.String(32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        *(sa.Column(column, UtcDateTime()) for column in ("closes_at", "ended_at", "answered_at")),
        sa.Column(
            "verdict",
            sa.Enum("worked", "not_yet", name="verdict", native_enum=False, create_constraint=True, length=24),
        ),
        sa.Column("rating", sa.Integer()),
        sa.Column("comment", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_feedback_{column}"))
            for column, table in _REFERS.items()
        ),
        sa.CheckConstraint("(ticket_id IS NULL) <> (answer_id IS NULL)", name=op.f("ck_feedback_one_thing")),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_feedback_rating")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "feedback", columns)
    for column in ("ticket_id", "answer_id"):
        name = f"uq_feedback_running_{column}"
        op.create_index(name, "feedback", [column], unique=True, sqlite_where=_RUNS, postgresql_where=_RUNS)


def downgrade() -> None:
    op.drop_table("feedback")
