"""Layout as `layoutparser` carries it: typed blocks that know what lies in them.

`layoutparser` is used for its data types only. Importing it costs more than a second (pandas), so
that waits until the first page is analysed. What leaves this package is `dossier.page`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from dossier.geometry import PixelBox
from dossier.page import Line


class BlockType(StrEnum):
    LINE = "line"
    DIGIT_ROW = "digit_row"
    SEAL = "seal"
    TABLE = "table"
    TABLE_CELL = "table_cell"
    TICK_BOX = "tick_box"


def block(
    kind: BlockType, box: PixelBox, *, index: int, text: str | None = None, score: float = 1.0
) -> Any:
    """An `lp.TextBlock`; `index` is the place of what it stands for in the caller's sequence."""
    import layoutparser as lp

    shape = lp.Rectangle(box.left, box.top, box.right, box.bottom)
    return lp.TextBlock(shape, id=index, type=str(kind), text=text, score=score)


def layout(kind: BlockType, boxes: Iterable[PixelBox]) -> Any:
    """An `lp.Layout` of plain blocks of one kind, numbered from 0."""
    import layoutparser as lp

    return lp.Layout([block(kind, box, index=index) for index, box in enumerate(boxes)])


def line_layout(lines: Sequence[Line]) -> Any:
    """An `lp.Layout` of text blocks, numbered as `lines` are."""
    import layoutparser as lp

    return lp.Layout(
        [
            block(BlockType.LINE, line.box, index=index, text=line.text, score=line.confidence)
            for index, line in enumerate(lines)
        ]
    )


def inside(blocks: Any, area: PixelBox) -> list[int]:
    """Numbers of the blocks of an `lp.Layout` whose centre lies in `area`."""
    frame = block(BlockType.TABLE, area, index=-1)
    return [found.id for found in blocks.filter_by(frame, center=True)]
