"""A decision about a flag can change the post, or move, mark and merge its thread

Revision ID: 20261129_remedies
Revises: 20261128_pace_index
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_remedies"
down_revision = "20261128_pace_index"
branch_labels = None
depends_on = None

_BEFORE = ["left", "hidden", "deleted", "locked"]
_REMEDIES = [*_BEFORE, "edited", "moved", "duplicate", "merged"]


def upgrade() -> None:
    _hold_to(_REMEDIES)


def downgrade() -> None:
    remedy = sa.column("remedy")
    op.execute(sa.update(sa.table("flag_item", remedy)).where(remedy.not_in(_BEFORE)).values(remedy="left"))
    _hold_to(_BEFORE)


def _hold_to(remedies: list[str]) -> None:
    with op.batch_alter_table("flag_item") as item:
        item.drop_constraint(op.f("ck_flag_item_remedy"), type_="check")
        item.create_check_constraint(op.f("ck_flag_item_remedy"), sa.column("remedy").in_(remedies))
