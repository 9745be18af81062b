"""Webhooks: who is told, what each was told and when, and every try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("branch", sa.String(100), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(100), nullable=False),
        sa.Column("old_secret", sa.String(100)),
        sa.Column("old_until", _TIME),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("disabled", _TIME),
        sa.Column("disabled_why", sa.String(100)),
        sa.Column("ended", _TIME),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", _TIME),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("webhook", sa.String(40), sa.ForeignKey("webhooks.id"), nullable=False),
        sa.Column("event", _SERIAL, sa.ForeignKey("events.seq"), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("delivered_at", _TIME),
        sa.Column("created", _TIME, nullable=False),
        sa.UniqueConstraint("webhook", "event"),
    )
    op.create_index(
        "ix_webhook_deliveries_due", "webhook_deliveries", ["webhook", "state", "next_at"]
    )
    op.create_table(
        "webhook_tries",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("delivery", _SERIAL, sa.ForeignKey("webhook_deliveries.id"), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("reason", sa.String(100)),
    )
    op.create_index("ix_webhook_tries_delivery", "webhook_tries", ["delivery"])


def downgrade() -> None:
    for table in ("webhook_tries", "webhook_deliveries", "webhooks"):
        op.drop_table(table)
