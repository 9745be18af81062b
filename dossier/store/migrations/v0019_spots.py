"""Spots of pages that reviewers asked to have read again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "spots",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False),
        sa.Column("page", sa.String(40), sa.ForeignKey("pages.id"), nullable=False),
        sa.Column("area", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(100), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("result", sa.JSON()),
        sa.Column("problem", sa.JSON()),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
    )
    op.create_index("ix_spots_dossier", "spots", ["dossier"])


def downgrade() -> None:
    op.drop_table("spots")
