"""Charts as SVG text: no library, no script, the page's own colours, and words for every mark.

Colours are classes (`fill-1`, `line-1`) that the page's style sheet gives in both themes. Every
mark has a `<title>`, and the page shows the same numbers as a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_WIDTH: Final = 640
_LEFT: Final = 150
_WIDE_LEFT: Final = 240
_ROW: Final = 26
_TALL_ROW: Final = 34
"""With a second line under the label."""
_LABEL: Final = 38
"""Letters beside a bar."""
_TOLD_COLUMNS: Final = 16
"""More of them are too narrow to bear their sums."""
_HEIGHT: Final = 240
_FOOT: Final = 34
_TOP: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One column of a stacked chart."""

    label: str
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged:
    """A share with its interval, and the share that is tolerated."""

    label: str
    share: float
    low: float
    high: float
    limit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Stated probability against the share that was right, with its interval."""

    stated: float
    right: float
    low: float
    high: float
    seen: int


def stacks(title: str, names: Sequence[str], columns: Sequence[Stack]) -> str:
    """Columns over days, each of parts that are named in `names`."""
    tallest = max((sum(c.parts) for c in columns), default=0) or 1
    # The tallest column bears its sum above it.
    plot = _HEIGHT - 2 * _TOP - _FOOT
    step = _WIDTH / max(len(columns), 1)
    parts: list[str] = []
    for at, column in enumerate(columns):
        foot = float(_HEIGHT - _FOOT)
        middle = at * step + step / 2
        for series, (name, count) in enumerate(zip(names, column.parts, strict=True), start=1):
            tall = plot * count / tallest
            foot -= tall
            hint = f"{column.label}: {name} {count}"
            parts.append(
                f'<rect class="fill-{series}" x="{at * step + step * 0.1:.1f}" y="{foot:.1f}" '
                f'width="{step * 0.8:.1f}" height="{tall:.1f}"><title>{escape(hint)}</title></rect>'
            )
        if at % max(1, len(columns) // 8) == 0:
            parts.append(_text(middle, _HEIGHT - 12, column.label, "middle"))
        if len(columns) <= _TOLD_COLUMNS:
            parts.append(_text(middle, foot - 5, str(sum(column.parts)), "middle"))
    if len(columns) > _TOLD_COLUMNS:
        parts.append(_text(0, _TOP, str(tallest), "start"))
    return _svg(title, _HEIGHT, parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a chart of bars: parts one after the other, and what is written at its end."""

    label: str
    parts: tuple[float, ...]
    told: str
    under: str = ""
    """What the label belongs to, in smaller letters below it."""


def bars(title: str, names: Sequence[str], rows: Sequence[Bar]) -> str:
    """A row for each bar, each of parts that are named in `names`."""
    longest = max((sum(row.parts) for row in rows), default=0.0) or 1.0
    across = _WIDTH - _WIDE_LEFT - 90
    tall = _TALL_ROW if any(row.under for row in rows) else _ROW
    parts: list[str] = []
    for at, row in enumerate(rows):
        y, x = _TOP + at * tall, float(_WIDE_LEFT)
        for series, (name, count) in enumerate(zip(names, row.parts, strict=True), start=1):
            wide = across * count / longest
            whole = ", ".join(filter(None, (row.label, row.under)))
            hint = f"{whole}: {name} {count:g}"
            parts.append(
                f'<rect class="fill-{series}" x="{x:.1f}" y="{y + 4}" width="{wide:.1f}" '
                f'height="{tall - 8}"><title>{escape(hint)}</title></rect>'
            )
            x += wide
        middle, beside = y + tall / 2 + 4, _WIDE_LEFT - 10
        parts += [
            _text(beside, middle - (6 if row.under else 0), _cut(row.label), "end"),
            _text(beside, middle + 7, _cut(row.under), "end", "under") if row.under else "",
            _text(x + 8, middle, row.told, "start"),
        ]
    return _svg(title, _TOP * 2 + tall * max(len(rows), 1), parts)


def ranges(title: str, rows: Sequence[Ranged]) -> str:
    """A row for each share: its interval as a line, the share as a dot, the limit as a bar."""
    most = max((max(r.high, r.limit or 0.0) for r in rows), default=0.0) or 1.0
    across = _WIDTH - _LEFT - 60
    parts: list[str] = []
    for at, row in enumerate(rows):
        y = _TOP + at * _ROW + _ROW / 2
        low, high, share = (_LEFT + across * v / most for v in (row.low, row.high, row.share))
        hint = f"{row.label}: {row.share:.2%} ({row.low:.2%} - {row.high:.2%})"
        parts += [
            _text(_LEFT - 10, y + 4, row.label, "end"),
            f'<line class="line-1" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>',
            f'<circle class="fill-1" cx="{share:.1f}" cy="{y}" r="5">'
            f"<title>{escape(hint)}</title></circle>",
            _text(high + 8, y + 4, f"{row.share:.2%}", "start"),
        ]
        if row.limit is not None:
            limit = _LEFT + across * row.limit / most
            parts.append(
                f'<line class="line-2" x1="{limit:.1f}" x2="{limit:.1f}" y1="{y - 9}" y2="{y + 9}">'
                f"<title>{row.limit:.2%}</title></line>"
            )
    return _svg(title, _TOP * 2 + _ROW * max(len(rows), 1), parts)


def reliability(title: str, dots: Sequence[Dot], axes: tuple[str, str]) -> str:
    """What was stated across, what was right upwards; on the diagonal a promise is kept."""
    side, left, top = 300, 60, 14
    parts = [
        f'<rect class="frame" x="{left}" y="{top}" width="{side}" height="{side}"/>',
        f'<line class="line-3" x1="{left}" y1="{top + side}" x2="{left + side}" y2="{top}"/>',
        _text(left + side / 2, top + side + 32, axes[0], "middle"),
        _text(left + side + 12, top + 12, axes[1], "start"),
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(_text(left + side * tick, top + side + 16, f"{tick:g}", "middle"))
        parts.append(_text(left - 8, top + side * (1 - tick) + 4, f"{tick:g}", "end"))
    for dot in dots:
        x = left + side * dot.stated
        low, high, y = (top + side * (1 - v) for v in (dot.low, dot.high, dot.right))
        hint = f"{dot.stated:.3f}: {dot.right:.3f} ({dot.seen})"
        parts += [
            f'<line class="line-1" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>',
            f'<circle class="fill-1" cx="{x:.1f}" cy="{y:.1f}" r="4">'
            f"<title>{escape(hint)}</title></circle>",
        ]
    return _svg(title, side + 60, parts)


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"


def _text(x: float, y: float, said: str, anchor: str, look: str = "") -> str:
    of = f' class="{look}"' if look else ""
    return f'<text{of} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" '
        f"aria-label={quoteattr(title)}>{''.join(parts)}</svg>"
    )
