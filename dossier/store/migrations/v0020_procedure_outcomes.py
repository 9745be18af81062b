"""How dossiers went, counted by procedure too: from now on, as events do not name theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "outcomes_by_procedure",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("branch", sa.String(100), primary_key=True),
        sa.Column("procedure", sa.String(100), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("dossiers", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("outcomes_by_procedure")
