"""Holds, what was removed, originals on their way out; marks on what was emptied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_TIME = sa.DateTime(timezone=True)
_SQLITE = [
    f"CREATE TRIGGER purges_keep_{verb.lower()} BEFORE {verb} ON purges "
    "BEGIN SELECT RAISE(ABORT, 'purges is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    "CREATE FUNCTION purges_keep() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'purges is append-only'; END $$",
    "CREATE TRIGGER purges_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON purges "
    "FOR EACH STATEMENT EXECUTE FUNCTION purges_keep()",
]


def upgrade() -> None:
    _create_marks()
    _create_purges()
    op.create_table(
        "condemned_objects",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("branch", sa.String(100)),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("removed", _TIME),
    )
    op.add_column("files", sa.Column("purged", _TIME))
    op.add_column("review_actions", sa.Column("erased", _TIME))


def downgrade() -> None:
    op.drop_column("review_actions", "erased")
    op.drop_column("files", "purged")
    for table in ("condemned_objects", "purges", "retention", "legal_holds"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION purges_keep()")


def _create_marks() -> None:
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed", _TIME, nullable=False),
        sa.Column("placed_by", sa.String(100), nullable=False),
        sa.Column("released", _TIME),
        sa.Column("released_by", sa.String(100)),
        sa.Column("release_reason", sa.Text()),
    )
    op.create_index("ix_legal_holds_dossier", "legal_holds", ["dossier", "released"])
    op.create_table(
        "retention",
        sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), primary_key=True),
        sa.Column("procedures", sa.String(400), nullable=False),
        sa.Column("closed", _TIME, nullable=False),
        *(sa.Column(kind, _TIME) for kind in ("quality", "corrections", "pages", "originals")),
    )
    op.create_index("ix_retention_procedures", "retention", ["procedures"])


def _create_purges() -> None:
    op.create_table(
        "purges",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("branch", sa.String(100)),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_purges_subject", "purges", ["subject"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
