"""The tables of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.String(40)
_HASH = sa.String(64)
_STATE = sa.String(40)
_TIME = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = sa.MetaData()


def upgrade() -> None:
    _TABLES.create_all(op.get_bind())


def downgrade() -> None:
    _TABLES.drop_all(op.get_bind())


sa.Table(
    "api_keys",
    _TABLES,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("secret_hash", _HASH, nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("role", _STATE, nullable=False),
    sa.Column("branch", sa.String(100)),
    sa.Column("created", _TIME, nullable=False),
    sa.Column("expires", _TIME),
    sa.Column("revoked", _TIME),
)
sa.Table(
    "dossiers",
    _TABLES,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("submitted", sa.JSON()),
    sa.Column("state", _STATE, nullable=False, index=True),
    sa.Column("declared_pages", sa.Integer()),
    sa.Column("created", _TIME, nullable=False),
    sa.Column("updated", _TIME, nullable=False),
    sa.Column("sealed_at", _TIME),
)
sa.Table(
    "files",
    _TABLES,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("sha256", _HASH, nullable=False, index=True),
    sa.Column("size", sa.BigInteger(), nullable=False),
    sa.Column("media_type", sa.String(100), nullable=False),
    sa.Column("state", _STATE, nullable=False),
    sa.Column("problem", sa.JSON()),
    sa.Column("uploaded_by", _ID),
    sa.Column("branch", sa.String(100)),
    sa.Column("created", _TIME, nullable=False),
    sa.UniqueConstraint("dossier", "sha256"),
    sa.UniqueConstraint("dossier", "position"),
)
sa.Table(
    "pages",
    _TABLES,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False),
    sa.Column("file", _ID, sa.ForeignKey("files.id"), nullable=False),
    sa.Column("file_page", sa.Integer(), nullable=False),
    sa.Column("ordinal", sa.Integer()),
    sa.Column("state", _STATE, nullable=False),
    sa.Column("reading", sa.JSON()),
    sa.Column("summary", sa.JSON()),
    sa.Column("problem", sa.JSON()),
    sa.Column("read_at", _TIME),
    sa.UniqueConstraint("file", "file_page"),
    sa.Index("ix_pages_dossier_state", "dossier", "state"),
)
sa.Table(
    "steps",
    _TABLES,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("kind", _STATE, nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("state", _STATE, nullable=False),
    sa.Column("attempt", sa.Integer(), nullable=False),
    sa.Column("fence", sa.Integer(), nullable=False),
    sa.Column("lease_until", _TIME),
    sa.Column("not_before", _TIME, nullable=False),
    sa.Column("last_error", sa.Text()),
    sa.Column("ring_at", _TIME, nullable=False),
    sa.Column("rings", sa.Integer(), nullable=False),
    sa.Column("created", _TIME, nullable=False),
    sa.Column("finished", _TIME),
    sa.UniqueConstraint("kind", "subject"),
    sa.Index("ix_steps_state_lease", "state", "lease_until"),
    sa.Index("ix_steps_state_ring", "state", "ring_at"),
)
sa.Table(
    "outbox",
    _TABLES,
    sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("payload", sa.JSON(), nullable=False),
    sa.Column("created", _TIME, nullable=False),
    sa.Column("sent_at", _TIME),
    sa.Index("ix_outbox_sent", "sent_at", "id"),
)
sa.Table(
    "records",
    _TABLES,
    sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), primary_key=True),
    sa.Column("version", sa.Integer(), primary_key=True),
    sa.Column("body", sa.JSON(), nullable=False),
    sa.Column("fingerprint", sa.String(100), nullable=False),
    sa.Column("created", _TIME, nullable=False),
)
sa.Table(
    "events",
    _TABLES,
    sa.Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("id", _ID, nullable=False, unique=True),
    sa.Column("kind", _STATE, nullable=False),
    sa.Column("dossier", sa.String(64), sa.ForeignKey("dossiers.code"), nullable=False, index=True),
    sa.Column("payload", sa.JSON(), nullable=False),
    sa.Column("created", _TIME, nullable=False),
    sqlite_autoincrement=True,
)
sa.Table(
    "idempotency_keys",
    _TABLES,
    sa.Column("caller", _ID, primary_key=True),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("request_hash", _HASH, nullable=False),
    sa.Column("status", sa.Integer()),
    sa.Column("body", sa.JSON()),
    sa.Column("created", _TIME, nullable=False, index=True),
)
sa.Table(
    "heartbeats",
    _TABLES,
    sa.Column("process", sa.String(100), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False, index=True),
    sa.Column("beat_at", _TIME, nullable=False),
)
