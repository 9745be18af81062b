"""Reliability diagrams and risk-coverage curves as one SVG, and the numbers behind it as JSON.

SVG as text, so that an office sees them without a plotting library.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from dossier.calibration.curves import Measured, Point

_SIDE: Final = 240
"""Of a panel, in pixels; the row is two panels and their margins."""
_MARGIN: Final = 60
_ROW: Final = _SIDE + 2 * _MARGIN
_WIDTH: Final = 2 * (_SIDE + _MARGIN) + _MARGIN
_LEAST_RISK: Final = 1e-4
"""The foot of the logarithmic axis; no errors at all stand there."""
_POINTS: Final = 200
"""As many of a curve as can be seen apart."""


def write(measured: Mapping[str, Measured], folder: Path) -> tuple[Path, Path]:
    """`calibration.svg` and `calibration.json` in `folder`, a row and an entry for each group."""
    folder.mkdir(parents=True, exist_ok=True)
    picture, data = folder / "calibration.svg", folder / "calibration.json"
    picture.write_text(draw(measured), encoding="utf-8")
    numbers = {
        group: asdict(replace(found, curve=tuple(_some(found))))
        for group, found in measured.items()
    }
    data.write_text(json.dumps(numbers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return picture, data


def draw(measured: Mapping[str, Measured]) -> str:
    """The picture as SVG text."""
    height = _ROW * max(len(measured), 1)
    rows = (
        f'<g transform="translate({_MARGIN} {at * _ROW + _MARGIN})">{_row(group, found)}</g>'
        for at, (group, found) in enumerate(measured.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(rows)}</svg>\n'
    )


def _row(group: str, found: Measured) -> str:
    title = (
        f"{group}: {found.fields} trường / fields, {found.wrong} sai / wrong, ECE {found.error:.2%}"
    )
    second = f'<g transform="translate({_SIDE + _MARGIN} 0)">{_risk(found)}</g>'
    head = f'<text y="-22" font-size="14" font-weight="bold">{escape(title)}</text>'
    return head + _reliability(found) + second


def _reliability(found: Measured) -> str:
    """True share over stated probability, with the interval of what was counted."""
    parts = [_frame("nói / stated", "đúng / true"), _line([(0, 0), (1, 1)], "#999", dashed=True)]
    for part in found.bins:
        x = part.stated
        parts.append(_line([(x, part.right.low), (x, part.right.high)], "#2a6fbb"))
        parts.append(
            f'<circle cx="{x * _SIDE:.1f}" cy="{(1 - part.share_right) * _SIDE:.1f}" r="4" '
            f'fill="#2a6fbb"><title>{part.right.seen}: {part.stated:.3f} → '
            f"{part.share_right:.3f}</title></circle>"
        )
    return "".join(parts)


def _risk(found: Measured) -> str:
    """Wrong among the accepted, logarithmic, over the share that is accepted."""
    foot = math.log10(_LEAST_RISK)
    points = [(p.coverage, math.log10(max(p.risk, _LEAST_RISK)) / -foot + 1) for p in _some(found)]
    parts = [_frame("tỉ lệ dùng ngay / coverage", "sai trong đó / risk, log")]
    for power in range(int(foot), 1):
        parts.append(_label(-8, (power / foot) * _SIDE + 4, f"1e{power}", "end"))
    return "".join([*parts, _line(points, "#b4637a")])


def _some(found: Measured) -> Iterator[Point]:
    step = max(1, len(found.curve) // _POINTS)
    yield from found.curve[::step]
    yield from found.curve[-1:]


def _frame(below: str, beside: str) -> str:
    ticks = "".join(
        _label(x * _SIDE, _SIDE + 16, f"{x:g}", "middle") for x in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return (
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#444"/>{ticks}'
        f"{_label(_SIDE / 2, _SIDE + 34, below, 'middle')}{_label(0, -6, beside, 'start')}"
    )


def _line(points: list[tuple[float, float]], colour: str, *, dashed: bool = False) -> str:
    path = " ".join(f"{x * _SIDE:.1f},{(1 - y) * _SIDE:.1f}" for x, y in points)
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
