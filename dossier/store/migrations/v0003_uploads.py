"""Resumable uploads: what was announced; the bytes that came are a file beside the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_by", sa.String(40), nullable=False),
        sa.Column("branch", sa.String(100), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.JSON()),
    )
    op.create_index("ix_uploads_expires", "uploads", ["expires"])
    op.create_index("ix_uploads_uploaded_by", "uploads", ["uploaded_by", "expires"])


def downgrade() -> None:
    op.drop_table("uploads")
