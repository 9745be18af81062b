"""The managers' figures as charts, in the language of who looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from api.services import charts
from api.wire.quality import GroupQualityView
from api.wire.review_figures import (
    BranchLine,
    Charts,
    FieldLine,
    OutcomesOfDay,
    ProcedureLine,
    ReliabilityLine,
    WaitingLine,
)
from dossier.text.sides import Language, side

_WAYS: Final = ("thẳng / straight", "soát / reviewed", "quét lại / rescan")
_COSTLIEST: Final = 12


def draw(
    *,
    outcomes: Sequence[OutcomesOfDay],
    branches: Sequence[BranchLine],
    procedures: Sequence[ProcedureLine],
    waiting: Sequence[WaitingLine],
    fields: Sequence[FieldLine],
    quality: Sequence[GroupQualityView],
    reliability: Sequence[ReliabilityLine],
    language: Language,
) -> Charts:
    return Charts(
        outcomes=_days(outcomes, language),
        branches=_branches(branches, language),
        procedures=_procedures(procedures, language),
        waiting=_waiting(waiting, language),
        fields=_fields(fields, language),
        quality=_quality(quality, language),
        reliability=_reliability(reliability, language),
    )


def _ways(language: Language) -> tuple[str, ...]:
    return tuple(side(way, language) for way in _WAYS)


def _days(outcomes: Sequence[OutcomesOfDay], language: Language) -> str:
    days: dict[str, list[int]] = {}
    for one in outcomes:
        sums = days.setdefault(one.day.strftime("%d/%m"), [0, 0, 0])
        for at, count in enumerate((one.straight, one.reviewed, one.rescan)):
            sums[at] += count
    columns = [charts.Stack(label=day, parts=tuple(sums)) for day, sums in days.items()]
    title = side("Hồ sơ theo ngày / Dossiers by day", language)
    return charts.stacks(title, _ways(language), columns)


def _branches(branches: Sequence[BranchLine], language: Language) -> str:
    rows = [_outcomes(line.branch or "—", line) for line in branches]
    title = side("Hồ sơ theo chi nhánh / Dossiers by branch", language)
    return charts.bars(title, _ways(language), rows)


def _procedures(procedures: Sequence[ProcedureLine], language: Language) -> str:
    rows = [_outcomes(line.title, line) for line in procedures[:_COSTLIEST]]
    title = side("Hồ sơ theo thủ tục / Dossiers by procedure", language)
    return charts.bars(title, _ways(language), rows)


def _outcomes(label: str, line: BranchLine | ProcedureLine) -> charts.Bar:
    """How dossiers ended, and the share that nobody had to touch."""
    return charts.Bar(
        label=label,
        parts=(line.straight, line.reviewed, line.rescan),
        told=f"{line.straight_share:.0%}" if line.dossiers else "",
    )


def _waiting(waiting: Sequence[WaitingLine], language: Language) -> str:
    rows = [
        charts.Bar(
            label=line.branch or "—",
            parts=(line.waiting - line.late, line.late),
            told=str(line.waiting),
        )
        for line in waiting
    ]
    names = [side(name, language) for name in ("còn hạn / in time", "quá hẹn / late")]
    return charts.bars(side("Đang chờ soát / Waiting for review", language), names, rows)


def _fields(fields: Sequence[FieldLine], language: Language) -> str:
    """The fields that cost people the most time."""
    costly = sorted(fields, key=lambda line: -line.median_s * line.seen)[:_COSTLIEST]
    rows = [
        charts.Bar(
            label=line.field_title,
            under=line.title,
            parts=(line.median_s,),
            told=f"{_decimal(line.median_s, language)} s × {line.seen}",
        )
        for line in costly
    ]
    title = side("Giây một trường / Seconds a field", language)
    return charts.bars(title, (side("giây / seconds", language),), rows)


def _decimal(number: float, language: Language) -> str:
    return side(f"{number:g}".replace(".", ",") + f" / {number:g}", language)


def _quality(wrong: Sequence[GroupQualityView], language: Language) -> str:
    rows = [
        charts.Ranged(
            label=side(line.title, language) + (" *" if line.critical else ""),
            share=line.share,
            low=line.low,
            high=line.high,
            limit=line.tolerated,
        )
        for line in wrong
    ]
    title = side("Sai trong số đã chấp nhận / Wrong among the accepted", language)
    return charts.ranges(title, rows)


def _reliability(reliability: Sequence[ReliabilityLine], language: Language) -> str:
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
    title = side("Độ tin cậy đã nói và tỉ lệ đúng / Stated and true reliability", language)
    axes = side("đã nói / stated", language), side("đúng / right", language)
    return charts.reliability(title, dots, axes)
