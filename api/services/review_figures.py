"""The managers' figures: counted by the store, drawn as charts, given away as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.context import Context
from api.services import review_charts
from api.services.quality import as_view
from api.services.review_queue import title_of, title_of_field
from api.wire.quality import GroupQualityView
from api.wire.review_figures import (
    BranchLine,
    FieldLine,
    Figures,
    FiguresTable,
    FormFigures,
    LedgerDay,
    OutcomesOfDay,
    ProcedureLine,
    ReliabilityLine,
    WaitingLine,
)
from dossier.calibration.curves import measure
from dossier.store import calibrations, ledger, quality, review_figures
from dossier.store.keys import KeyInfo
from dossier.text.sides import Language, side
from dossier.vietnam_time import VIETNAM

_LEDGER_DAYS: Final = 7
_NO_RECORD: Final = "(chưa có bản ghi / no record)"


def show(
    context: Context, who: KeyInfo, *, days: int, language: Language = Language.VIETNAMESE
) -> Figures:
    """The figures of the last so many days, with titles and charts in one language."""
    now = context.clock()
    since = now - timedelta(days=days)
    with context.database.read() as session:
        outcomes = [
            OutcomesOfDay.model_validate(one, from_attributes=True)
            for one in review_figures.outcomes(session, who.scope, since=since)
        ]
        kinds = [
            _procedure(one, language)
            for one in review_figures.procedures(session, who.scope, since=since)
        ]
        waiting = [
            WaitingLine.model_validate(one, from_attributes=True)
            for one in review_figures.waiting(session, who.scope, now=now)
        ]
        fields = [
            _field(one, language) for one in review_figures.fields(session, who.scope, since=since)
        ]
        wrong = _quality(session, who, days=days, now=now)
        reliability = _reliability(session, since) if who.branch is None else []
        pages = _ledger(session, who, now)
    branches = _branches(outcomes, waiting)
    return Figures(
        days=days,
        straight_share=_straight(outcomes),
        outcomes=outcomes,
        branches=branches,
        procedures=kinds,
        waiting=waiting,
        forms=_forms(fields),
        fields=fields,
        quality=wrong,
        reliability=reliability,
        ledger=pages,
        charts=review_charts.draw(
            outcomes=outcomes,
            branches=branches,
            procedures=kinds,
            waiting=waiting,
            fields=fields,
            quality=wrong,
            reliability=reliability,
            language=language,
        ),
    )


def as_csv(figures: Figures, table: FiguresTable) -> str:
    """One table, with a heading; empty where there is nothing to tell."""
    rows: Sequence[BaseModel] = getattr(figures, table.value)
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(type(rows[0]).model_fields))
    writer.writeheader()
    writer.writerows(row.model_dump(mode="json") for row in rows)
    return out.getvalue()


def _quality(session: Session, who: KeyInfo, *, days: int, now: datetime) -> list[GroupQualityView]:
    active = calibrations.active(session)
    return [
        as_view(found) for found in quality.report(session, who.scope, active, days=days, now=now)
    ]


def _reliability(session: Session, since: datetime) -> list[ReliabilityLine]:
    samples = calibrations.samples(session, since=since)
    if not samples:
        return []
    return [
        ReliabilityLine(
            low=part.low,
            high=part.high,
            stated=part.stated,
            right=part.right.share,
            right_low=part.right.low,
            right_high=part.right.high,
            seen=part.right.seen,
        )
        for part in measure(samples).bins
    ]


def _ledger(session: Session, who: KeyInfo, now: datetime) -> list[LedgerDay]:
    today = now.astimezone(VIETNAM).date()
    return [
        LedgerDay(
            day=day,
            branch=line.branch,
            dossiers=line.dossiers,
            scanned=line.scanned,
            stored=line.stored,
            read=line.read,
            delivered=line.delivered,
            whole=line.whole,
        )
        for day in (today - timedelta(days=n) for n in range(_LEDGER_DAYS))
        for line in ledger.of_day(session, day, before=now)
        if who.scope.covers(line.branch)
    ]


def _straight(outcomes: Sequence[OutcomesOfDay]) -> float | None:
    all_of_them = sum(one.straight + one.reviewed + one.rescan for one in outcomes)
    return sum(one.straight for one in outcomes) / all_of_them if all_of_them else None


def _branches(
    outcomes: Sequence[OutcomesOfDay], waiting: Sequence[WaitingLine]
) -> list[BranchLine]:
    """Each branch over the whole time, the one with the most dossiers first."""
    sums: dict[str, list[int]] = {line.branch: [0, 0, 0] for line in waiting}
    for one in outcomes:
        counts = sums.setdefault(one.branch, [0, 0, 0])
        for at, count in enumerate((one.straight, one.reviewed, one.rescan)):
            counts[at] += count
    now = {line.branch: line for line in waiting}
    lines = [
        BranchLine(
            branch=branch,
            dossiers=sum(counts),
            straight=counts[0],
            reviewed=counts[1],
            rescan=counts[2],
            straight_share=counts[0] / (sum(counts) or 1),
            waiting=now[branch].waiting if branch in now else 0,
            late=now[branch].late if branch in now else 0,
        )
        for branch, counts in sums.items()
    ]
    return sorted(lines, key=lambda line: (-line.dossiers, line.branch))


def _field(one: review_figures.FieldCost, language: Language) -> FieldLine:
    titles = {
        "title": title_of(one.kind, language),
        "field_title": title_of_field(one.kind, one.field),
    }
    return FieldLine.model_validate({**asdict(one), **titles})


def _procedure(one: review_figures.OutcomesOfProcedure, language: Language) -> ProcedureLine:
    dossiers = one.straight + one.reviewed + one.rescan
    return ProcedureLine(
        kind=one.procedure,
        title=title_of(one.procedure, language) if one.procedure else side(_NO_RECORD, language),
        dossiers=dossiers,
        straight=one.straight,
        reviewed=one.reviewed,
        rescan=one.rescan,
        straight_share=one.straight / (dossiers or 1),
    )


def _forms(fields: Sequence[FieldLine]) -> list[FormFigures]:
    """The work of people by kind of dossier, the most first."""
    kinds: dict[str, list[FieldLine]] = {}
    for line in fields:
        kinds.setdefault(line.kind, []).append(line)
    lines = [
        FormFigures(
            kind=kind,
            title=own[0].title,
            seen=sum(line.seen for line in own),
            corrected=sum(line.corrected for line in own),
            corrected_share=sum(line.corrected for line in own) / sum(line.seen for line in own),
            seconds=round(sum(line.median_s * line.seen for line in own), 1),
        )
        for kind, own in kinds.items()
    ]
    return sorted(lines, key=lambda line: -line.seconds)
