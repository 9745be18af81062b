"""How many calls a key may make, counted for all API processes together (PostgreSQL).

A bucket of tokens for each key, filled at a steady rate. Times are the database's own: the clocks
of several machines differ.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from dossier.store.columns import ID
from dossier.store.tables import Base


class RateBucketRow(Base):
    """What a key had left after its last call that was let in."""

    __tablename__ = "rate_buckets"

    key: Mapped[str] = mapped_column(ID, primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime]


def take(session: Session, key: str, *, per_s: float, burst: int) -> float:
    """Count one call of `key`. Returns how many tokens were there; below 1 it was not counted."""
    now = func.clock_timestamp()
    filled = func.least(
        float(burst),
        # A clock that was set back takes nothing away.
        RateBucketRow.tokens + func.greatest(extract("epoch", now - RateBucketRow.at), 0) * per_s,
    )
    fresh = insert(RateBucketRow).values(key=key, tokens=burst - 1.0, at=now)
    # One statement, so that two processes cannot both take the last token.
    taken = session.scalar(
        fresh.on_conflict_do_update(
            index_elements=[RateBucketRow.key],
            set_={"tokens": filled - 1.0, "at": now},
            where=filled >= 1.0,
        ).returning(RateBucketRow.tokens)
    )
    if taken is not None:
        return float(taken) + 1.0
    left: float | None = session.scalar(select(filled).where(RateBucketRow.key == key))
    return 0.0 if left is None else float(left)
