"""Tickets have clocks: targets, priority from impact and urgency, pauses, due times

Revision ID: 20261125_clocks
Revises: 20261125_ticket_family
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261125_clocks"
down_revision = "20261125_ticket_family"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LEVELS, _PRIORITIES = ("low", "medium", "high"), ("low", "normal", "high", "urgent")
_REASONS = ("work", "break", "night", "weekend", "holiday", "waiting", "solved")
_MOMENTS = ("first_response_at", "spoken_at", "response_due_at", "update_due_at", "resolution_due_at")
_OF_IT = "SELECT {which}(r.at) FROM ticket_reply r WHERE r.ticket_id = ticket.id AND r.author_id <> ticket.requester_id"


def _choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    never = "9000-01-01 00:00:00.000000" if op.get_bind().dialect.name == "sqlite" else "9000-01-01 00:00:00+00"
    with op.batch_alter_table("ticket") as ticket:
        for name in ("impact", "urgency"):
            ticket.add_column(sa.Column(name, sa.String(24)))
            ticket.create_check_constraint(op.f(f"ck_ticket_{name}"), sa.column(name).in_(_LEVELS))
        for name in _MOMENTS:
            ticket.add_column(sa.Column(name, UtcDateTime()))
        for name in ("response_minutes", "resolution_minutes"):
            ticket.add_column(sa.Column(name, sa.Integer()))
        ticket.add_column(sa.Column("due_at", UtcDateTime(), nullable=False, server_default=never))
        ticket.add_column(sa.Column("clocks_version", sa.Integer(), nullable=False, server_default="-1"))
        ticket.create_index("ix_ticket_due", ["due_at", "id"])
        ticket.create_index("ix_ticket_clocks", ["state", "clocks_version"])
    first, last = _OF_IT.format(which="min"), _OF_IT.format(which="max")
    op.execute(f"UPDATE ticket SET first_response_at = ({first}), spoken_at = ({last})")
    _matrix_and_targets()
    _pauses()


def _matrix_and_targets() -> None:
    op.create_table(
        "priority_cell",
        sa.Column("impact", _choice(_LEVELS, op.f("ck_priority_cell_impact")), nullable=False),
        sa.Column("urgency", _choice(_LEVELS, op.f("ck_priority_cell_urgency")), nullable=False),
        sa.Column("priority", _choice(_PRIORITIES, op.f("ck_priority_cell_priority")), nullable=False),
        sa.PrimaryKeyConstraint("impact", "urgency", name=op.f("pk_priority_cell")),
    )
    op.create_table(
        "sla_target",
        sa.Column("id", _ID, nullable=False),
        sa.Column("category_id", _ID),
        sa.Column("priority", _choice(_PRIORITIES, op.f("ck_sla_target_priority")), nullable=False),
        *(sa.Column(name, sa.Integer()) for name in ("response", "update", "resolution")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_sla_target_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_target")),
    )
    op.create_index("uq_sla_target_category", "sla_target", ["category_id", "priority"], unique=True)
    default = sa.text("category_id IS NULL")
    op.create_index(
        "uq_sla_target_default", "sla_target", ["priority"], unique=True, sqlite_where=default, postgresql_where=default
    )


def _pauses() -> None:
    op.create_table(
        "ticket_pause",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime()),
        sa.Column("reason", _choice(_REASONS, op.f("ck_ticket_pause_reason")), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_pause_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_pause")),
    )
    op.create_index("ix_ticket_pause_ticket", "ticket_pause", ["ticket_id", "since"])
    is_open = sa.text("until IS NULL")
    op.create_index(
        "uq_ticket_pause_open", "ticket_pause", ["ticket_id"], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )  # fmt: skip
    # What waits for its requester or is solved now stands still since it was changed last.
    op.execute(
        "INSERT INTO ticket_pause (ticket_id, since, reason)"
        " SELECT id, changed_at, CASE WHEN state = 'waiting_requester' THEN 'waiting' ELSE 'solved' END"
        " FROM ticket WHERE state IN ('waiting_requester', 'resolved', 'closed')"
    )


def downgrade() -> None:
    for table in ("ticket_pause", "sla_target", "priority_cell"):
        op.drop_table(table)
    op.drop_index("ix_ticket_due", "ticket")
    op.drop_index("ix_ticket_clocks", "ticket")
    with op.batch_alter_table("ticket") as ticket:
        for name in ("impact", "urgency"):
            ticket.drop_constraint(op.f(f"ck_ticket_{name}"), type_="check")
            ticket.drop_column(name)
        for name in (*_MOMENTS, "response_minutes", "resolution_minutes", "due_at", "clocks_version"):
            ticket.drop_column(name)
