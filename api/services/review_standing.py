"""How a dossier stands on the desk: what was read, what people did, and where it goes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dossier.errors import Conflict
from dossier.record import FieldReading, Record
from dossier.review import Reviewed, apply
from dossier.review_history import Action, ActionKind, Stage, undone_next
from dossier.second_look import Looks, second_looks
from dossier.store import records, review, review_entries
from dossier.store.states import READY_STATES, DossierState
from dossier.store.tables import DossierRow, RecordRow

Doubts = Callable[[FieldReading, str], list[tuple[int, int]]]
"""(reading, how it is shown) -> runs of doubtful letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a view is made of."""

    code: str
    record_version: int
    state: DossierState
    stage: Stage
    looks: Looks
    history: Sequence[Action]
    version: int
    due: datetime | None
    holder: str
    can_undo: bool
    can_redo: bool
    read: Record
    """As the machine left it: what other sources say is told from here, so it stays put."""
    reviewed: Reviewed
    doubts: Doubts | None
    """None: the caller has them already."""


def load(
    session: Session, row: DossierRow, *, now: datetime, doubts: Doubts | None = None
) -> Standing:
    """Raises Conflict where there is no record yet."""
    found = record_of(session, row)
    past = review.history(session, row.code, record_version=found.version)
    read = Record.model_validate(found.body)
    desk, entry = review.find(session, row.code), review_entries.find(session, row.code)
    held = review.is_held(desk, now)
    current = entry is not None and entry.record_version == found.version
    return Standing(
        code=row.code,
        record_version=found.version,
        state=row.state,
        stage=entry.stage if entry and current else Stage.FIRST,
        looks=second_looks(read, past),
        history=past,
        version=desk.revision if desk else 0,
        due=entry.due_at if entry and current else None,
        holder=(desk.holder_name or "") if desk and held else "",
        can_undo=undone_next(past, ActionKind.UNDO) is not None,
        can_redo=undone_next(past, ActionKind.REDO) is not None,
        read=read,
        reviewed=apply(read, past, row.submitted),
        doubts=doubts,
    )


def record_of(session: Session, row: DossierRow) -> RecordRow:
    """The newest record. Raises Conflict where there is none yet."""
    found = records.latest(session, row.code)
    if found is None or row.state not in READY_STATES:
        raise Conflict(
            "Hồ sơ chưa có bản ghi / the dossier has no record yet",
            dossier=row.code,
            state=row.state.value,
        )
    return found
