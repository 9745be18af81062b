"""The queues of the review desk: stage, kind and promised day of every dossier that waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "review_entries",
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), primary_key=True),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("since_revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("due_at", _TIME),
        sa.Column("entered", _TIME, nullable=False),
        sa.Column("aside_until", _TIME),
        sa.Column("aside_why", sa.String(40), nullable=False),
    )
    op.create_index("ix_review_entries_stage_due_at", "review_entries", ["stage", "due_at"])
    op.create_index("ix_review_actions_actor", "review_actions", ["actor", "at"])


def downgrade() -> None:
    op.drop_index("ix_review_actions_actor", "review_actions")
    op.drop_table("review_entries")
