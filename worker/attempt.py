"""One attempt at a step: keeps the lease while it lasts and writes down how it failed.

    with Attempt(runtime, claim):
        ...                         # work, then `steps.finish` and the result in one transaction

An exception ends the attempt, not the process: the step goes back or into quarantine. A process
that is killed writes nothing, and its lease runs out.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import NoReturn, Self

import structlog

from dossier.errors import (
    InputRefused,
    LeaseLost,
    MalwareScannerUnavailable,
    Misconfigured,
    ModelMissing,
    SohoaError,
    StorageUnavailable,
)
from dossier.store import steps
from dossier.store.keyring import Tampered
from dossier.store.steps import Claim
from worker.quarantine import settle
from worker.runtime import Runtime

_log = structlog.get_logger(__name__)

_NOT_THE_PAGES_FAULT = (
    StorageUnavailable,
    ModelMissing,
    Misconfigured,
    MalwareScannerUnavailable,
)
EXIT_HUNG = 75


class Attempt:
    """Swallows what the work raises (`Exception`), after writing it down as ids and a reason."""

    def __init__(self, runtime: Runtime, claim: Claim) -> None:
        self._runtime = runtime
        self._claim = claim
        self._ended = Event()
        self._keeper = Thread(target=self._keep_lease, name="lease", daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self._ended.set()
        self._keeper.join()
        if isinstance(error, LeaseLost):
            _log.warning("step lost", step=self._claim.step_id, fence=self._claim.fence)
            return True
        if not isinstance(error, Exception):
            # None, or the process is being stopped: the lease tells the rest.
            return False
        self._write_failure(error, trace)
        return True

    def _write_failure(self, error: Exception, trace: TracebackType | None) -> None:
        reason = describe(error, trace)
        runtime, now = self._runtime, self._runtime.clock()
        # A refusal that is not the step's own outcome is one that only a person can lift.
        refused = error if isinstance(error, InputRefused) else None
        with runtime.database.write() as session:
            stopped = steps.fail(
                session,
                self._claim,
                reason,
                max_attempts=1 if refused else runtime.settings.max_attempts,
                blame=_is_the_pages_fault(error),
                now=now,
            )
            settle(session, stopped, refused, now=now)
        _log.warning(
            "step failed",
            step=self._claim.step_id,
            kind=self._claim.kind.value,
            attempt=self._claim.attempt,
            quarantined=stopped.quarantined,
            reason=reason,
        )

    def _keep_lease(self) -> None:
        lease, limit_s = self._runtime.settings.lease, self._runtime.settings.step_limit_s
        started = monotonic()
        while not self._ended.wait(lease.total_seconds() / 3):
            if monotonic() - started > limit_s:
                _end_hung_process(self._claim)
            try:
                self._renew(lease)
            except LeaseLost:
                return
            except StorageUnavailable:
                continue  # the next renewal may come through before the lease ends

    def _renew(self, lease: timedelta) -> None:
        with self._runtime.database.write() as session:
            steps.renew(session, self._claim, lease=lease, now=self._runtime.clock())


def _is_the_pages_fault(error: Exception) -> bool:
    # A store that gives other bytes than it was given may do so for ever: a person must look.
    return isinstance(error, Tampered) or not isinstance(error, _NOT_THE_PAGES_FAULT)


def describe(error: Exception, trace: TracebackType | None) -> str:
    """The reason of a failure without its message when it is not ours.

    A foreign message may quote what stands on the page; the kind and place of the error may be
    kept.
    """
    if isinstance(error, SohoaError):
        return f"{error.code}: {error.detail}".removesuffix(": ")
    place = ""
    while trace is not None:
        place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}"


def _end_hung_process(claim: Claim) -> NoReturn:
    # A page that hangs inside a native library cannot be interrupted; only its process can end.
    _log.error("step hung, process ends", step=claim.step_id, attempt=claim.attempt)
    os._exit(EXIT_HUNG)
