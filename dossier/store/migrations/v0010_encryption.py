"""Encryption keys and how far their rotation has come; room for encrypted secrets of webhooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dossier.errors import Misconfigured

revision = "0010"
down_revision = "0009"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "encryption_keys",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("check", sa.String(64), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("retired", _TIME),
    )
    op.create_table(
        "rotations",
        sa.Column("part", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
    )
    _change_secrets(sa.Text())


def downgrade() -> None:
    in_use = sa.text("SELECT count(*) FROM encryption_keys WHERE retired IS NULL")
    if op.get_bind().scalar(in_use):
        raise Misconfigured(
            "Giải mã trước đã / decrypt first: SOHOA_ENCRYPTION_KEYS=off sohoa admin keys rotate"
        )
    _change_secrets(sa.String(100))
    op.drop_table("rotations")
    op.drop_table("encryption_keys")


def _change_secrets(kind: sa.types.TypeEngine[str]) -> None:
    with op.batch_alter_table("webhooks") as webhooks:
        webhooks.alter_column("secret", type_=kind, existing_nullable=False)
        webhooks.alter_column("old_secret", type_=kind, existing_nullable=True)
