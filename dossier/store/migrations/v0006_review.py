"""The review desk: who holds a dossier, and every action on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("lock", sa.String(40)),
        sa.Column("holder", sa.String(40)),
        sa.Column("holder_name", sa.String(200)),
        sa.Column("lease_until", _TIME),
    )
    op.create_table(
        "review_actions",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("document", sa.Integer()),
        sa.Column("field", sa.String(100), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("value", sa.JSON()),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("dossier", "revision"),
    )


def downgrade() -> None:
    for table in ("review_actions", "reviews"):
        op.drop_table(table)
