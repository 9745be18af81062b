"""Calibrations by version, which of them is used, and what reviewers have said of fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.calibration import SHIPPED, Calibration, Sample
from dossier.calibration.reviewed import judged_fields
from dossier.errors import NotFound
from dossier.record import Record
from dossier.review_history import Action
from dossier.store import review
from dossier.store.quality_tables import CalibrationRow, CalibrationUseRow, SampleRow
from dossier.store.scope import EVERYWHERE, Scope
from dossier.store.states import SampleState
from dossier.store.tables import DossierRow, RecordRow, ReviewActionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One version and its history."""

    calibration: Calibration
    fields: int
    created: datetime
    created_by: str
    used_since: datetime | None
    """Of its newest use; None: never used."""


def add(
    session: Session, calibration: Calibration, *, fields: int, actor: str, now: datetime
) -> Calibration:
    """Keep `calibration` as the newest version, not yet used. Returns it with its number."""
    newest = session.scalar(select(func.max(CalibrationRow.version))) or SHIPPED.version
    numbered = calibration.model_copy(update={"version": newest + 1})
    session.add(
        CalibrationRow(
            version=numbered.version,
            body=numbered.model_dump(mode="json"),
            fields=fields,
            created=now,
            created_by=actor,
        )
    )
    session.flush()
    return numbered


def find(session: Session, version: int) -> Calibration:
    """Raises NotFound."""
    if version == SHIPPED.version:
        return SHIPPED
    row = session.get(CalibrationRow, version)
    if row is None:
        raise NotFound("Không có phiên bản này / there is no such version", version=version)
    return Calibration.model_validate(row.body)


def versions(session: Session) -> list[Kept]:
    """All that were ever fitted here, the newest first."""
    uses: Mapping[int, datetime] = dict(
        session.execute(
            select(CalibrationUseRow.version, func.max(CalibrationUseRow.since)).group_by(
                CalibrationUseRow.version
            )
        ).all()
    )
    rows = session.scalars(select(CalibrationRow).order_by(CalibrationRow.version.desc()))
    return [
        Kept(
            calibration=Calibration.model_validate(row.body),
            fields=row.fields,
            created=row.created,
            created_by=row.created_by,
            used_since=uses.get(row.version),
        )
        for row in rows
    ]


def active(session: Session) -> Calibration:
    """The one in use; the shipped one until another was activated."""
    version = session.scalar(
        select(CalibrationUseRow.version).order_by(CalibrationUseRow.id.desc()).limit(1)
    )
    return SHIPPED if version is None else find(session, version)


def activate(session: Session, version: int, *, actor: str, now: datetime) -> Calibration:
    """Use `version` from now on, for what is read from now on. Raises NotFound."""
    found = find(session, version)
    session.add(CalibrationUseRow(version=version, since=now, actor=actor))
    session.flush()
    return found


def roll_back(session: Session, *, actor: str, now: datetime) -> Calibration:
    """Use again what was used before the one in use; the shipped one at the beginning.

    Again and again it goes further back, and never forth.
    """
    stack: list[int] = [SHIPPED.version]
    for version in session.scalars(
        select(CalibrationUseRow.version).order_by(CalibrationUseRow.id)
    ):
        if len(stack) > 1 and version == stack[-2]:
            stack.pop()
        elif version != stack[-1]:
            stack.append(version)
    before = stack[-2] if len(stack) > 1 else stack[-1]
    return activate(session, before, actor=actor, now=now)


def samples(session: Session, *, since: datetime, scope: Scope = EVERYWHERE) -> list[Sample]:
    """What people have said of fields since then: at the desk, and of those drawn by lot."""
    return [*_from_desk(session, since, scope), *_from_lots(session, since, scope)]


def _from_desk(session: Session, since: datetime, scope: Scope) -> Iterator[Sample]:
    """Flagged fields are all looked at: each stands for itself."""
    seen: Sequence[tuple[str, int]] = [
        (row[0], row[1])
        for row in session.execute(
            select(ReviewActionRow.dossier, ReviewActionRow.record_version)
            .join(DossierRow, DossierRow.code == ReviewActionRow.dossier)
            .where(
                ReviewActionRow.at >= since,
                ReviewActionRow.erased.is_(None),
                scope.own(DossierRow.branch),
            )
            .distinct()
            .order_by(ReviewActionRow.dossier, ReviewActionRow.record_version)
        )
    ]
    for dossier, version in seen:
        body = session.scalar(
            select(RecordRow.body).where(RecordRow.dossier == dossier, RecordRow.version == version)
        )
        if body is None:
            continue
        record = Record.model_validate(body)
        past: list[Action] = review.history(session, dossier, record_version=version)
        yield from judged_fields(record, past, find(session, record.calibration.version))


def _from_lots(session: Session, since: datetime, scope: Scope) -> Iterator[Sample]:
    answered = (SampleState.RIGHT, SampleState.WRONG)
    rows = session.scalars(
        select(SampleRow)
        .join(DossierRow, DossierRow.code == SampleRow.dossier)
        .where(
            SampleRow.state.in_(answered),
            SampleRow.answered >= since,
            scope.own(DossierRow.branch),
        )
        .order_by(SampleRow.id)
    )
    for row in rows:
        yield Sample(
            group=row.group,
            critical=row.critical,
            stated=row.stated,
            right=row.state is SampleState.RIGHT,
            weight=row.weight,
        )
