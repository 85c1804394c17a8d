"""What people work with

Revision ID: 20261128_devices
Revises: 20261125_search_log
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_devices"
down_revision = "20261125_search_log"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "laptop", "desktop", "phone", "tablet", "printer", "other",
                name="kind", native_enum=False, length=24, create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("system", sa.String(length=30), nullable=False),
        sa.Column("system_version", sa.String(length=30), nullable=False),
        sa.Column("asset", sa.String(length=30), nullable=False),
        sa.Column("location", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )  # fmt: skip
    op.create_index("ix_device_of_person", "device", ["person_id", "is_main"])


def downgrade() -> None:
    op.drop_table("device")
