"""A dossier belongs to a branch: that of its first file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("dossiers", sa.Column("branch", sa.String(100)))
    op.create_index("ix_dossiers_branch_code", "dossiers", ["branch", "code"])
    # '' is the centre's: its first file came by a key without a branch (scope.CENTRAL).
    op.execute(
        "UPDATE dossiers SET branch = (SELECT coalesce(files.branch, '') FROM files"
        " WHERE files.dossier = dossiers.code ORDER BY files.position LIMIT 1)"
    )


def downgrade() -> None:
    op.drop_index("ix_dossiers_branch_code", "dossiers")
    op.drop_column("dossiers", "branch")
