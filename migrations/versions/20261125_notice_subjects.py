"""A notice names the FAQ entry or known issue it is about, and its mail, so that all are held back when that is closed

Revision ID: 20261125_notice_subjects
Revises: 20261125_clocks
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_notice_subjects"
down_revision = "20261125_clocks"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SUBJECTS = {"entry_id": "faq_entry", "issue_id": "known_issue"}


def upgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        for column, table in _SUBJECTS.items():
            notice.add_column(sa.Column(column, _BIG, nullable=True))
            notice.create_foreign_key(op.f(f"fk_notice_{column}"), table, [column], ["id"])
        notice.add_column(sa.Column("mail_id", _BIG, nullable=True))
        notice.create_foreign_key(op.f("fk_notice_mail_id"), "mail_outbox", ["mail_id"], ["id"], ondelete="SET NULL")
        notice.create_index(op.f("ix_notice_mail_id"), ["mail_id"])


def downgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.drop_index(op.f("ix_notice_mail_id"))
        notice.drop_constraint(op.f("fk_notice_mail_id"), type_="foreignkey")
        notice.drop_column("mail_id")
        for column in _SUBJECTS:
            notice.drop_constraint(op.f(f"fk_notice_{column}"), type_="foreignkey")
            notice.drop_column(column)
