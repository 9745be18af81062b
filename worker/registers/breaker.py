"""A circuit breaker before a register: whoever does not answer is left alone for a while.

A dossier of twenty people must not wait twenty times for a register that is down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Final

import structlog

from dossier.registers.port import Entry, Register, RegisterKind, RegisterUnavailable

OPEN: Final = "circuit_open"
_log = structlog.get_logger(__name__)


class Breaker:
    """Closed: every question goes through. After `failures` in a row open: none does, for
    `pause_s`. Then one is tried, and its answer decides."""

    def __init__(
        self,
        register: Register,
        *,
        failures: int,
        pause_s: float,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._register = register
        self._most = failures
        self._pause_s = pause_s
        self._clock = clock
        self._failed = 0
        self._open_until = 0.0

    @property
    def name(self) -> str:
        return self._register.name

    @property
    def kind(self) -> RegisterKind:
        return self._register.kind

    def find(self, key: str) -> Sequence[Entry]:
        """Raises RegisterUnavailable: the register's own reason, or `circuit_open` at once."""
        if self._clock() < self._open_until:
            raise RegisterUnavailable(OPEN)
        try:
            found = self._register.find(key)
        except RegisterUnavailable as exc:
            self._failed += 1
            if self._failed >= self._most:
                self._open_until = self._clock() + self._pause_s
            _log.warning("register did not answer", register=self.name, reason=exc.detail)
            raise
        self._failed = 0
        return found
