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
from api.services.review_queue import title_of
from api.wire.review_figures import (
    Charts,
    FieldLine,
    Figures,
    FiguresTable,
    LedgerDay,
    OutcomesOfDay,
    QualityLine,
    ReliabilityLine,
    WaitingLine,
)
from dossier.calibration.curves import measure
from dossier.store import calibrations, ledger, quality, review_figures
from dossier.store.keys import KeyInfo
from dossier.vietnam_time import VIETNAM

_LEDGER_DAYS: Final = 7


def show(context: Context, who: KeyInfo, *, days: int) -> Figures:
    now = context.clock()
    since = now - timedelta(days=days)
    with context.database.read() as session:
        outcomes = [
            OutcomesOfDay.model_validate(one, from_attributes=True)
            for one in review_figures.outcomes(session, who.scope, since=since)
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
        waiting=waiting,
        fields=fields,
        quality=wrong,
        reliability=reliability,
        ledger=pages,
        charts=_charts(outcomes, wrong, reliability),
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


def _quality(session: Session, who: KeyInfo, *, days: int, now: datetime) -> list[QualityLine]:
    active = calibrations.active(session)
    return [
        QualityLine(
            group=found.group,
            critical=found.critical,
            checked=found.wrong.seen,
            wrong=found.wrong.hits,
            share=found.wrong.share,
            low=found.wrong.low,
            high=found.wrong.high,
            tolerated=found.tolerated,
        )
        for found in quality.report(session, who.scope, active, days=days, now=now)
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


def _charts(
    outcomes: Sequence[OutcomesOfDay],
    wrong: Sequence[QualityLine],
    reliability: Sequence[ReliabilityLine],
) -> Charts:
    days: dict[str, list[int]] = {}
    for one in outcomes:
        sums = days.setdefault(one.day.strftime("%d/%m"), [0, 0, 0])
        for at, count in enumerate((one.straight, one.reviewed, one.rescan)):
            sums[at] += count
    columns = [charts.Stack(label=day, parts=tuple(sums)) for day, sums in days.items()]
    return Charts(
        outcomes=charts.stacks(
            "Hồ sơ theo ngày / dossiers by day",
            ("thẳng / straight", "soát / reviewed", "quét lại / rescan"),
            columns,
        ),
        quality=charts.ranges(
            "Sai trong số đã chấp nhận / wrong among the accepted",
            [
                charts.Ranged(
                    label=line.group + (" *" if line.critical else ""),
                    share=line.share,
                    low=line.low,
                    high=line.high,
                    limit=line.tolerated,
                )
                for line in wrong
            ],
        ),
        reliability=charts.reliability(
            "Độ tin cậy đã nói và tỉ lệ đúng / stated and true",
            [
                charts.Dot(
                    stated=line.stated,
                    right=line.right,
                    low=line.right_low,
                    high=line.right_high,
                    seen=line.seen,
                )
                for line in reliability
            ],
            ("đã nói / stated", "đúng / right"),
        ),
    )
