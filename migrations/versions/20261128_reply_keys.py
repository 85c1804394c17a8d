"""Keys by which answers to mails find their thread or ticket; mails that answer by themselves

Revision ID: 20261128_reply_keys
Revises: 20261128_desk_index
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_reply_keys"
down_revision = "20261128_desk_index"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reply_key",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("question_id", _ID, nullable=True),
        sa.Column("ticket_id", _ID, nullable=True),
        sa.Column("is_note", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(question_id IS NULL) <> (ticket_id IS NULL)", name=op.f("ck_reply_key_one_thing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reply_key_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_reply_key_question_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_reply_key_ticket_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reply_key")),
        sa.UniqueConstraint("person_id", "question_id", name=op.f("uq_reply_key_person_id_question_id")),
        sa.UniqueConstraint("person_id", "ticket_id", "is_note", name=op.f("uq_reply_key_person_id_ticket_id_is_note")),
    )
    op.create_index(op.f("ix_reply_key_question_id"), "reply_key", ["question_id"])
    op.create_index(op.f("ix_reply_key_ticket_id"), "reply_key", ["ticket_id"])
    op.add_column("mail_outbox", sa.Column("reply_key", sa.String(32), nullable=True))
    op.add_column("mail_outbox", sa.Column("is_auto_reply", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("mail_outbox", "is_auto_reply")
    op.drop_column("mail_outbox", "reply_key")
    op.drop_table("reply_key")
