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
from api.services import charts
from api.services.quality import as_view
from api.services.review_queue import title_of
from api.wire.quality import GroupQualityView
from api.wire.review_figures import (
    BranchLine,
    Charts,
    FieldLine,
    Figures,
    FiguresTable,
    FormLine,
    LedgerDay,
    OutcomesOfDay,
    ProcedureLine,
    ReliabilityLine,
    WaitingLine,
)
from dossier.calibration.curves import measure
from dossier.store import calibrations, ledger, quality, review_figures
from dossier.store.keys import KeyInfo
from dossier.vietnam_time import VIETNAM

_LEDGER_DAYS: Final = 7
_WAYS: Final = ("thẳng / straight", "soát / reviewed", "quét lại / rescan")
_COSTLIEST: Final = 12
_LABEL: Final = 40
"""Letters beside a bar."""
_NO_RECORD: Final = "(chưa có bản ghi / no record)"


def show(context: Context, who: KeyInfo, *, days: int) -> Figures:
    now = context.clock()
    since = now - timedelta(days=days)
    with context.database.read() as session:
        outcomes = [
            OutcomesOfDay.model_validate(one, from_attributes=True)
            for one in review_figures.outcomes(session, who.scope, since=since)
        ]
        kinds = [
            _procedure(one) for one in review_figures.procedures(session, who.scope, since=since)
        ]
        waiting = [
            WaitingLine.model_validate(one, from_attributes=True)
            for one in review_figures.waiting(session, who.scope, now=now)
        ]
        fields = [
            FieldLine.model_validate({**asdict(one), "title": title_of(one.kind)})
            for one in review_figures.fields(session, who.scope, since=since)
        ]
        wrong = _quality(session, who, days=days, now=now)
        reliability = _reliability(session, since) if who.branch is None else []
        pages = _ledger(session, who, now)
    return Figures(
        days=days,
        straight_share=_straight(outcomes),
        outcomes=outcomes,
        branches=_branches(outcomes, waiting),
        procedures=kinds,
        waiting=waiting,
        forms=_forms(fields),
        fields=fields,
        quality=wrong,
        reliability=reliability,
        ledger=pages,
        charts=Charts(
            outcomes=_days_chart(outcomes),
            branches=_branches_chart(_branches(outcomes, waiting)),
            procedures=_procedures_chart(kinds),
            waiting=_waiting_chart(waiting),
            fields=_fields_chart(fields),
            quality=_quality_chart(wrong),
            reliability=_reliability_chart(reliability),
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


def _procedure(one: review_figures.OutcomesOfProcedure) -> ProcedureLine:
    dossiers = one.straight + one.reviewed + one.rescan
    return ProcedureLine(
        kind=one.procedure,
        title=title_of(one.procedure) if one.procedure else _NO_RECORD,
        dossiers=dossiers,
        straight=one.straight,
        reviewed=one.reviewed,
        rescan=one.rescan,
        straight_share=one.straight / (dossiers or 1),
    )


def _forms(fields: Sequence[FieldLine]) -> list[FormLine]:
    """The work of people by kind of dossier, the most first."""
    kinds: dict[str, list[FieldLine]] = {}
    for line in fields:
        kinds.setdefault(line.kind, []).append(line)
    lines = [
        FormLine(
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


def _days_chart(outcomes: Sequence[OutcomesOfDay]) -> str:
    days: dict[str, list[int]] = {}
    for one in outcomes:
        sums = days.setdefault(one.day.strftime("%d/%m"), [0, 0, 0])
        for at, count in enumerate((one.straight, one.reviewed, one.rescan)):
            sums[at] += count
    columns = [charts.Stack(label=day, parts=tuple(sums)) for day, sums in days.items()]
    return charts.stacks("Hồ sơ theo ngày / dossiers by day", _WAYS, columns)


def _branches_chart(branches: Sequence[BranchLine]) -> str:
    rows = [
        charts.Bar(
            label=line.branch or "—",
            parts=(line.straight, line.reviewed, line.rescan),
            told=f"{line.straight_share:.0%}" if line.dossiers else "",
        )
        for line in branches
    ]
    return charts.bars("Hồ sơ theo chi nhánh / dossiers by branch", _WAYS, rows)


def _procedures_chart(procedures: Sequence[ProcedureLine]) -> str:
    rows = [
        charts.Bar(
            label=line.title if len(line.title) <= _LABEL else f"{line.title[: _LABEL - 1]}…",
            parts=(line.straight, line.reviewed, line.rescan),
            told=f"{line.straight_share:.0%}",
        )
        for line in procedures[:_COSTLIEST]
    ]
    return charts.bars("Hồ sơ theo thủ tục / dossiers by procedure", _WAYS, rows)


def _waiting_chart(waiting: Sequence[WaitingLine]) -> str:
    rows = [
        charts.Bar(
            label=line.branch or "—",
            parts=(line.waiting - line.late, line.late),
            told=str(line.waiting),
        )
        for line in waiting
    ]
    names = ("còn hạn / in time", "quá hẹn / late")
    return charts.bars("Đang chờ soát / waiting for review", names, rows)


def _fields_chart(fields: Sequence[FieldLine]) -> str:
    """The fields that cost people the most time."""
    costly = sorted(fields, key=lambda line: -line.median_s * line.seen)[:_COSTLIEST]
    rows = [
        charts.Bar(
            label=f"{line.kind}.{line.field}"[-_LABEL:],
            parts=(line.median_s,),
            told=f"{line.median_s:g} s x {line.seen}",
        )
        for line in costly
    ]
    return charts.bars("Giây một trường / seconds a field", ("giây / seconds",), rows)


def _quality_chart(wrong: Sequence[GroupQualityView]) -> str:
    rows = [
        charts.Ranged(
            label=line.group + (" *" if line.critical else ""),
            share=line.share,
            low=line.low,
            high=line.high,
            limit=line.tolerated,
        )
        for line in wrong
    ]
    return charts.ranges("Sai trong số đã chấp nhận / wrong among the accepted", rows)


def _reliability_chart(reliability: Sequence[ReliabilityLine]) -> str:
    dots = [
        charts.Dot(
            stated=line.stated,
            right=line.right,
            low=line.right_low,
            high=line.right_high,
            seen=line.seen,
        )
        for line in reliability
    ]
    title = "Độ tin cậy đã nói và tỉ lệ đúng / stated and true"
    return charts.reliability(title, dots, ("đã nói / stated", "đúng / right"))
