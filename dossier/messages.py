"""What the API and the workers say to each other: task names and payloads of ids, nothing else.

A message is only a bell. It names a step row; what is to be done, whether it was done already and
who does it now stands in that row. So a message may be lost, doubled or late.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class StepKind(StrEnum):
    """The kinds of work. `subject` of a step is the id of a file, a page, a dossier, a sample of a
    form, a trial on one, or a spot of a page."""

    SPLIT_FILE = "split_file"
    READ_PAGE = "read_page"
    ASSEMBLE_DOSSIER = "assemble_dossier"
    DRAFT_FORM = "draft_form"
    TRY_FORM = "try_form"
    READ_SPOT = "read_spot"


URGENT: Final = frozenset({StepKind.READ_SPOT, StepKind.SPLIT_FILE})
"""A person waits at the desk, or at the scanner for the count of a batch that is to be sealed: done
before pages, which wait in their thousands."""

TASK_NAMES: Final[Mapping[StepKind, str]] = {kind: f"sohoa.{kind}" for kind in StepKind}
"""The Celery task that does a kind of step."""


class EventKind(StrEnum):
    """What a dossier system is told. Names are fixed by the contract."""

    READ = "dossier.read"
    NEEDS_REVIEW = "dossier.needs_review"
    COMPLETED = "dossier.completed"
    FAILED = "dossier.failed"


def step_payload(step_id: str, trace: str | None = None) -> dict[str, str]:
    """The JSON body of a message that asks for one step; `trace` as `dossier.tracing` writes it."""
    return {"step_id": step_id} if trace is None else {"step_id": step_id, "trace": trace}
