"""A question called "Edit" stood at the address where it is edited, and could not be read there

Revision ID: 20261130_slugs
Revises: 20261130_waited_for
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_slugs"
down_revision = "20261130_waited_for"
branch_labels = None
depends_on = None

_PAGES = {
    "affected", "duplicate", "edit", "hide", "known-issue", "lock", "merge", "move", "owner",
    "protection", "remove", "revisions", "secret", "split", "threads", "ticket",
}  # fmt: skip


def upgrade() -> None:
    for name in ("question", "faq_entry", "known_issue"):
        table = sa.table(name, slug := sa.column("slug", sa.String))
        op.execute(sa.update(table).where(slug.in_(_PAGES)).values(slug=sa.literal("q-") + slug))


def downgrade() -> None:
    """The slugs stay: each leads to its page."""
