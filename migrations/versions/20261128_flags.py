"""What colleagues flag, what moderators decide, and replies of tickets that are out of sight

Revision ID: 20261128_flags
Revises: 20261128_intake_kinds
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_flags"
down_revision = "20261128_intake_kinds"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_POSTS = {
    "question": "question", "answer": "answer", "comment": "comment", "reply": "ticket_reply", "person": "person"
}  # fmt: skip
_REASONS = ("secret", "abusive", "dangerous", "unprofessional", "spam", "duplicate", "other")
_VERDICTS = ("agreed", "disagreed")
_REMEDIES = ("left", "hidden", "deleted", "locked")
_ONE = " + ".join(f"(CASE WHEN {kind}_id IS NULL THEN 0 ELSE 1 END)" for kind in _POSTS) + " = 1"


def upgrade() -> None:
    op.create_table(
        "flag_item",
        sa.Column("id", _ID, nullable=False),
        *(sa.Column(f"{kind}_id", _ID) for kind in _POSTS),
        sa.Column("author_id", _ID),
        sa.Column("reason", _choice(_REASONS, "reason"), nullable=False),
        sa.Column("gravity", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("held_at", UtcDateTime()),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("decided_by_id", _ID),
        sa.Column("verdict", _choice(_VERDICTS, "verdict")),
        sa.Column("remedy", _choice(_REMEDIES, "remedy")),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("was_alone", sa.Boolean(), nullable=False),
        sa.CheckConstraint(_ONE, name=op.f("ck_flag_item_one_post")),
        *(_reference("flag_item", f"{kind}_id", table) for kind, table in _POSTS.items()),
        _reference("flag_item", "author_id", "person"),
        _reference("flag_item", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_item")),
    )
    for kind in _POSTS:
        is_open = sa.text(f"{kind}_id IS NOT NULL AND decided_at IS NULL")
        where = {"sqlite_where": is_open, "postgresql_where": is_open}
        op.create_index(f"uq_flag_item_open_{kind}", "flag_item", [f"{kind}_id"], unique=True, **where)
        op.create_index(op.f(f"ix_flag_item_{kind}_id"), "flag_item", [f"{kind}_id"])
    op.create_index("ix_flag_item_queue", "flag_item", ["decided_at", "gravity", "opened_at"])
    op.create_index("ix_flag_item_author", "flag_item", ["author_id", "decided_at"])
    op.create_table(
        "flag",
        sa.Column("id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("reason", _choice(_REASONS, "reason"), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _reference("flag", "item_id", "flag_item"),
        _reference("flag", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("item_id", "by_id", name=op.f("uq_flag_item_id_by_id")),
    )
    op.create_index(op.f("ix_flag_by_id"), "flag", ["by_id"])
    with op.batch_alter_table("ticket_reply") as reply:
        reply.add_column(sa.Column("hidden_at", UtcDateTime()))
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("item_id", _ID))
        notice.create_foreign_key(op.f("fk_notice_item_id"), "flag_item", ["item_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("fk_notice_item_id"), type_="foreignkey")
        notice.drop_column("item_id")
    with op.batch_alter_table("ticket_reply") as reply:
        reply.drop_column("hidden_at")
    op.drop_table("flag")
    op.drop_table("flag_item")


def _choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, length=24, create_constraint=True, name=name)


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
