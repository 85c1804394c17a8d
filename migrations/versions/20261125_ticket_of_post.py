"""A ticket can come from an answer or a comment of a thread

Revision ID: 20261125_ticket_of_post
Revises: 20261124_first
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_ticket_of_post"
down_revision = "20261124_first"
branch_labels = None
depends_on = None

_OPEN = "state NOT IN ('closed', 'void')"
_OLD = f"question_id IS NOT NULL AND {_OPEN}"
_OF_QUESTION = f"question_id IS NOT NULL AND answer_id IS NULL AND comment_id IS NULL AND {_OPEN}"


def _one_open(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "ticket", [column], unique=True, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.drop_index("uq_ticket_open_question", "ticket")
    with op.batch_alter_table("ticket") as ticket:
        ticket.add_column(sa.Column("answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
        ticket.add_column(sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
        ticket.create_foreign_key(op.f("fk_ticket_answer_id"), "answer", ["answer_id"], ["id"])
        ticket.create_foreign_key(op.f("fk_ticket_comment_id"), "comment", ["comment_id"], ["id"])
        ticket.create_check_constraint(op.f("ck_ticket_one_post"), "answer_id IS NULL OR comment_id IS NULL")
        ticket.create_check_constraint(
            op.f("ck_ticket_post_in_thread"), "question_id IS NOT NULL OR (answer_id IS NULL AND comment_id IS NULL)"
        )
        ticket.create_index("ix_ticket_answer", ["answer_id"])
        ticket.create_index("ix_ticket_comment", ["comment_id"])
    _one_open("uq_ticket_open_question", "question_id", _OF_QUESTION)
    _one_open("uq_ticket_open_answer", "answer_id", f"answer_id IS NOT NULL AND {_OPEN}")
    _one_open("uq_ticket_open_comment", "comment_id", f"comment_id IS NOT NULL AND {_OPEN}")


def downgrade() -> None:
    """Tickets of posts stay, as tickets without a thread."""
    for name in ("question", "answer", "comment"):
        op.drop_index(f"uq_ticket_open_{name}", "ticket")
    op.execute("UPDATE ticket SET question_id = NULL WHERE answer_id IS NOT NULL OR comment_id IS NOT NULL")
    with op.batch_alter_table("ticket") as ticket:
        ticket.drop_index("ix_ticket_answer")
        ticket.drop_index("ix_ticket_comment")
        ticket.drop_constraint(op.f("ck_ticket_one_post"), type_="check")
        ticket.drop_constraint(op.f("ck_ticket_post_in_thread"), type_="check")
        ticket.drop_constraint(op.f("fk_ticket_answer_id"), type_="foreignkey")
        ticket.drop_constraint(op.f("fk_ticket_comment_id"), type_="foreignkey")
        ticket.drop_column("comment_id")
        ticket.drop_column("answer_id")
    _one_open("uq_ticket_open_question", "question_id", _OLD)
