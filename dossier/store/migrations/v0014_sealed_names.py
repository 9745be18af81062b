"""Room for encrypted file names: what people call their scans tells who they are.

Rows written in clear are encrypted after this (`Database.migrate`), where there is a key.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dossier.errors import Misconfigured

revision = "0014"
down_revision = "0013"

_TABLES = ("files", "uploads", "form_samples")


def upgrade() -> None:
    _change_names(sa.String(255), sa.Text())


def downgrade() -> None:
    for table in _TABLES:
        sealed = sa.text(f"SELECT count(*) FROM {table} WHERE name LIKE '$sealed:%'")
        if op.get_bind().scalar(sealed):
            raise Misconfigured(
                "Giải mã trước đã / decrypt first: "
                "SOHOA_ENCRYPTION_KEYS=off sohoa admin keys rotate"
            )
    _change_names(sa.Text(), sa.String(255))


def _change_names(old: sa.types.TypeEngine[str], new: sa.types.TypeEngine[str]) -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as altered:
            altered.alter_column("name", existing_type=old, type_=new, existing_nullable=False)
