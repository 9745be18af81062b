"""The procedure that a dossier was filed for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("dossiers", sa.Column("procedure", sa.String(40)))


def downgrade() -> None:
    op.drop_column("dossiers", "procedure")
