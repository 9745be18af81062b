"""Dossiers that wait for a reviewer, made from the demo set and its truth: nothing is read.

The record says what a machine would say of those pages, with known mistakes, so that a test knows
what a reviewer must find and what the record must say afterwards.
"""

from __future__ import annotations

import json
import shutil
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from api.context import Context
from dossier.page import PageReading
from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    OtherReading,
    Record,
    RecordPage,
    RecordQuality,
)
from dossier.review import apply
from dossier.store import records
from dossier.store.columns import new_id
from dossier.store.objects import measure
from dossier.store.states import DossierState, FileState, PageStatus
from dossier.store.tables import DossierRow, FileRow, PageRow

DEMO = Path(__file__).parents[2] / "samples" / "demo"
_SHORT, _LONG = 1654, 2339
"""Pixels of A4 at 200 dpi."""
FINGERPRINT = "sha256:" + "0" * 64


@dataclass(frozen=True, kw_only=True)
class Made:
    """A stored dossier and what its papers really say."""

    code: str
    truth: dict[str, str] = field(default_factory=dict)
    """Field of the first document -> its true value."""
    misread: dict[str, str] = field(default_factory=dict)
    """Fields that the record has wrong, with what it says."""


def store_dossier(
    context: Context,
    sample: str,
    *,
    misread: tuple[str, ...] = (),
    unsure: tuple[str, ...] = (),
    unreadable: tuple[str, ...] = (),
    branch: str = "H26.01",
    due: str | None = None,
    now: datetime | None = None,
    code: str | None = None,
    picture: Path | None = None,
    backs: tuple[Path, ...] = (),
) -> Made:
    """Put a dossier of the demo set into the store, as its assembling step would leave it.

    Under another `code`, and with `picture` as its only page, it costs next to nothing: many are
    made that way. `backs` are pictures of blank pages that follow that one.
    """
    folder, now = DEMO / sample, now or datetime.now(UTC)
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    submitted = json.loads((folder / "submitted.json").read_text(encoding="utf-8"))
    if picture is not None:
        told |= _pictured([picture, *backs])
    if due:
        submitted["dossier_receipt"] = {"due_at": due}
    documents = [_document(document, misread, unsure, unreadable) for document in told["documents"]]
    code = code or told["dossier"]
    submission = {k: v for k, v in submitted.items() if k != "dossier_receipt"}
    sheets = _sheets(context, folder, told)
    record = Record(
        dossier=code,
        decision=Decision.REVIEW,
        reasons=["a made reason"],
        pages=[sheet for sheet, _ in sheets],
        documents=documents,
        engine=EngineInfo(recogniser="made", fingerprint=FINGERPRINT, version="0"),
    )
    _insert(context, apply(record, [], submission).record, submitted, branch, now)
    first = told["documents"][0]["fields"]
    return Made(
        code=code,
        truth={k: f["value"] for k, f in first.items() if isinstance(f["value"], str)},
        misread={key: str(documents[0].fields[key].value) for key in misread},
    )


def _pictured(paths: list[Path]) -> dict[str, Any]:
    """Files and pages of these pictures: the first has something on it, the others are backs."""
    pages = []
    for number, path in enumerate(paths):
        with Image.open(path) as picture:
            pages.append({"rotation": 0, "size": picture.size, "blank": number > 0})
    return {"files": [str(path) for path in paths], "pages": pages}


def _a4(rotation: int) -> tuple[int, int]:
    return (_LONG, _SHORT) if rotation in (90, 270) else (_SHORT, _LONG)


def spoil(text: str) -> str:
    """One letter or digit read as its neighbour: what nobody sees without the paper."""
    for place in range(len(text) - 1, -1, -1):
        letter = text[place]
        if letter.isdigit():
            return text[:place] + str((int(letter) + 1) % 10) + text[place + 1 :]
        plain = unicodedata.normalize("NFD", letter)[0]
        if plain != letter:
            return text[:place] + plain + text[place + 1 :]
    return text + "n"


