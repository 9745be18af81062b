"""The closed sets of states that rows go through."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dossier.record import PageState


class DossierState(StrEnum):
    OPEN = "open"
    """Takes files."""
    SEALED = "sealed"
    """Complete; pages are being read."""
    COMPLETED = "completed"
    """The record is ready and was accepted."""
    NEEDS_REVIEW = "needs_review"
    """The record is ready and a person must look at it."""
    RESCAN = "rescan"
    """The record is ready and says that the paper must be scanned again."""
    FAILED = "failed"
    """No record could be made; the assembling step is in quarantine."""


READY_STATES: Final = frozenset(
    {DossierState.COMPLETED, DossierState.NEEDS_REVIEW, DossierState.RESCAN}
)
"""In these a record exists."""


class FileState(StrEnum):
    WAITING = "waiting"
    """Stored; its pages are not counted yet."""
    SPLIT = "split"
    """Its pages are known."""
    REFUSED = "refused"
    """It cannot be read; `problem` says why."""
    QUARANTINED = "quarantined"
    """Counting its pages failed again and again."""


class PageStatus(StrEnum):
    """`dossier.record.PageState` and the time before it."""

    WAITING = "waiting"
    READ = PageState.READ.value
    BLANK = PageState.BLANK.value
    REFUSED = PageState.REFUSED.value
    QUARANTINED = PageState.QUARANTINED.value


class StepState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    QUARANTINED = "quarantined"
    """Tried `max_attempts` times; waits for a person."""


class DeliveryState(StrEnum):
    PENDING = "pending"
    """To be sent, or sent and not answered yet."""
    DELIVERED = "delivered"
    """The receiver took it (2xx)."""
    EXHAUSTED = "exhausted"
    """Every try failed; it waits to be replayed."""


class SampleState(StrEnum):
    """Of a field that was drawn by lot for quality control."""

    WAITING = "waiting"
    DIFFERS = "differs"
    """What was keyed is not what was read: a person must still say who erred."""
    RIGHT = "right"
    WRONG = "wrong"
    UNUSABLE = "unusable"
    """Nobody can say: illegible, or the page is gone."""


class JobState(StrEnum):
    """Of what a person asked a worker for: a sample of the form studio, a trial, a spot."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"
    """The file cannot be read; `problem` says why."""
    QUARANTINED = "quarantined"
    """It failed again and again."""


class Role(StrEnum):
    SCANNER = "scanner"
    DOSSIER_SYSTEM = "dossier_system"
    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    """A reviewer who also settles what two others disagree about, and sees how the desk does."""
    ADMIN = "admin"
