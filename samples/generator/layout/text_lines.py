"""Puts what was written on a page, piece by piece, together into the lines a reader should give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from samples.generator.layout.canvas import Area, Written

_LEADER_SIGNS = frozenset(".…")
_LEAST_LEADER = 0.5
"""A leader's free stretch shorter than this, in type sizes, is hidden by the writing beside it."""
_SAME_LINE = 0.45
"""How far a baseline may wander within a line, in type sizes: raised notes, values on leaders."""
_WIDEST_SPACE = 1.2
"""A gap wider than this, in type sizes, parts columns; justified text stays under 0.9."""
_LEAST_SPACE = 0.1
_CAPITAL, _DESCENDER = 0.75, 0.22
"""What a line covers above and below its baseline, in type sizes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line; `area` in points of its page, from the height of capitals to that of descenders.

    A leader is one `…` wherever it shows. `boxed`: a row of boxes of one character each, which is
    no running text; its characters are joined without spaces.
    """

    text: str
    area: Area
    boxed: bool = False


def gather_lines(written: Iterable[Written]) -> list[TextLine]:
    """Return the lines of one page, from top to bottom."""
    pieces = [piece for piece in written if piece.text.strip()]
    text = [p for p in pieces if not p.boxed and not _is_leader(p)]
    free = [part for p in pieces if _is_leader(p) for part in _uncovered(p, text)]
    lines = [_join(row, " ") for row in _rows([*text, *free], _WIDEST_SPACE)]
    boxes = [replace(piece, text=piece.text.strip()) for piece in pieces if piece.boxed]
    lines += [replace(_join(row, ""), boxed=True) for row in _rows(boxes, 2 * _WIDEST_SPACE)]
    return sorted(lines, key=lambda line: (line.area.top, line.area.left))


def _is_leader(piece: Written) -> bool:
    return len(piece.text) > 1 and set(piece.text) <= _LEADER_SIGNS


def _uncovered(leader: Written, text: Sequence[Written]) -> Iterator[Written]:
    """The stretches of `leader` that nothing is written on, each as one sign."""
    on_it = sorted(
        (p.left, p.right) for p in text
        if abs(p.baseline - leader.baseline) < _SAME_LINE * p.size
        and p.left < leader.right and p.right > leader.left
    )  # fmt: skip
    start = leader.left
    for left, right in [*on_it, (leader.right, leader.right)]:
        if left - start > _LEAST_LEADER * leader.size:
            yield replace(leader, text="…", left=start, right=left)
        start = max(start, right)


def _rows(pieces: Sequence[Written], widest_space: float) -> list[list[Written]]:
    """Chains of neighbours on one baseline, each from left to right."""
    rows: list[list[Written]] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        near = [row for row in rows if _follows(row[-1], piece, widest_space)]
        if near:
            min(near, key=lambda row: abs(row[-1].baseline - piece.baseline)).append(piece)
        else:
            rows.append([piece])
    return rows


def _follows(before: Written, after: Written, widest_space: float) -> bool:
    size = max(before.size, after.size)
    gap = after.left - before.right
    return (
        abs(after.baseline - before.baseline) < _SAME_LINE * size
        and -0.5 * size < gap < widest_space * size
    )


def _join(row: Sequence[Written], space: str) -> TextLine:
    text = row[0].text
    for before, after in pairwise(row):
        apart = after.left - before.right > _LEAST_SPACE * max(before.size, after.size)
        text += (space if apart else "") + after.text
    largest = max(row, key=lambda piece: piece.size)
    area = Area(
        row[0].left,
        largest.baseline - _CAPITAL * largest.size,
        max(piece.right for piece in row),
        largest.baseline + _DESCENDER * largest.size,
    )
    return TextLine(text=" ".join(text.split()), area=area)
