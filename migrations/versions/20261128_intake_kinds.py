"""Forms ask for more than texts and choices, and fields wait for the answers of others

Revision ID: 20261128_intake_kinds
Revises: 20261128_ticket_prefix
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_intake_kinds"
down_revision = "20261128_ticket_prefix"
branch_labels = None
depends_on = None

_BEFORE = ["text", "choice"]
_KINDS = [*_BEFORE, "choices", "device", "date", "file", "yes_no"]


def upgrade() -> None:
    with op.batch_alter_table("intake_field") as field:
        field.add_column(sa.Column("depends_on", sa.String(length=40), nullable=False, server_default=""))
        field.add_column(sa.Column("depends_value", sa.String(length=120), nullable=False, server_default=""))
        field.add_column(sa.Column("fact", sa.String(length=20), nullable=False, server_default=""))
        field.drop_constraint(op.f("ck_intake_field_kind"), type_="check")
        field.create_check_constraint(op.f("ck_intake_field_kind"), sa.column("kind").in_(_KINDS))
    with op.batch_alter_table("intake_field") as field:
        for name in ("depends_on", "depends_value", "fact"):
            field.alter_column(name, server_default=None)


def downgrade() -> None:
    kind = sa.column("kind")
    op.execute(sa.update(sa.table("intake_field", kind)).where(kind.not_in(_BEFORE)).values(kind="text"))
    with op.batch_alter_table("intake_field") as field:
        field.drop_constraint(op.f("ck_intake_field_kind"), type_="check")
        field.create_check_constraint(op.f("ck_intake_field_kind"), kind.in_(_BEFORE))
        for name in ("depends_on", "depends_value", "fact"):
            field.drop_column(name)
