"""Tickets are merged and have a parent; presence, absence and changes of many tickets have tables

Revision ID: 20261125_desk
Revises: 20261125_known_issues
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261125_desk"
down_revision = "20261125_known_issues"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _person(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        for column in ("merged_into_id", "parent_id"):
            ticket.add_column(sa.Column(column, _ID))
            ticket.create_foreign_key(op.f(f"fk_ticket_{column}"), "ticket", [column], ["id"])
        ticket.create_index("ix_ticket_merged_into", ["merged_into_id"])
        ticket.create_index("ix_ticket_parent", ["parent_id"])
        ticket.create_index("ix_ticket_created", ["created_at", "id"])
    _presence()
    _absence()
    _bulk_change()


def _presence() -> None:
    op.create_table(
        "ticket_presence",
        sa.Column("ticket_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_presence_ticket_id")),
        _person("person_id", "ticket_presence"),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_ticket_presence")),
    )
    op.create_index(op.f("ix_ticket_presence_person_id"), "ticket_presence", ["person_id"])


def _absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("stand_in_id", _ID, nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        *(_person(column, "absence") for column in ("person_id", "stand_in_id", "by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person", "absence", ["person_id", "ends_at"])
    op.create_index(op.f("ix_absence_stand_in_id"), "absence", ["stand_in_id"])


def _bulk_change() -> None:
    op.create_table(
        "bulk_change",
        sa.Column("id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False),
        sa.Column("undone_at", UtcDateTime()),
        _person("by_id", "bulk_change"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_change")),
    )
    op.create_index(op.f("ix_bulk_change_by_id"), "bulk_change", ["by_id"])


def downgrade() -> None:
    """Merged tickets stay void; parents and children stand alone."""
    for table in ("bulk_change", "absence", "ticket_presence"):
        op.drop_table(table)
    with op.batch_alter_table("ticket") as ticket:
        for index in ("ix_ticket_created", "ix_ticket_parent", "ix_ticket_merged_into"):
            ticket.drop_index(index)
        for column in ("parent_id", "merged_into_id"):
            ticket.drop_constraint(op.f(f"fk_ticket_{column}"), type_="foreignkey")
            ticket.drop_column(column)
