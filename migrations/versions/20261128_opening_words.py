"""A ticket's first words can be flagged, and hidden

Revision ID: 20261128_opening_words
Revises: 20261128_protection
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_opening_words"
down_revision = "20261128_protection"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BEFORE = ("question", "answer", "comment", "reply", "person")
_AFTER = ("question", "answer", "comment", "reply", "ticket", "person")


def upgrade() -> None:
    op.add_column("ticket", sa.Column("opening_hidden_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("flag_item") as item:
        item.add_column(sa.Column("ticket_id", _ID))
        item.create_foreign_key(op.f("fk_flag_item_ticket_id"), "ticket", ["ticket_id"], ["id"])
        item.drop_constraint(op.f("ck_flag_item_one_post"), type_="check")
        item.create_check_constraint(op.f("ck_flag_item_one_post"), _one_of(_AFTER))
    is_open = sa.text("ticket_id IS NOT NULL AND decided_at IS NULL")
    where = {"sqlite_where": is_open, "postgresql_where": is_open}
    op.create_index("uq_flag_item_open_ticket", "flag_item", ["ticket_id"], unique=True, **where)
    op.create_index(op.f("ix_flag_item_ticket_id"), "flag_item", ["ticket_id"])


def downgrade() -> None:
    of_tickets = sa.text("SELECT id FROM flag_item WHERE ticket_id IS NOT NULL")
    ids = [row.id for row in op.get_bind().execute(of_tickets)]
    for table, column in {"notice": "item_id", "flag": "item_id", "flag_item": "id"}.items():
        for number in ids:
            op.get_bind().execute(sa.text(f"DELETE FROM {table} WHERE {column} = :number"), {"number": number})
    op.drop_index(op.f("ix_flag_item_ticket_id"), "flag_item")
    op.drop_index("uq_flag_item_open_ticket", "flag_item")
    with op.batch_alter_table("flag_item") as item:
        item.drop_constraint(op.f("ck_flag_item_one_post"), type_="check")
        item.create_check_constraint(op.f("ck_flag_item_one_post"), _one_of(_BEFORE))
        item.drop_constraint(op.f("fk_flag_item_ticket_id"), type_="foreignkey")
        item.drop_column("ticket_id")
    op.drop_column("ticket", "opening_hidden_at")


def _one_of(kinds: tuple[str, ...]) -> str:
    return " + ".join(f"(CASE WHEN {kind}_id IS NULL THEN 0 ELSE 1 END)" for kind in kinds) + " = 1"
