"""An administrator can put a message into a thread

Revision ID: 20261129_mail_to_thread
Revises: 20261129_mailbox_trouble
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_mail_to_thread"
down_revision = "20261129_mailbox_trouble"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = "fk_received_mail_ordered_question_id"


def upgrade() -> None:
    with op.batch_alter_table("received_mail") as mail:
        mail.add_column(sa.Column("ordered_question_id", _ID))
        mail.create_foreign_key(op.f(_KEY), "question", ["ordered_question_id"], ["id"])
        mail.add_column(sa.Column("ordered_comment", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("received_mail") as mail:
        mail.alter_column("ordered_comment", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("received_mail") as mail:
        mail.drop_constraint(op.f(_KEY), type_="foreignkey")
        mail.drop_column("ordered_question_id")
        mail.drop_column("ordered_comment")
