"""The incident pack from the audit log and the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from dossier.lifecycle.incident import (
    CATEGORY_NAMES,
    Effect,
    IncidentPack,
    Touch,
    TouchedDossier,
    TouchedPerson,
    effect_of,
)
from dossier.lifecycle.masking import mask_id
from dossier.record import Record
from dossier.store import audit, records
from dossier.store.account_tables import AccountRow
from dossier.store.lifecycle_tables import PurgeRow
from dossier.store.quality_tables import SampleRow
from dossier.store.scope import Scope
from dossier.store.tables import ApiKey, AuditRow, DossierRow, PageRow, UploadRow
from dossier.text import fold

_ID_IMAGES: Final = frozenset({"citizen_id_front", "citizen_id_back"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which part of the log is asked about."""

    since: datetime
    until: datetime
    keys: Sequence[str] = ()
    """Ids of keys, `operator:` logins; none: everybody."""
    branch: str | None = None
    """Of the dossiers; None: every branch's."""


@dataclass(slots=True)
class _People:
    """Different people, and by which categories they are told of."""

    seen: set[str] = field(default_factory=set)
    by_category: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: str, categories: Iterable[str]) -> None:
        self.seen.add(key)
        for category in categories:
            self.by_category.setdefault(category, set()).add(key)


def make_pack(session: Session, question: Question, scope: Scope, *, now: datetime) -> IncidentPack:
    """What was seen or changed. A branch's caller is told of that branch's dossiers alone."""
    names: dict[str, str] = {}
    for query in (select(ApiKey.id, ApiKey.name), select(AccountRow.id, AccountRow.name)):
        names |= dict(session.execute(query).tuples().all())
    touches = _touches(session, question, names)
    codes = _codes_of(session, {subject for subject, _ in touches if subject})
    by_code: dict[str, list[Touch]] = {}
    listed: list[Touch] = []
    refused: list[Touch] = []
    for subject, touch in touches:
        if scope.branch is not None and not subject and touch.branch != scope.branch:
            continue
        if touch.effect is Effect.LISTED:
            listed.append(touch)
        elif touch.effect is Effect.REFUSED:
            if subject == "" or scope.branch in (None, touch.branch):
                refused.append(touch)
        elif subject in codes:
            by_code.setdefault(codes[subject], []).append(touch)
    people = _People()
    wanted = scope.branch if scope.branch is not None else question.branch
    dossiers = [
        told
        for code, some in sorted(by_code.items())
        if (told := _dossier(session, code, some, people, wanted)) is not None
    ]
    return IncidentPack(
        schema="sohoa.incident/v1",
        made=now,
        since=question.since,
        until=question.until,
        keys=list(question.keys),
        branch=wanted,
        dossiers=dossiers,
        listed=listed,
        refused=refused,
        persons=len(people.seen),
        categories={
            name: len(people.by_category[name])
            for name in CATEGORY_NAMES
            if name in people.by_category
        },
        audit_whole=audit.verify(session).broken == "",
    )


def _touches(
    session: Session, question: Question, names: Mapping[str, str]
) -> list[tuple[str, Touch]]:
    """(subject, who did what to it), in the order of the first time."""
    query: Select[*tuple[Any, ...]] = (
        select(
            AuditRow.subject,
            AuditRow.actor,
            AuditRow.branch,
            AuditRow.action,
            AuditRow.outcome,
            func.count(),
            func.min(AuditRow.at),
            func.max(AuditRow.at),
        )
        .where(AuditRow.at >= question.since, AuditRow.at < question.until)
        .group_by(
            AuditRow.subject, AuditRow.actor, AuditRow.branch, AuditRow.action, AuditRow.outcome
        )
        .order_by(func.min(AuditRow.seq))
    )
    if question.keys:
        query = query.where(AuditRow.actor.in_(question.keys))
    return [
        (
            row[0],
            Touch(
                actor=row[1],
                actor_name=names.get(row[1], ""),
                branch=row[2],
                action=row[3],
                effect=effect_of(row[3], row[4]),
                times=row[5],
                first=row[6],
                last=row[7],
            ),
        )
        for row in session.execute(query).tuples()
    ]


def _codes_of(session: Session, subjects: set[str]) -> dict[str, str]:
    """Subject of an entry -> code of the dossier: itself, or that of an upload or a sample.

    Dossiers that were removed since are told by the statement of the purge.
    """
    found: dict[str, str] = {}
    every = sorted(subjects)
    for start in range(0, len(every), 500):
        some = every[start : start + 500]
        for query in (
            select(DossierRow.code, DossierRow.code).where(DossierRow.code.in_(some)),
            select(UploadRow.id, UploadRow.dossier).where(UploadRow.id.in_(some)),
            select(SampleRow.id, SampleRow.dossier).where(SampleRow.id.in_(some)),
            select(PurgeRow.subject, PurgeRow.subject).where(
                PurgeRow.subject.in_(some),
                or_(PurgeRow.what == "record", PurgeRow.what == "abandoned"),
            ),
        ):
            found.update(dict(session.execute(query).tuples().all()))
    return found


def _dossier(
    session: Session, code: str, touches: list[Touch], people: _People, branch: str | None
) -> TouchedDossier | None:
    row = session.get(DossierRow, code)
    if row is None:
        removed = session.scalars(select(PurgeRow).where(PurgeRow.subject == code)).first()
        theirs = None if removed is None else removed.branch
        if branch is not None and theirs != branch:
            return None
        return TouchedDossier(
            code=code, branch=theirs, gone=True, forms=[], pages=0, touches=touches, persons=[]
        )
    if branch is not None and row.branch != branch:
        return None
    newest = records.latest(session, code)
    record = None if newest is None else Record.model_validate(newest.body)
    persons = [] if record is None else _persons(record, code, people)
    return TouchedDossier(
        code=code,
        branch=row.branch,
        gone=False,
        forms=[] if record is None else list(dict.fromkeys(d.form for d in record.documents)),
        pages=session.scalar(select(func.count()).where(PageRow.dossier == code)) or 0,
        touches=touches,
        persons=persons,
    )


def _persons(record: Record, code: str, people: _People) -> list[TouchedPerson]:
    cards = {n for n, d in enumerate(record.documents, start=1) if d.form in _ID_IMAGES}
    told = []
    for number, person in enumerate(record.persons, start=1):
        facts = {fact.attribute: fact.value for fact in person.facts}
        name, dob = facts.get("name", ""), facts.get("dob", "")
        key = facts.get("id_number") or (f"{fold(name)} {dob}" if name and dob else "")
        on_card = any(s.place.document in cards for f in person.facts for s in f.sources)
        people.add(key or f"{code}/{number}", [*facts, *(["id_image"] if on_card else [])])
        told.append(
            TouchedPerson(
                name=name,
                id_number=mask_id(facts["id_number"]) if "id_number" in facts else "",
                dob=dob,
                roles=person.roles,
            )
        )
    return told
