"""Watching a category, a tag or a colleague, and whether one follows threads by taking part

Revision ID: 20261128_watches
Revises: 20261128_notice_choices
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_watches"
down_revision = "20261128_notice_choices"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_THINGS = {"category_id": "category", "tag_id": "tag", "watched_id": "person"}


def upgrade() -> None:
    one = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in _THINGS)
    op.create_table(
        "watch",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        *(sa.Column(column, _ID, nullable=True) for column in _THINGS),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"{one} = 1", name=op.f("ck_watch_one_thing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_watch_person_id")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_watch_{column}"))
            for column, table in _THINGS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        *(sa.UniqueConstraint("person_id", column, name=op.f(f"uq_watch_person_id_{column}")) for column in _THINGS),
    )
    for column in _THINGS:
        op.create_index(op.f(f"ix_watch_{column}"), "watch", [column])
    op.add_column("person", sa.Column("follows_threads", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("person", "follows_threads")
    op.drop_table("watch")
