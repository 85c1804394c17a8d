"""Promises with their outcome, and the warnings that were given

Revision ID: 20261125_promises
Revises: 20261125_notice_subjects
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261125_promises"
down_revision = "20261125_notice_subjects"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    never = "9000-01-01 00:00:00.000000" if op.get_bind().dialect.name == "sqlite" else "9000-01-01 00:00:00+00"
    with op.batch_alter_table("ticket") as ticket:
        ticket.add_column(sa.Column("warn_at", UtcDateTime(), nullable=False, server_default=never))
        ticket.create_index("ix_ticket_warn", ["warn_at", "id"])
    op.execute("UPDATE ticket SET clocks_version = -1")  # the worker works out when to warn
    _promises()
    _warnings()


def _promises() -> None:
    op.create_table(
        "ticket_promise",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("outcome", _choice(("kept", "moved", "missed", "lapsed"), op.f("ck_ticket_promise_outcome"))),
        sa.Column("ended_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_promise_ticket_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_ticket_promise_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_promise")),
    )
    op.create_index("ix_ticket_promise_ticket", "ticket_promise", ["ticket_id", "id"])
    op.create_index("ix_ticket_promise_due", "ticket_promise", ["outcome", "due_at"])
    stands = sa.text("outcome IS NULL")
    op.create_index(
        "uq_ticket_promise_standing", "ticket_promise", ["ticket_id"], unique=True,
        sqlite_where=stands, postgresql_where=stands,
    )  # fmt: skip
    op.create_index(op.f("ix_ticket_promise_by_id"), "ticket_promise", ["by_id"])


def _warnings() -> None:
    op.create_table(
        "ticket_warning",
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column(
            "clock", _choice(("response", "update", "resolution", "promise"), op.f("ck_ticket_warning_clock")),
            nullable=False,
        ),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("stage", _choice(("near", "late", "lead"), op.f("ck_ticket_warning_stage")), nullable=False),
        sa.Column("told_id", _ID),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_warning_ticket_id")),
        sa.ForeignKeyConstraint(["told_id"], ["person.id"], name=op.f("fk_ticket_warning_told_id")),
        sa.PrimaryKeyConstraint("ticket_id", "clock", "since", "stage", name=op.f("pk_ticket_warning")),
    )  # fmt: skip
    op.create_index(op.f("ix_ticket_warning_told_id"), "ticket_warning", ["told_id"])


def downgrade() -> None:
    for table in ("ticket_warning", "ticket_promise"):
        op.drop_table(table)
    op.drop_index("ix_ticket_warn", "ticket")
    with op.batch_alter_table("ticket") as ticket:
        ticket.drop_column("warn_at")
