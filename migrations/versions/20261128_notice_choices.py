"""What people hear in which way, and when a notice leaves by mail

Revision ID: 20261128_notice_choices
Revises: 20261128_devices
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_notice_choices"
down_revision = "20261128_devices"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAYS = ("at_once", "digest", "inbox", "never")
_RHYTHMS = ("daily", "weekly")


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=24, create_constraint=True)


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id"))


def upgrade() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("matter", sa.String(24), nullable=False),
        sa.Column("way", _choice(*_WAYS, name="way"), nullable=False),
        _of_person("notice_choice"),
        sa.PrimaryKeyConstraint("person_id", "matter", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "mail_habit",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("rhythm", _choice(*_RHYTHMS, name="rhythm"), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        _of_person("mail_habit"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_habit")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_habit_key")),
    )
    op.add_column("notice", sa.Column("leaves_at", UtcDateTime(), nullable=True))
    op.add_column("notice", sa.Column("is_for_digest", sa.Boolean(), nullable=False, server_default=sa.false()))
    waits = sa.text("leaves_at IS NOT NULL")
    op.create_index(
        "ix_notice_leaving", "notice", ["leaves_at", "person_id"], sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    op.drop_index("ix_notice_leaving", table_name="notice")
    op.drop_column("notice", "is_for_digest")
    op.drop_column("notice", "leaves_at")
    op.drop_table("mail_habit")
    op.drop_table("notice_choice")
