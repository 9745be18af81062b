"""Taking data out of the tables: one dossier, one kind of its data, one sample. Nothing else.

Every table that points to a dossier, directly or through others, is found by its references, so
that a table that is added later cannot be forgotten. What is taken out is told by counts and
digests (`lifecycle.statement`); the caller decides what may go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final, assert_never

from sqlalchemy import CursorResult, Select, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from dossier.lifecycle.rules import DataKind
from dossier.lifecycle.statement import digest_of
from dossier.messages import StepKind
from dossier.review_history import ON_FIELD, ActionKind
from dossier.store import archive_tables, quality_tables, records, spot_tables
from dossier.store.form_tables import FormSampleRow, FormTrialRow
from dossier.store.lifecycle_tables import RetentionRow
from dossier.store.quality_tables import SampleRow
from dossier.store.retention import subjects_of_steps
from dossier.store.spot_tables import SpotRow
from dossier.store.tables import (
    Base,
    DossierRow,
    FileRow,
    PageRow,
    RecordRow,
    ReviewActionRow,
    StepRow,
)

TABLES_APART: Final = (archive_tables, quality_tables, spot_tables)
"""Modules whose tables point to dossiers: known to the models once they are imported."""
_TYPED: Final = (*ON_FIELD, ActionKind.COMMENT, ActionKind.SKIP, ActionKind.LETTER)
"""Actions that hold what people typed or what stood in a field."""


@dataclass(slots=True)
class Removed:
    """What was taken out."""

    rows: dict[str, int] = field(default_factory=dict)
    """Table -> rows that were removed or emptied."""
    digests: dict[str, str] = field(default_factory=dict)
    """Name -> SHA-256."""
    originals: list[str] = field(default_factory=list)
    """Objects that these rows referred to."""


def remove_dossier(session: Session, code: str) -> Removed:
    """All rows of a dossier that the caller holds locked, children before parents."""
    removed = Removed(digests=_digests(session, code), originals=_originals(session, code))
    removed.digests |= _named(removed.originals)
    steps = delete(StepRow).where(
        or_(
            StepRow.subject == code,
            *(StepRow.subject.in_(ids) for ids in subjects_of_steps(code)),
        )
    )
    _note(removed, "steps", session, steps)
    for table, which in reversed([*owned_by_dossier().items()]):
        rows = delete(table).where(_rows_of(table, which, code))
        _note(removed, table.name, session, rows)
    _note(removed, "dossiers", session, delete(DossierRow).where(DossierRow.code == code))
    session.expire_all()
    return removed


def remove_part(session: Session, code: str, kind: DataKind, *, now: datetime) -> Removed:
    """One kind of a finished dossier's data; the dossier and its record stay."""
    removed = Removed()
    match kind:
        case DataKind.QUALITY:
            rows = delete(SampleRow).where(SampleRow.dossier == code)
            _note(removed, "quality_samples", session, rows)
        case DataKind.CORRECTIONS:
            _erase_corrections(session, code, removed, now)
        case DataKind.PAGES:
            _erase_text(session, code, removed)
        case DataKind.ORIGINALS:
            removed.originals = _originals(session, code)
            removed.digests = _named(removed.originals)
            gone = update(FileRow).where(FileRow.dossier == code, FileRow.purged.is_(None))
            _note(removed, "files", session, gone.values(purged=now))
        case DataKind.RECORD | DataKind.ABANDONED | DataKind.FORM_SAMPLES:
            raise ValueError(f"{kind} is no part of a dossier")
        case DataKind.TRAINING | DataKind.AUDIT:
            raise ValueError(f"{kind} is never removed")
        case _:
            assert_never(kind)
    mark = update(RetentionRow).where(RetentionRow.dossier == code)
    session.execute(mark.values({kind.value: now}))
    session.expire_all()
    return removed


def remove_sample(session: Session, sample: str) -> Removed:
    """A sample of the form studio with its trials."""
    row = session.get(FormSampleRow, sample, with_for_update=True)
    if row is None:
        return Removed()
    removed = Removed(originals=[row.sha256], digests=_named([row.sha256]))
    trials = select(FormTrialRow.id).where(FormTrialRow.sample == sample)
    about = StepRow.kind.in_((StepKind.DRAFT_FORM, StepKind.TRY_FORM))
    steps = delete(StepRow).where(
        about, or_(StepRow.subject == sample, StepRow.subject.in_(trials))
    )
    _note(removed, "steps", session, steps)
    of_sample = delete(FormTrialRow).where(FormTrialRow.sample == sample)
    _note(removed, "form_trials", session, of_sample)
    _note(removed, "form_samples", session, delete(FormSampleRow).where(FormSampleRow.id == sample))
    session.expire_all()
    return removed


