"""Queries that cost the same after a million pages: indexes, and outcomes counted by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_INDEXES = {
    "ix_dossiers_state_code": ("dossiers", ["state", "code"]),
    "ix_dossiers_branch_state_code": ("dossiers", ["branch", "state", "code"]),
    "ix_steps_state_not_before": ("steps", ["state", "not_before"]),
    "ix_events_branch": ("events", ["branch", "seq"]),
    "ix_webhook_deliveries_webhook": ("webhook_deliveries", ["webhook", "id"]),
    "ix_webhook_deliveries_state": ("webhook_deliveries", ["webhook", "state", "id"]),
    "ix_reviews_lease_until": ("reviews", ["lease_until"]),
    "ix_review_actions_at": ("review_actions", ["at"]),
    "ix_quality_samples_state_answered": ("quality_samples", ["state", "answered"]),
}
_OUTCOMES = "('dossier.needs_review', 'dossier.completed', 'dossier.failed')"


def upgrade() -> None:
    op.add_column("events", sa.Column("branch", sa.String(100)))
    op.execute(
        "UPDATE events SET branch = "
        "(SELECT branch FROM dossiers WHERE dossiers.code = events.dossier)"
    )
    op.drop_index("ix_dossiers_state", "dossiers")
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)
    op.create_table(
        "outcomes_by_day",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("branch", sa.String(100), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("dossiers", sa.Integer(), nullable=False),
    )
    # A review's own end is told too, as `reviewed`; the first outcome alone is counted.
    on_postgres = op.get_bind().dialect.name == "postgresql"
    day = (
        "CAST(timezone('Asia/Ho_Chi_Minh', created) AS date)"
        if on_postgres
        else "date(created, '+7 hours')"
    )
    reviewed = (
        "COALESCE((payload->>'reviewed')::boolean, false)"
        if on_postgres
        else "COALESCE(json_extract(payload, '$.reviewed'), 0)"
    )
    op.execute(
        "INSERT INTO outcomes_by_day (day, branch, kind, dossiers) "
        f"SELECT {day}, COALESCE(branch, ''), kind, count(*) FROM events "
        f"WHERE kind IN {_OUTCOMES} AND NOT {reviewed} "
        f"GROUP BY {day}, COALESCE(branch, ''), kind"
    )


def downgrade() -> None:
    op.drop_table("outcomes_by_day")
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)
    op.create_index("ix_dossiers_state", "dossiers", ["state"])
    with op.batch_alter_table("events") as events:
        events.drop_column("branch")
