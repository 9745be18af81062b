"""Steps by when they were done, and those that failed apart: which bells of a long queue were
answered, and which steps wait for one, is asked every sweep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_index("ix_steps_state_finished", "steps", ["state", "finished"])
    failed = sa.text("rings = 0")
    op.create_index(
        "ix_steps_failed",
        "steps",
        ["state", "ring_at"],
        sqlite_where=failed,
        postgresql_where=failed,
    )


def downgrade() -> None:
    op.drop_index("ix_steps_failed", "steps")
    op.drop_index("ix_steps_state_finished", "steps")
