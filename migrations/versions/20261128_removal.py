"""What is being taken out of the forum for good: a secret, or who somebody was

Revision ID: 20261128_removal
Revises: 20261128_ask_attempt
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_removal"
down_revision = "20261128_ask_attempt"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_THINGS = {"question_id": "question", "ticket_id": "ticket", "person_id": "person"}
_STAGES = ("texts", "index", "storage", "finished")


def upgrade() -> None:
    one = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in _THINGS)
    op.create_table(
        "removal",
        sa.Column("id", _ID, nullable=False),
        *(sa.Column(column, _ID, nullable=True) for column in _THINGS),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(*_STAGES, name="stage", native_enum=False, length=24, create_constraint=True),
            nullable=False,
        ),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("holder", sa.String(length=80), nullable=True),
        sa.CheckConstraint(f"{one} = 1", name=op.f("ck_removal_one_thing")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_removal_by_id")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_removal_{column}"))
            for column, table in _THINGS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
    )
    for column in ("due_at", *_THINGS):
        op.create_index(op.f(f"ix_removal_{column}"), "removal", [column])


def downgrade() -> None:
    op.drop_table("removal")
