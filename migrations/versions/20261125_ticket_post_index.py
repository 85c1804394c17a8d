"""The indexes of a ticket's answer and comment hold only the few tickets that have one

Almost every ticket has neither. SQLite takes an index of almost nothing but nulls for useless, and read all tickets for
each answer of a thread.

Revision ID: 20261125_ticket_post_index
Revises: 20261125_desk
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_ticket_post_index"
down_revision = "20261125_desk"
branch_labels = None
depends_on = None

_COLUMNS = {"ix_ticket_answer": "answer_id", "ix_ticket_comment": "comment_id"}


def upgrade() -> None:
    for name, column in _COLUMNS.items():
        op.drop_index(name, "ticket")
        some = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "ticket", [column], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    for name, column in _COLUMNS.items():
        op.drop_index(name, "ticket")
        op.create_index(name, "ticket", [column])
