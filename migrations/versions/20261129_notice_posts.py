"""A notice knows the post whose words it tells, so that they go no further once they are hidden

Revision ID: 20261129_notice_posts
Revises: 20261129_remedies
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_notice_posts"
down_revision = "20261129_remedies"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_POSTS = {"answer_id": "answer", "comment_id": "comment", "reply_id": "ticket_reply"}


def upgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        for column, table in _POSTS.items():
            notice.add_column(sa.Column(column, _ID))
            notice.create_foreign_key(op.f(f"fk_notice_{column}"), table, [column], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        for column in _POSTS:
            notice.drop_constraint(op.f(f"fk_notice_{column}"), type_="foreignkey")
            notice.drop_column(column)
