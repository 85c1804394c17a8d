"""Steps of the ladder, and whom somebody has asked not to meet

Revision ID: 20261128_ladder
Revises: 20261128_flags
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_ladder"
down_revision = "20261128_flags"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STEPS = ("reminder", "warning", "silence_1", "silence_3", "silence_7", "suspension")


def upgrade() -> None:
    steps = sa.Enum(*_STEPS, native_enum=False, length=24, create_constraint=True, name="step")
    op.create_table(
        "consequence",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("step", steps, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime()),
        sa.Column("lapses_at", UtcDateTime(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("objected_at", UtcDateTime()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", _ID),
        sa.Column("answered_at", UtcDateTime()),
        sa.Column("undone_at", UtcDateTime()),
        _reference("consequence", "person_id", "person"),
        _reference("consequence", "by_id", "person"),
        _reference("consequence", "answered_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consequence")),
    )
    op.create_index("ix_consequence_person", "consequence", ["person_id", "at", "id"])
    op.create_index("ix_consequence_objection", "consequence", ["answered_at", "objected_at"])
    op.create_table(
        "avoidance",
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        _reference("avoidance", "staff_id", "person"),
        _reference("avoidance", "person_id", "person"),
        sa.PrimaryKeyConstraint("staff_id", "person_id", name=op.f("pk_avoidance")),
    )
    op.create_index(op.f("ix_avoidance_person_id"), "avoidance", ["person_id"])
    with op.batch_alter_table("flag_item") as item:
        item.add_column(sa.Column("consequence_id", _ID))
        item.create_foreign_key(op.f("fk_flag_item_consequence_id"), "consequence", ["consequence_id"], ["id"])
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("consequence_id", _ID))
        notice.create_foreign_key(op.f("fk_notice_consequence_id"), "consequence", ["consequence_id"], ["id"])


def downgrade() -> None:
    for table in ("notice", "flag_item"):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_consequence_id"), type_="foreignkey")
            changed.drop_column("consequence_id")
    op.drop_table("avoidance")
    op.drop_table("consequence")


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
