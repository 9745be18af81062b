"""Dossiers that were finished long ago, with a row in every table that points to one."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from dossier.messages import EventKind, StepKind
from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    Record,
    RecordLine,
    RecordPage,
    RecordQuality,
    Source,
)
from dossier.review_history import Action, ActionKind, Stage, Target, chain
from dossier.store import events, records, steps, webhooks
from dossier.store.archive_tables import ArchivedDocumentRow
from dossier.store.columns import new_id
from dossier.store.database import Database
from dossier.store.objects import ObjectStore, measure
from dossier.store.quality_tables import SampleRow
from dossier.store.scope import EVERYWHERE
from dossier.store.spot_tables import SpotRow
from dossier.store.states import (
    DeliveryState,
    DossierState,
    FileState,
    JobState,
    PageStatus,
    SampleState,
    StepState,
)
from dossier.store.tables import (
    DeliveryRow,
    DossierRow,
    FileRow,
    PageRow,
    ReviewActionRow,
    ReviewEntryRow,
    ReviewRow,
    StepRow,
    TryRow,
    UploadRow,
)

MOTHER, FATHER = "001190012345", "001085054321"
FORM = "birth_registration"


def store_aged(
    database: Database,
    objects: ObjectStore,
    folder: Path,
    code: str,
    *,
    closed: datetime,
    content: bytes = b"",
    branch: str = "H26.01",
    form: str = "residence_ct01",
    delivered: bool = True,
    state: DossierState = DossierState.COMPLETED,
) -> str:
    """Returns the SHA-256 of its one original."""
    content = content or f"%PDF {code}".encode()
    source = folder / f"source-{hashlib.sha256(content).hexdigest()}"
    source.write_bytes(content)
    ref = measure(source)
    objects.put(source, ref)
    with database.write() as session:
        session.add(
            DossierRow(
                code=code,
                branch=branch,
                submitted={form: {"mother_name": "Nguyễn Thị Hòa"}},
                state=state,
                declared_pages=1,
                created=closed,
                updated=closed,
                sealed_at=closed,
                delivered_at=closed if delivered else None,
            )
        )
        session.flush()
        _add_paper(session, code, ref.sha256, closed, branch)
        for corrected in (False, True):
            body = record_of(code, ref.sha256, form, corrected=corrected)
            records.add_record(session, body, now=closed)
        _add_review(session, code, closed)
        _add_told(session, code, closed)
        session.add(_lot(code, closed))
    return ref.sha256


def record_of(code: str, sha256: str, form: str = FORM, *, corrected: bool = False) -> Record:
    """A record with a mother, a father and an address."""

    def field(value: str, **more: Any) -> FieldReading:
        told = {"value": value, "raw": value, "state": FieldState.READ, "confidence": 0.99}
        place = {"review": False, "page": 1, "box": [0.1, 0.1, 0.5, 0.2]}
        return FieldReading.model_validate(told | place | more)

    name = field("Nguyễn Thị Hòa", source=Source.REVIEWER) if corrected else field("Nguyễn Thị Hoa")
    page = RecordPage(
        page=1,
        file=f"{code}.pdf",
        file_page=1,
        sha256=sha256,
        width_px=1000,
        height_px=1400,
        quality=RecordQuality(verdict="good"),
        lines=[RecordLine(text="Nguyễn Thị Hoa", confidence=0.9, box=[0, 0, 1, 1])],
    )
    document = DocumentReading(
        form=form,
        confidence=1.0,
        pages=[1],
        fields={
            "mother_name": name,
            "mother_dob": field("1990-05-06"),
            "mother_id_number": field(MOTHER),
            "father_name": field("Trần Văn Nam"),
            "father_id_number": field(FATHER),
            "declared_place": field("Hà Nội"),
        },
    )
    return Record(
        dossier=code,
        decision=Decision.ACCEPT,
        pages=[page],
        documents=[document],
        engine=EngineInfo(recogniser="made", fingerprint="sha256:" + "0" * 64, version="0"),
    )


def _spot(code: str, page: str, now: datetime) -> SpotRow:
    return SpotRow(
        id=new_id("spt", now),
        dossier=code,
        page=page,
        area={"left": 0.1, "top": 0.1, "right": 0.5, "bottom": 0.2},
        kind="name",
        document=1,
        field="mother_name",
        state=JobState.READY,
        result={"text": "Nguyễn Thị Hoa"},
        created=now,
        created_by="key_1",
    )


def _add_paper(session: Session, code: str, sha256: str, now: datetime, branch: str) -> None:
    file = FileRow(
        id=new_id("fil", now),
        dossier=code,
        position=1,
        name=f"Tờ khai {code}.pdf",
        sha256=sha256,
        size=10,
        media_type="application/pdf",
        state=FileState.SPLIT,
        branch=branch,
        created=now,
    )
    session.add(file)
    session.flush()
    page = PageRow(
        id=new_id("pag", now),
        dossier=code,
        file=file.id,
        file_page=1,
        ordinal=1,
        state=PageStatus.READ,
        reading={"lines": [{"text": "Nguyễn Thị Hoa"}]},
        read_at=now,
    )
    told = {"code": code, "file": file.id, "metadata_": {"Subject": "x"}}
    session.add_all([page, ArchivedDocumentRow(**told, created=now, updated=now)])
    session.add(
        UploadRow(
            id=new_id("upl", now),
            dossier=code,
            name="a.pdf",
            length=10,
            uploaded_by="key_1",
            branch=branch,
            created=now,
            expires=now,
        )
    )
    session.flush()
    spot = _spot(code, page.id, now)
    session.add(spot)
    session.flush()
    for kind, subject in (
        (StepKind.SPLIT_FILE, file.id),
        (StepKind.READ_PAGE, page.id),
        (StepKind.READ_SPOT, spot.id),
        (StepKind.ASSEMBLE_DOSSIER, code),
    ):
        steps.create_step(session, kind, subject, now=now)
    session.query(StepRow).update({"state": StepState.DONE})


def _add_review(session: Session, code: str, now: datetime) -> None:
    session.add(ReviewRow(dossier=code, revision=2))
    session.add(
        ReviewEntryRow(
            dossier=code,
            record_version=1,
            stage=Stage.FIRST,
            since_revision=0,
            kind=FORM,
            entered=now,
            aside_why="",
        )
    )
    previous = ""
    for revision, (kind, typed) in enumerate(
        ((ActionKind.CORRECT, "Nguyễn Thị Hòa"), (ActionKind.COMMENT, "hỏi lại chị Hòa")), start=1
    ):
        correction = kind is ActionKind.CORRECT
        action = Action(
            revision=revision,
            kind=kind,
            target=Target(document=1, field="mother_name") if correction else Target(),
            value=typed if correction else None,
            typed=typed,
            before={"value": "Nguyễn Thị Hoa", "state": "read"} if correction else None,
            actor="key_2",
            actor_name="Lan",
            at=now,
        )
        previous = chain(previous, action)
        session.add(
            ReviewActionRow(
                dossier=code,
                revision=revision,
                record_version=1,
                kind=kind.value,
                document=action.target.document,
                field=action.target.field,
                value=action.value,
                typed=typed,
                before=None if action.before is None else dict(action.before),
                actor="key_2",
                actor_name="Lan",
                at=now,
                hash=previous,
            )
        )


def _add_told(session: Session, code: str, now: datetime) -> None:
    if not webhooks.list_own(session, EVERYWHERE):
        webhooks.create(session, "https://a.example/", [EventKind.COMPLETED], EVERYWHERE, now=now)
    events.append(session, EventKind.COMPLETED, code, {"state": "completed"}, now=now)
    delivery = session.query(DeliveryRow).order_by(DeliveryRow.id.desc()).first()
    assert delivery is not None
    delivery.state = DeliveryState.DELIVERED
    session.add(TryRow(delivery=delivery.id, at=now, status=200, reason=""))


def _lot(code: str, now: datetime) -> SampleRow:
    return SampleRow(
        id=new_id("smp", now),
        dossier=code,
        record_version=1,
        document=1,
        field="mother_name",
        group="name",
        critical=True,
        stated=0.99,
        weight=100.0,
        state=SampleState.RIGHT,
        drawn=now,
        answered=now,
        actor="key_2",
    )
