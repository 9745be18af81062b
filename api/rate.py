"""How many calls a key may make: a bucket of tokens for each, filled at a steady rate.

One machine's service is one process and counts in memory. Where a database server is shared, API
processes may be many, and count together there.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Protocol

from dossier.errors import RequestRefused
from dossier.store import rates
from dossier.store.database import Database


class TooManyRequests(RequestRefused):
    status = 429
    code = "too_many_requests"
    title_vi = "Gọi quá nhiều lần"
    title_en = "Too many requests"


class Rates(Protocol):
    def take(self, key: str) -> None:
        """Count one call. Raises TooManyRequests with the seconds to wait (`retry_after_s`)."""
        ...


class SharedRateLimit:
    """Buckets in the database, for all API processes. Safe to share between threads."""

    def __init__(self, database: Database, *, per_s: float, burst: int) -> None:
        self._database = database
        self._per_s = per_s
        self._burst = burst

    def take(self, key: str) -> None:
        with self._database.write() as session:
            tokens = rates.take(session, key, per_s=self._per_s, burst=self._burst)
        if tokens < 1.0:
            raise _too_many(tokens, self._per_s)


class RateLimit:
    """Buckets of this process. Safe to share between threads."""

    def __init__(self, *, per_s: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives seconds that only grow."""
        self._per_s = per_s
        self._burst = burst
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, key: str) -> None:
        with self._lock:
            now = self._clock()
            tokens, then = self._buckets.get(key, (float(self._burst), now))
            tokens = min(float(self._burst), tokens + (now - then) * self._per_s)
            allowed = tokens >= 1.0
            self._buckets[key] = (tokens - 1.0 if allowed else tokens, now)
        if not allowed:
            raise _too_many(tokens, self._per_s)


def _too_many(tokens: float, per_s: float) -> TooManyRequests:
    return TooManyRequests(
        f"Tối đa {per_s:g} lần mỗi giây / at most {per_s:g} calls a second",
        retry_after_s=max(1, round((1.0 - tokens) / per_s)),
    )
