"""How many calls a key may make: a bucket of tokens for each, filled at a steady rate.

Kept in the process: each API process allows the rate for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

from dossier.errors import RequestRefused


class TooManyRequests(RequestRefused):
    status = 429
    code = "too_many_requests"
    title_vi = "Gọi quá nhiều lần"
    title_en = "Too many requests"


class RateLimit:
    """Buckets by key id. Safe to share between threads."""

    def __init__(self, *, per_s: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives seconds that only grow."""
        self._per_s = per_s
        self._burst = burst
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, key: str) -> None:
        """Count one call. Raises TooManyRequests with the seconds to wait (`retry_after_s`)."""
        with self._lock:
            now = self._clock()
            tokens, then = self._buckets.get(key, (float(self._burst), now))
            tokens = min(float(self._burst), tokens + (now - then) * self._per_s)
            allowed = tokens >= 1.0
            self._buckets[key] = (tokens - 1.0 if allowed else tokens, now)
        if not allowed:
            wait = max(1, round((1.0 - tokens) / self._per_s))
            raise TooManyRequests(
                f"Tối đa {self._per_s:g} lần mỗi giây / at most {self._per_s:g} calls a second",
                retry_after_s=wait,
            )
