"""The form studio: samples, trials and versions of forms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "form_samples",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("pages", sa.JSON()),
        sa.Column("page_facts", sa.JSON()),
        sa.Column("draft", sa.JSON()),
        sa.Column("problem", sa.JSON()),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
    )
    op.create_table(
        "form_trials",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("sample", sa.String(40), sa.ForeignKey("form_samples.id"), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("result", sa.JSON()),
        sa.Column("problem", sa.JSON()),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
    )
    op.create_index("ix_form_trials_sample", "form_trials", ["sample"])
    op.create_table(
        "form_versions",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("draft", sa.JSON()),
        sa.Column("sample", sa.String(40)),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
        sa.Column("created_by_name", sa.String(200), nullable=False),
        sa.UniqueConstraint("key", "version"),
    )


def downgrade() -> None:
    for table in ("form_versions", "form_trials", "form_samples"):
        op.drop_table(table)
