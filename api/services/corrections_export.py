"""What reviewers said of fields as one archive to learn from, without anybody's name.

manifest.json    `sohoa.corrections/v1`: the rule, when it has to be deleted, counts
lines.jsonl      one field a line: crop, form, field, before, after, who (a pseudonym), day
crops/<n>.png    the field as it stands on the paper
samples.jsonl    for `sohoa calibrate --samples`: group, stated, right, weight; no value at all
"""

from __future__ import annotations

import io
import json
import secrets
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import IO, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.review_pictures import PagePictures, PictureOf, turned
from dossier.errors import Conflict, DamagedFile, NotFound
from dossier.lifecycle.rules import DataKind, Retention, Rule
from dossier.lifecycle.training import KINDS, Judged, judged
from dossier.record import Record
from dossier.store import calibrations, records, review
from dossier.store.database import Database
from dossier.store.objects import ObjectStore
from dossier.store.scope import Scope
from dossier.store.tables import DossierRow, ReviewActionRow

SCHEMA: Final = "sohoa.corrections/v1"
_WIDTH_PX: Final = 3000
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    fields: int
    left_out: dict[str, int]
    """Kind -> fields that may not leave."""
    without_picture: int
    delete_by: datetime | None


class _Pseudonyms:
    """`R01`, `R02` ... by chance, anew in every archive: two archives cannot be put together."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._free = [f"R{number:02}" for number in range(1, 100)]

    def of(self, key: str) -> str:
        if key not in self._given:
            free = self._free or [f"R{len(self._given) + 1}"]
            self._given[key] = free.pop(secrets.randbelow(len(free)))
        return self._given[key]


def write_archive(
    database: Database,
    objects: ObjectStore,
    rules: Retention,
    scope: Scope,
    target: IO[bytes],
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda _count: None,
) -> Exported:
    """Raises Conflict where the rules are not confirmed, StorageUnavailable."""
    rule = _rule(rules)
    since = rule.cutoff(now)
    left_out: Counter[str] = Counter()
    names, pictures, count, missing = _Pseudonyms(), PagePictures(), 0, 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        lines: list[str] = []
        for record, field in _fields(database, scope, since, rules, left_out):
            picture = _crop(objects, pictures, record, field)
            if picture is None:
                missing += 1
                continue
            count += 1
            archive.writestr(f"crops/{count:06}.png", picture, zipfile.ZIP_STORED)
            lines.append(json.dumps(_told(field, count, names), ensure_ascii=False))
            progress(count)
        archive.writestr("lines.jsonl", "".join(f"{line}\n" for line in lines))
        with database.read() as session:
            # Of every kind: these name a group and two numbers, and no value.
            samples = calibrations.samples(session, since=since or _EVER, scope=scope)
        archive.writestr("samples.jsonl", "".join(f"{json.dumps(asdict(s))}\n" for s in samples))
        delete_by = rule.until(now)
        archive.writestr(
            "manifest.json",
            json.dumps(
                {
                    "schema": SCHEMA,
                    "made": now.isoformat(),
                    "rule": f"{rule.key} {rule.keep}: {rule.source}",
                    "confirmed": rules.confirmed,
                    "delete_by": None if delete_by is None else delete_by.isoformat(),
                    "kinds": list(rules.training.kinds or KINDS),
                    "allowed": [allowed.model_dump() for allowed in rules.training.allow],
                    "fields": count,
                    "left_out": dict(left_out),
                    "without_picture": missing,
                    "samples": len(samples),
                },
                ensure_ascii=False,
                indent=1,
            ),
        )
    return Exported(
        fields=count, left_out=dict(left_out), without_picture=missing, delete_by=delete_by
    )


def _rule(rules: Retention) -> Rule:
    rule = rules.of(DataKind.TRAINING)
    if rule is None or not rules.confirmed:
        raise Conflict(
            "Quy tắc lưu trữ chưa được cơ quan xác nhận (`confirmed` trong retention.toml) / the "
            "rules of retention are not confirmed by the office"
        )
    return rule


def _fields(
    database: Database,
    scope: Scope,
    since: datetime | None,
    rules: Retention,
    left_out: Counter[str],
) -> Iterator[tuple[Record, Judged]]:
    """By record, in an order that says nothing of when or where."""
    with database.read() as session:
        query = (
            select(ReviewActionRow.dossier, ReviewActionRow.record_version)
            .join(DossierRow, DossierRow.code == ReviewActionRow.dossier)
            .where(ReviewActionRow.erased.is_(None), scope.own(DossierRow.branch))
            .distinct()
        )
        if since is not None:
            query = query.where(ReviewActionRow.at >= since)
        seen = [(row[0], row[1]) for row in session.execute(query).tuples()]
    secrets.SystemRandom().shuffle(seen)
    for code, version in seen:
        with database.read() as session:
            found = _of_record(session, code, version, since, rules, left_out)
        yield from found


def _of_record(
    session: Session,
    code: str,
    version: int,
    since: datetime | None,
    rules: Retention,
    left_out: Counter[str],
) -> list[tuple[Record, Judged]]:
    kept = records.get(session, code, version)
    if kept is None:
        return []
    record = Record.model_validate(kept.body)
    past = [
        action
        for action in review.history(session, code, record_version=version)
        if since is None or action.at >= since
    ]
    return [(record, field) for field in judged(record, past, rules.training, left_out)]


def _crop(
    objects: ObjectStore, pictures: PagePictures, record: Record, field: Judged
) -> bytes | None:
    """The field as PNG, upright; None where its page cannot be drawn any more."""
    page = next((page for page in record.pages if page.page == field.page), None)
    if page is None:
        return None
    left, top, right, bottom = turned(list(field.box), page.rotation)
    wanted = PictureOf(
        sha256=page.sha256,
        file_page=page.file_page,
        rotation=page.rotation,
        width_px=_WIDTH_PX,
        box=(left, top, right, bottom),
    )
    out = io.BytesIO()
    try:
        pictures.cut(objects, wanted).save(out, "PNG")
    except (DamagedFile, NotFound):
        return None
    return out.getvalue()


def _told(field: Judged, number: int, names: _Pseudonyms) -> dict[str, Any]:
    return {
        "crop": f"crops/{number:06}.png",
        "form": field.form,
        "field": field.field,
        "kind": field.kind,
        "before": field.before,
        "after": field.after,
        "corrected": field.corrected,
        "confidence": field.confidence,
        "by": names.of(field.by),
        "on": field.on.isoformat(),
    }
