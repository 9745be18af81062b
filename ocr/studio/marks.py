"""Printed squares of a sample: options with tick boxes, and rows of boxes for digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dossier.forms.definition import TickSide
from dossier.forms.naming import slug, unused
from dossier.geometry import PixelBox
from dossier.page import DigitRow, TickBox
from dossier.text import fold
from ocr.studio.segments import Row, Segment

_USUAL: Final[Mapping[str, str]] = MappingProxyType(
    {"co": "yes", "khong": "no", "nam": "male", "nu": "female"}
)
"""Values that records have for the options nearly every form prints."""
_SAME_ROW: Final = 0.3
_BELOW: Final = 2.2
"""How far under its label a row of digit boxes may stand, in heights of the label."""
_EDGE: Final = " .,;:…_-–□☐"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one choice."""

    options: dict[str, tuple[str, ...]]
    side: TickSide
    box: PixelBox


def options_behind(label: Segment, row: Row, ticks: Sequence[TickBox]) -> Options | None:
    """The options on the row of `label`, right of it; None with fewer than two."""
    mine = sorted(
        (
            t
            for t in ticks
            if _on_row(t.box, row) and (label.row != row.index or t.box.left > label.box.left)
        ),
        key=lambda t: t.box.left,
    )
    if len(mine) < 2:
        return None
    words = _words_behind(label, row)
    first = min((box.left for _, box in words), default=0.0)
    side = TickSide.AFTER if first < mine[0].box.left else TickSide.BEFORE
    options: dict[str, tuple[str, ...]] = {}
    start = label.box.right if label.row == row.index else 0.0
    for number in range(len(mine)):
        low, high = _reach(mine, number, side, start)
        said = " ".join(w for w, box in words if low <= box.center_x <= high).strip(_EDGE)
        if said:
            value = _USUAL.get(fold(said)) or slug(said, empty="option")
            options[unused(value, options)] = (said,)
    if len(options) < 2:
        return None
    return Options(options=options, side=side, box=PixelBox.around(t.box for t in mine))


def _reach(
    ticks: Sequence[TickBox], number: int, side: TickSide, start: float
) -> tuple[float, float]:
    """Between which x, upright pixels, the words of a tick box stand."""
    if side is TickSide.AFTER:
        return (ticks[number - 1].box.right if number else start), ticks[number].box.left
    last = number + 1 == len(ticks)
    return ticks[number].box.right, float("inf") if last else ticks[number + 1].box.left


def _words_behind(label: Segment, row: Row) -> list[tuple[str, PixelBox]]:
    """Words behind a label with their places, equally wide letters within each piece."""
    words: list[tuple[str, PixelBox]] = []
    own = label.row == row.index
    pieces = [(label.value, label.value_box)] if own else []
    pieces += [(s.text, s.box) for s in row.segments if not own or s.box.left > label.box.right]
    for text, box in pieces:
        if box is None or not text:
            continue
        pitch, at = box.width / len(text), 0
        for word in text.split(" "):
            if word.strip(_EDGE):
                left, right = box.left + at * pitch, box.left + (at + len(word)) * pitch
                place = PixelBox(left=left, top=box.top, right=right, bottom=box.bottom)
                words.append((word.strip(_EDGE), place))
            at += len(word) + 1
    return words


def _on_row(box: PixelBox, row: Row) -> bool:
    return box.vertical_overlap(row.box) > _SAME_ROW


def digit_row_of(label: Segment, rows: Sequence[DigitRow]) -> DigitRow | None:
    """The digit boxes right of a label, or right under it."""
    height = label.box.height
    beside = [
        r for r in rows if r.box.vertical_overlap(label.box) > _SAME_ROW and
        r.box.left >= label.box.right - height
    ]  # fmt: skip
    if beside:
        return min(beside, key=lambda r: r.box.left)
    below = [r for r in rows if 0 <= r.box.top - label.box.bottom + height / 2 <= _BELOW * height]
    return min(below, key=lambda r: r.box.top) if below else None