def _document(
    told: dict[str, Any],
    misread: tuple[str, ...],
    unsure: tuple[str, ...],
    unreadable: tuple[str, ...],
) -> DocumentReading:
    fields: dict[str, FieldReading] = {}
    for key, truth in told["fields"].items():
        flagged = key in misread or key in unsure or key in unreadable
        value, raw, state = truth["value"], truth["raw"], FieldState(truth["state"])
        if key in misread:
            value, raw = spoil(value), spoil(raw)
        if key in unreadable:
            state = FieldState.UNREADABLE
        fields[key] = FieldReading(
            value=value if state is FieldState.READ else None,
            raw=raw if isinstance(raw, str) else "",
            state=state,
            confidence=0.62 if flagged else 0.995,
            review=flagged,
            page=truth.get("page"),
            box=truth.get("box"),
            readings=_read_twice(raw, truth["raw"]) if key in misread and raw == value else [],
        )
    return DocumentReading(
        form=told["form"],
        edition=told["edition"],
        title="",
        confidence=0.99,
        pages=told["pages"],
        fields=fields,
    )


def _read_twice(read: str, right: str) -> list[OtherReading]:
    """As a second engine reads the whole line, label and all."""
    again = OtherReading(by="tesseract", text=f"Mục trên giấy: {right}")
    return [OtherReading(by="paddle", text=read), again]


def _sheets(context: Context, folder: Path, told: dict[str, Any]) -> list[tuple[RecordPage, str]]:
    sheets = []
    for number, page in enumerate(told["pages"], start=1):
        several = len(told["files"]) > 1
        name = told["files"][number - 1 if several else 0]
        path = folder / name
        content = measure(path)
        copy = context.settings.data / f"copy-{content.sha256}"
        shutil.copy(path, copy)
        context.objects.put(copy, content)
        width, height = page.get("size") or _a4(page["rotation"])
        sheet = RecordPage(
            page=number,
            file=name,
            file_page=1 if several else number,
            sha256=content.sha256,
            width_px=width,
            height_px=height,
            rotation=(360 - page["rotation"]) % 360,
            blank=page.get("blank", False),
            quality=RecordQuality(verdict="good"),
        )
        sheets.append((sheet, content.sha256))
    return sheets


def _insert(
    context: Context, record: Record, submitted: dict[str, Any], branch: str, now: datetime
) -> None:
    with context.database.write() as session:
        session.add(
            DossierRow(
                code=record.dossier,
                branch=branch,
                submitted=submitted,
                state=DossierState.NEEDS_REVIEW,
                declared_pages=len(record.pages),
                created=now,
                updated=now,
                sealed_at=now,
            )
        )
        session.flush()
        files: dict[str, str] = {}
        for page in record.pages:
            if page.file not in files:
                files[page.file] = _insert_file(session, record.dossier, page, len(files) + 1, now)
            session.add(
                PageRow(
                    id=new_id("pag", now),
                    dossier=record.dossier,
                    file=files[page.file],
                    file_page=page.file_page,
                    ordinal=page.page,
                    state=PageStatus.READ,
                    reading=_reading(record, page),
                    read_at=now,
                )
            )
        records.add_record(session, record, now=now)


def _insert_file(session: Any, code: str, page: RecordPage, place: int, now: datetime) -> str:
    row = FileRow(
        id=new_id("fil", now),
        dossier=code,
        position=place,
        name=page.file,
        sha256=page.sha256,
        size=1,
        media_type="application/octet-stream",
        state=FileState.SPLIT,
        branch=None,
        created=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _reading(record: Record, page: RecordPage) -> dict[str, Any]:
    """The lines behind the fields of a page; of a flagged field the last letters are doubtful."""
    width, height = page.width_px, page.height_px
    lines = []
    for reading in (f for d in record.documents for f in d.fields.values()):
        if reading.page != page.page or reading.box is None or not reading.raw:
            continue
        sure = [0.99] * len(reading.raw)
        if reading.review:
            sure[-2:] = [0.4] * len(sure[-2:])
        left, top, right, bottom = reading.box
        box = {
            "left": left * width,
            "top": top * height,
            "right": right * width,
            "bottom": bottom * height,
        }
        step = (box["right"] - box["left"]) / len(reading.raw)
        lines.append(
            {
                "text": reading.raw,
                "confidence": 0.9,
                "box": box,
                "char_confidences": sure,
                "char_centers": [box["left"] + step * (n + 0.5) for n in range(len(sure))],
            }
        )
    made = PageReading.model_validate(
        {
            "width_px": width,
            "height_px": height,
            "upright_width_px": width,
            "upright_height_px": height,
            "transform": {"matrix": (1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1)},
            "lines": lines,
        }
    )
    return made.model_dump(mode="json")
