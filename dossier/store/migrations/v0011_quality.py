"""Calibrations with their versions, and the lots of quality control."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calibrations",
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
    )
    op.create_table(
        "calibration_uses",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
    )
    op.create_table(
        "quality_samples",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(100), nullable=False),
        sa.Column("field_group", sa.String(60), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("stated", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("drawn", _TIME, nullable=False),
        sa.Column("answered", _TIME),
        sa.Column("actor", sa.String(40)),
        sa.UniqueConstraint("dossier", "record_version", "document", "field"),
    )
    op.create_index("ix_quality_samples_state_drawn", "quality_samples", ["state", "drawn"])


def downgrade() -> None:
    for table in ("quality_samples", "calibration_uses", "calibrations"):
        op.drop_table(table)
