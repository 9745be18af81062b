"""How a dossier enters the queues of the review desk, and for how long it is put aside. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from dossier.vietnam_time import VIETNAM
from dossier.working_calendar import working_calendar

_RECEIPT: Final = "dossier_receipt"
_A_WHILE: Final = timedelta(minutes=30)


class SkipReason(StrEnum):
    """Why somebody puts a dossier back without having finished it."""

    LATER = "later"
    WAITS_FOR_PAPER = "waits_for_paper"
    """A paper is missing or comes by another way: nobody can do anything today."""
    ASK_SENIOR = "ask_senior"


def promised(submitted: Mapping[str, Any] | None, record: Mapping[str, Any]) -> str:
    """The day on the appointment slip: as submitted, else as read off the slip; '' where unknown.

    `record` is a record's JSON.
    """
    receipt = (submitted or {}).get(_RECEIPT) or {}
    if said := str(receipt.get("due_at") or ""):
        return said
    for document in record.get("documents", ()):
        if document["form"] == _RECEIPT:
            return str(document["fields"].get("due_at", {}).get("value") or "")
    return ""


def kind_of(record: Mapping[str, Any]) -> str:
    """What a dossier is sorted under: its procedure, else the form of its first paper."""
    if procedure := record.get("completeness", {}).get("procedure"):
        return str(procedure)
    documents = record.get("documents", ())
    return str(documents[0]["form"]) if documents else "unknown"


def aside_until(reason: SkipReason, now: datetime) -> datetime | None:
    """When a dossier that was put aside is offered again; None: at once, to somebody else."""
    match reason:
        case SkipReason.LATER:
            return now + _A_WHILE
        case SkipReason.WAITS_FOR_PAPER:
            calendar = working_calendar()
            tomorrow = now.astimezone(VIETNAM).date() + timedelta(days=1)
            opens: time = calendar.hours[0][0]
            return datetime.combine(calendar.next_open(tomorrow), opens, VIETNAM)
        case SkipReason.ASK_SENIOR:
            return None
