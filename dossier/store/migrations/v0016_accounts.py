"""People who sign in, their sessions, and those who are on their way to their organisation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("login", sa.String(64), unique=True),
        sa.Column("password_hash", sa.Text()),
        sa.Column("issuer", sa.String(500)),
        sa.Column("subject", sa.String(255)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("branch", sa.String(100)),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("disabled", _TIME),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", _TIME),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("account", sa.String(40), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("seen", _TIME, nullable=False),
        sa.Column("expires", _TIME, nullable=False),
        sa.Column("ended", _TIME),
        sa.Column("id_token", sa.Text()),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_index("ix_sessions_expires", "sessions", ["expires"])
    op.create_table(
        "sign_ins",
        sa.Column("state_hash", sa.String(64), primary_key=True),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("page", sa.String(20), nullable=False),
        sa.Column("expires", _TIME, nullable=False),
    )
    op.create_index("ix_sign_ins_expires", "sign_ins", ["expires"])


def downgrade() -> None:
    for table in ("sign_ins", "sessions", "accounts"):
        op.drop_table(table)
