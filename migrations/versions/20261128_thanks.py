"""Authors are thanked once for each number of helpful votes; mails are found by what they are about

Revision ID: 20261128_thanks
Revises: 20261128_issue_devices
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_thanks"
down_revision = "20261128_issue_devices"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "vote_thanks",
        sa.Column("answer_id", _ID, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_vote_thanks_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "votes", name=op.f("pk_vote_thanks")),
    )
    op.create_index(op.f("ix_mail_outbox_reply_key"), "mail_outbox", ["reply_key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_mail_outbox_reply_key"), table_name="mail_outbox")
    op.drop_table("vote_thanks")
