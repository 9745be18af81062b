"""Which accepted fields are drawn by lot for a person to key again, without seeing them.

Only these tell how many wrong values pass unseen. The lot falls by a hash, so that a step that
runs twice draws the same, and nobody can know it before the record is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.calibration.model import Calibration
from dossier.calibration.sample import group_of
from dossier.record import Decision, FieldReading, FieldState, Record, Source
from dossier.review import attention, spec_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One field of a record."""

    document: int
    """From 1."""
    field: str
    group: str
    critical: bool
    stated: float
    """The probability before any scale."""
    weight: float
    """How many accepted fields it stands for."""


def draw(record: Record, version: int, calibration: Calibration) -> Iterator[Lot]:
    """About `calibration.drawn` of the fields of `record` that nobody would look at.

    `version` is the record's. Tables are left out: who keys a whole table again errs more often
    than what is measured.
    """
    if record.decision is Decision.RESCAN:
        return
    flagged = set(attention(record))
    for number, document in enumerate(record.documents, start=1):
        for key, reading in document.fields.items():
            spec = spec_of(document.form, key)
            if spec is None or (number, key) in flagged or not _can_be_keyed(reading):
                continue
            if _number(record.dossier, version, number, key) >= calibration.drawn:
                continue
            group = group_of(spec.kind, reading)
            yield Lot(
                document=number,
                field=key,
                group=group,
                critical=spec.critical and reading.state is FieldState.READ,
                stated=calibration.stated(group, reading.confidence),
                weight=1 / calibration.drawn,
            )


def _can_be_keyed(reading: FieldReading) -> bool:
    """It was read by the machine, as one value, at a place that can be shown."""
    return (
        reading.source is not Source.REVIEWER
        and reading.state in (FieldState.READ, FieldState.BLANK)
        and not isinstance(reading.value, list)
        and reading.page is not None
        and reading.box is not None
    )


def _number(dossier: str, version: int, document: int, field: str) -> float:
    """0..1, the same for the same field."""
    digest = hashlib.sha256(f"{dossier}|{version}|{document}|{field}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
