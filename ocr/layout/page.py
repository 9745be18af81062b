"""The layout of one page, found once and taken out of its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dossier.geometry import PixelBox
from dossier.page import DigitRow, Line, Seal, Signature, StruckText, Table, TickBox
from ocr.engines.base import UprightImage
from ocr.images.views import Views
from ocr.layout.blocks import BlockType, inside, layout, line_layout
from ocr.layout.digit_boxes import DigitBoxes, find_boxes, read_digit_row
from ocr.layout.digit_reading import ReadCrops
from ocr.layout.ink import PageInk, measure_ink
from ocr.layout.reading_order import reading_order, without_echoes
from ocr.layout.rules import Rule, Rules, find_rules
from ocr.layout.seals import find_seals
from ocr.layout.signatures import find_signatures
from ocr.layout.splitting import split_line
from ocr.layout.struck import find_struck
from ocr.layout.tables import read_tables
from ocr.layout.tick_boxes import find_tick_boxes

_WIDEST_BOX: Final = 9 / 25.4
"""Inches: wider than any box to tick, narrower than any column of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """What `analyse` finds; all boxes in pixels of the upright image."""

    tables: tuple[Table, ...]
    digit_rows: tuple[DigitRow, ...]
    tick_boxes: tuple[TickBox, ...]
    seals: tuple[Seal, ...]
    signatures: tuple[Signature, ...]
    struck: tuple[StruckText, ...]
    lines: tuple[Line, ...]
    """All text of the page in reading order, the cells' text included (cut at the borders), the
    engine's attempts at digit boxes left out."""

    def blocks(self) -> Any:
        """Everything as one `lp.Layout` of typed blocks, for layoutparser's own tools (drawing,
        filtering); each block's `id` is its place in the sequence of its kind."""
        cells = [cell for table in self.tables for cell in table.cells]
        return (
            line_layout(self.lines)
            + layout(BlockType.TABLE, [table.box for table in self.tables])
            + layout(BlockType.TABLE_CELL, [cell.box for cell in cells])
            + layout(BlockType.DIGIT_ROW, [row.box for row in self.digit_rows])
            + layout(BlockType.TICK_BOX, [tick.box for tick in self.tick_boxes])
            + layout(BlockType.SEAL, [seal.box for seal in self.seals])
        )


def analyse(
    image: UprightImage,
    lines: Sequence[Line],
    read_crops: ReadCrops,
    views: Views | None = None,
) -> PageLayout:
    """Find the layout of `image`, whose text the engine read as `lines`.

    `views` are those of `image`, where it has some already.

    Digit boxes, empty-looking cells and words cut by a border are read through `read_crops`, the
    same engine's. Raises what `read_crops` raises.
    """
    ink = measure_ink(image)
    rules = find_rules(ink)
    boxes = find_boxes(rules, ink)
    digit_rows = tuple(read_digit_row(image, row, read_crops) for row in boxes)
    rest = _outside_rows(without_echoes(lines), boxes)
    read = read_tables(image, rest, read_crops, ink=ink, rules=_without(rules, boxes, ink))
    ticks = find_tick_boxes(image, exclude=[row.box for row in boxes], ink=ink)
    cell_lines = [line for table in read.tables for cell in table.cells for line in cell.lines]
    text = reading_order([*read.lines, *cell_lines])
    tables = tuple(t for t in read.tables if not _is_stack_of_boxes(t, image.dpi))
    return PageLayout(
        tables=tables,
        digit_rows=digit_rows,
        tick_boxes=_outside_cells(ticks, tables),
        seals=find_seals(image, views),
        signatures=find_signatures(ink, text),
        struck=find_struck(ink, rules, text),
        lines=text,
    )


def _outside_rows(lines: Sequence[Line], rows: Sequence[DigitBoxes]) -> tuple[Line, ...]:
    """`lines` without what the engine made of digit boxes; a label on the same line stays."""
    kept = list(lines)
    for row in rows:
        kept = [part for line in kept for part in _beside(line, row.box)]
    return tuple(kept)


def _beside(line: Line, row: PixelBox) -> list[Line]:
    if line.box.vertical_overlap(row) < 0.5 or not (
        line.box.left < row.right and line.box.right > row.left
    ):
        return [line]
    parts = split_line(line, (row.left, row.right))
    return [part.line for part in parts if part.index != 1]


def _without(rules: Rules, rows: Sequence[DigitBoxes], ink: PageInk) -> Rules:
    """`rules` without those that make up digit boxes."""

    def is_free(x: float, y: float, rule: Rule) -> bool:
        k, slack = ink.scale, ink.px(1.0)
        return not any(
            row.box.left * k - slack <= x <= row.box.right * k + slack
            and row.box.top * k - slack <= y <= row.box.bottom * k + slack
            and rule.length <= (row.box.right - row.box.left) * k + 4 * slack
            for row in rows
        )

    return Rules(
        horizontal=tuple(r for r in rules.horizontal if is_free((r.start + r.end) / 2, r.at, r)),
        vertical=tuple(r for r in rules.vertical if is_free(r.at, (r.start + r.end) / 2, r)),
        horizontal_mask=rules.horizontal_mask,
        vertical_mask=rules.vertical_mask,
    )


def _is_stack_of_boxes(table: Table, dpi: float) -> bool:
    """Whether this is boxes to tick, one under the other, whose sides run on: no column of a table
    is so narrow."""
    return table.columns == 1 and table.box.width <= _WIDEST_BOX * dpi


def _outside_cells(ticks: tuple[TickBox, ...], tables: Sequence[Table]) -> tuple[TickBox, ...]:
    """`ticks` without those that are a small table's cells rather than boxes within one."""
    found = layout(BlockType.TICK_BOX, [tick.box for tick in ticks])
    cells = {
        index
        for table in tables
        for index in inside(found, table.box)
        if any(_same(ticks[index].box, cell.box) for cell in table.cells)
    }
    return tuple(tick for index, tick in enumerate(ticks) if index not in cells)


def _same(first: PixelBox, second: PixelBox) -> bool:
    slack = 0.25 * first.height
    return all(
        abs(getattr(first, side) - getattr(second, side)) <= slack
        for side in ("left", "top", "right", "bottom")
    )
