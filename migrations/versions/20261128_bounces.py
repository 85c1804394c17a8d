"""Mails that came back, and to whom news are not mailed since

Revision ID: 20261128_bounces
Revises: 20261128_removal
"""

import sqlalchemy as sa
from alembic import op

from forum.kernel.db import UtcDateTime

revision = "20261128_bounces"
down_revision = "20261128_removal"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mail_bounce",
        sa.Column("id", _ID, nullable=False),
        sa.Column("mail_id", _ID, nullable=False),
        sa.Column("is_permanent", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail_outbox.id"], name=op.f("fk_mail_bounce_mail_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_bounce")),
    )
    op.create_index(op.f("ix_mail_bounce_mail_id"), "mail_bounce", ["mail_id"])
    op.create_table(
        "mail_pause",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_pause_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_pause")),
    )
    op.create_index(op.f("ix_mail_pause_ended_at"), "mail_pause", ["ended_at"])


def downgrade() -> None:
    op.drop_table("mail_pause")
    op.drop_table("mail_bounce")
