"""Which trace a delivery belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("webhook_deliveries", sa.Column("trace", sa.String(55)))


def downgrade() -> None:
    op.drop_column("webhook_deliveries", "trace")
