"""Draws finished lines: words, leaders, tick boxes and digit boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from samples.generator.layout.canvas import Area, Canvas
from samples.generator.layout.flow import Leader, Line, Placed, Word
from samples.generator.layout.pieces import DigitBoxes, Tick
from samples.generator.style import BLACK

if TYPE_CHECKING:
    from samples.generator.layout.sheet import Sheet

DIGIT_CELL = 17.0
"""Side of one digit box, in points."""

_LEADER_SIGN = {"dots": ".", "ellipses": "…"}


def end_of(line: Line) -> float:
    """Return where the line's ink or leader ends."""
    ends = [p.x + p.width for p in line.placed] + [leader.end for leader in line.leaders]
    return max(ends, default=0.0)


def height_of(line: Line) -> float:
    """Return the least height a line needs for what is taller than text, in points."""
    has_boxes = any(isinstance(p.thing, DigitBoxes) for p in line.placed)
    return DIGIT_CELL * 1.35 if has_boxes else 0.0


def shift(line: Line, by: float) -> None:
    """Move everything on the line to the right."""
    line.placed = [Placed(p.x + by, p.width, p.thing) for p in line.placed]
    for leader in line.leaders:
        leader.start, leader.end = leader.start + by, leader.end + by
        leader.written_from, leader.written_to = leader.written_from + by, leader.written_to + by


def justify(line: Line, right: float) -> None:
    """Spread the words of a full line to the right edge; lines with blanks stay as they are."""
    if not line.full or line.leaders or len(line.placed) < 2:
        return
    extra = (right - end_of(line)) / (len(line.placed) - 1)
    line.placed = [Placed(p.x + extra * i, p.width, p.thing) for i, p in enumerate(line.placed)]


def draw_line(sheet: Sheet, line: Line, baseline: float) -> None:
    """Draw `line` on the sheet's page and mark the fields it carries."""
    for leader in line.leaders:
        _draw_leader(sheet, leader, baseline)
        top, bottom = baseline - sheet.size * 0.9, baseline + sheet.size * 0.25
        for key in leader.keys:
            sheet.mark_empty(key, Area(leader.start, top, leader.end, bottom))
    for placed in line.placed:
        match placed.thing:
            case Word() as word:
                _draw_word(sheet, placed.x, baseline, word)
            case Tick() as tick:
                _draw_tick(sheet, placed, baseline, tick)
            case DigitBoxes() as boxes:
                _draw_digit_boxes(sheet, placed.x, baseline, boxes)
            case _:
                assert_never(placed.thing)


def _draw_word(sheet: Sheet, x: float, baseline: float, word: Word) -> None:
    lift = word.raised
    if word.written and sheet.style.leader_under_value:
        lift += 1.4
    sheet.mark(word.key, sheet.canvas.write(x, baseline - lift, word.text, word.pen))


def _draw_leader(sheet: Sheet, leader: Leader, baseline: float) -> None:
    if sheet.style.leader_under_value or leader.written_to <= leader.written_from:
        spans = [(leader.start, leader.end)]
    else:
        rest = leader.written_to if leader.goes_on else leader.end
        spans = [(leader.start, leader.written_from - 3), (leader.written_to + 2, rest)]
    for start, end in spans:
        _draw_leader_span(sheet, start, end, baseline)


def _draw_leader_span(sheet: Sheet, start: float, end: float, baseline: float) -> None:
    kind = sheet.style.leader
    if kind == "none" or end - start < 4:
        return
    if kind == "underscores":
        sheet.canvas.rule(start, baseline + 1.5, end, baseline + 1.5, 0.6, BLACK)
        return
    pen = sheet.pen()
    count = int((end - start) / sheet.canvas.width_of(_LEADER_SIGN[kind], pen))
    if count:
        sheet.canvas.write(start, baseline, _LEADER_SIGN[kind] * count, pen)


def _draw_tick(sheet: Sheet, placed: Placed, baseline: float, tick: Tick) -> None:
    side = placed.width
    area = Area(placed.x, baseline - side + 1, placed.x + side, baseline + 1)
    sheet.canvas.frame(area, 0.8, BLACK)
    sheet.mark(tick.key, area)
    if tick.checked:
        _draw_mark(sheet, area)


def _draw_mark(sheet: Sheet, area: Area) -> None:
    canvas, ink = sheet.canvas, sheet.style.ink
    side = area.right - area.left
    near, far = side * 0.18, side * 0.82
    x, y = area.left, area.top
    match sheet.style.tick:
        case "cross":
            canvas.curve([(x + near, y + near), (x + far, y + far)], 1.2, ink)
            canvas.curve([(x + near, y + far), (x + far, y + near)], 1.2, ink)
        case "check":
            hook = [
                (x + near, y + side / 2),
                (x + side * 0.45, y + far),
                (x + side * 1.15, y - side * 0.2),
            ]
            canvas.curve(hook, 1.3, ink)
        case "filled":
            canvas.fill(Area(x + near, y + near, x + far, y + far), ink)
        case "circle":
            grown = Area(
                x - side * 0.25,
                y - side * 0.25,
                area.right + side * 0.25,
                area.bottom + side * 0.25,
            )
            canvas.oval(grown, 1.2, ink)


def _draw_digit_boxes(sheet: Sheet, x: float, baseline: float, boxes: DigitBoxes) -> None:
    top = baseline - DIGIT_CELL * 0.78
    pen = sheet.value_pen()
    for index in range(boxes.count):
        left = x + index * DIGIT_CELL
        cell = Area(left, top, left + DIGIT_CELL, top + DIGIT_CELL)
        sheet.canvas.frame(cell, 0.7, BLACK)
        sheet.mark(boxes.key, cell)
        if index < len(boxes.digits):
            _draw_digit(sheet.canvas, cell, boxes.digits[index], sheet, pen_size=pen.size)


def _draw_digit(canvas: Canvas, cell: Area, digit: str, sheet: Sheet, *, pen_size: float) -> None:
    pen = sheet.value_pen()
    wander = sheet.rng.uniform(-1.6, 1.6) if pen.hand else 0.0
    x = (cell.left + cell.right - canvas.width_of(digit, pen)) / 2 + wander
    canvas.write(x, cell.bottom - DIGIT_CELL * 0.25 + wander / 3, digit, pen, boxed=True)