@cache
def owned_by_dossier() -> Mapping[Table, tuple[tuple[str, Table, str], ...]]:
    """Tables whose rows are a dossier's, parents first -> (column, parent, column there)."""
    root = Base.metadata.tables[DossierRow.__tablename__]
    owned: dict[Table, tuple[tuple[str, Table, str], ...]] = {}
    for table in Base.metadata.sorted_tables:
        ways = [
            (key.parent.name, key.column.table, key.column.name)
            for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
            if key.column.table is root or key.column.table in owned
        ]
        if ways:
            owned[table] = tuple(ways)
    return owned


def _rows_of(table: Table, ways: tuple[tuple[str, Table, str], ...], code: str) -> Any:
    """The rows of one dossier in a table, by any of its references."""
    root = DossierRow.__tablename__
    conditions = []
    for column, parent, there in ways:
        if parent.name == root:
            conditions.append(table.c[column] == code)
        else:
            above: Select[Any] = select(parent.c[there])
            inner = _rows_of(parent, owned_by_dossier()[parent], code)
            conditions.append(table.c[column].in_(above.where(inner)))
    return or_(*conditions)


def _erase_corrections(session: Session, code: str, removed: Removed, now: datetime) -> None:
    # Only of records that were made anew after it: the newest says by itself what came of them.
    newest = session.scalar(select(func.max(RecordRow.version)).where(RecordRow.dossier == code))
    which = (
        ReviewActionRow.dossier == code,
        ReviewActionRow.record_version < (newest or 0),
        ReviewActionRow.kind.in_([kind.value for kind in _TYPED]),
        ReviewActionRow.erased.is_(None),
    )
    if (head := _history_head(session, code)) is not None:
        removed.digests["history"] = head
    emptied = update(ReviewActionRow).where(*which)
    emptied = emptied.values(value=None, typed="", before=None, erased=now)
    _note(removed, "review_actions", session, emptied)


def _erase_text(session: Session, code: str, removed: Removed) -> None:
    read = update(PageRow).where(PageRow.dossier == code, PageRow.reading.is_not(None))
    _note(removed, "pages", session, read.values(reading=None))
    again = update(SpotRow).where(SpotRow.dossier == code, SpotRow.result.is_not(None))
    _note(removed, "spots", session, again.values(result=None))
    kept = session.scalars(select(RecordRow).where(RecordRow.dossier == code)).all()
    for row in kept:
        removed.digests[f"record/{row.version}"] = digest_of(row.body)
        row.body = records.without_text(row.body)
    if kept:
        removed.rows["records"] = len(kept)
    session.flush()


def _digests(session: Session, code: str) -> dict[str, str]:
    """By which a copy that somebody still has can be told to be the one that was removed."""
    found: dict[str, str] = {}
    row = session.get_one(DossierRow, code)
    if row.submitted is not None:
        found["submitted"] = digest_of(row.submitted)
    for record in session.scalars(select(RecordRow).where(RecordRow.dossier == code)):
        found[f"record/{record.version}"] = digest_of(record.body)
    if (head := _history_head(session, code)) is not None:
        found["history"] = head
    return found


def _history_head(session: Session, code: str) -> str | None:
    query = select(ReviewActionRow.hash).where(ReviewActionRow.dossier == code)
    return session.scalar(query.order_by(ReviewActionRow.revision.desc()).limit(1))


def _originals(session: Session, code: str) -> list[str]:
    query = select(FileRow.sha256).where(FileRow.dossier == code, FileRow.purged.is_(None))
    return list(session.scalars(query.order_by(FileRow.position)))


def _named(originals: list[str]) -> dict[str, str]:
    return {f"original/{number}": name for number, name in enumerate(originals, start=1)}


def _note(removed: Removed, table: str, session: Session, statement: Any) -> None:
    done = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    if done.rowcount:
        removed.rows[table] = removed.rows.get(table, 0) + done.rowcount
