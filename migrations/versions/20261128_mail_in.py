"""Mail in: messages as they came, the addresses they come to, who is stopped

Revision ID: 20261128_mail_in
Revises: 20261128_data_copy
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_mail_in"
down_revision = "20261128_data_copy"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DECISIONS = (
    "reply", "note", "post", "ticket", "ticket_for", "lead_ticket", "question", "attach", "park", "refuse", "ignore"
)  # fmt: skip


def upgrade() -> None:
    _received_mail()
    op.create_table(
        "raw_mail",
        sa.Column("mail_id", _ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["received_mail.id"], name=op.f("fk_raw_mail_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_raw_mail")),
    )
    op.create_table(
        "mail_address",
        sa.Column("id", _ID, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("makes", _choice("makes", "ticket", "question"), nullable=False),
        sa.Column("category_id", _ID, nullable=True),
        sa.Column("team_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_mail_address_category_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_mail_address_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_address")),
        sa.UniqueConstraint("address", name=op.f("uq_mail_address_address")),
    )
    op.create_table(
        "mail_stop",
        sa.Column("id", _ID, nullable=False),
        sa.Column("scope", _choice("scope", "address", "domain", "conversation"), nullable=False),
        sa.Column("name", sa.String(254), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("by_id", _ID, nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mail_stop_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_stop")),
    )
    op.create_index("ix_mail_stop_name", "mail_stop", ["scope", "name"])


def downgrade() -> None:
    for table in ("mail_stop", "mail_address", "raw_mail", "received_mail"):
        op.drop_table(table)


def _received_mail() -> None:
    op.create_table(
        "received_mail",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("source", _choice("source", "pipe", "lmtp", "imap"), nullable=False),
        sa.Column("envelope_sender", sa.String(254), nullable=True),
        sa.Column("envelope_recipients", sa.JSON(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("message_id", sa.String(250), nullable=False),
        sa.Column("sender", sa.String(254), nullable=False),
        sa.Column("domain", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("conversation", sa.String(120), nullable=False),
        sa.Column("decision", _choice("decision", *_DECISIONS), nullable=True),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("ticket_id", _ID, nullable=True),
        sa.Column("question_id", _ID, nullable=True),
        sa.Column("ordered_ticket_id", _ID, nullable=True),
        sa.Column("released_by_id", _ID, nullable=True),
        sa.Column("id", _ID, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("holder", sa.String(80), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_received_mail_person_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_received_mail_ticket_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_received_mail_question_id")),
        sa.ForeignKeyConstraint(["ordered_ticket_id"], ["ticket.id"], name=op.f("fk_received_mail_ordered_ticket_id")),
        sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_received_mail_released_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
        sa.UniqueConstraint("digest", name=op.f("uq_received_mail_digest")),
    )
    op.create_index("ix_received_mail_list", "received_mail", ["received_at", "id"])
    for name in ("sender", "domain", "conversation"):
        op.create_index(f"ix_received_mail_{name}", "received_mail", [name, "received_at"])
    for name in ("message_id", "due_at", "person_id", "ticket_id", "question_id"):
        op.create_index(f"ix_received_mail_{name}", "received_mail", [name])


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=24, create_constraint=True)
