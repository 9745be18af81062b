"""Documents with the archive's metadata; calls of each key, counted for all processes together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "archived_documents",
        sa.Column("code", sa.String(64), sa.ForeignKey("dossiers.code"), primary_key=True),
        sa.Column("file", sa.String(40), sa.ForeignKey("files.id"), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("updated", _TIME, nullable=False),
    )
    # Written at every call and worth nothing after a crash: not in PostgreSQL's log.
    unlogged = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "rate_buckets",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        prefixes=unlogged,
    )


def downgrade() -> None:
    op.drop_table("rate_buckets")
    op.drop_table("archived_documents")
