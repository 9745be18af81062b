"""For the daily page ledger: when a dossier's record was taken, and the day's dossiers by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("dossiers", sa.Column("delivered_at", sa.DateTime(timezone=True)))
    op.create_index("ix_dossiers_sealed_at", "dossiers", ["sealed_at"])


def downgrade() -> None:
    op.drop_index("ix_dossiers_sealed_at", "dossiers")
    op.drop_column("dossiers", "delivered_at")
