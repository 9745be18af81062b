"""Breaks the pieces of a paragraph into lines; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from samples.generator.layout.canvas import Pen
from samples.generator.layout.pieces import Blank, DigitBoxes, Gap, Label, Part, Piece, Tick

VALUE_GAP = 2.5
"""Points between a label's end and a value that starts a blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a label or a value on its line; `raised` points above the baseline."""

    text: str
    pen: Pen
    key: str | None
    written: bool
    raised: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Something on a line from `x`, `width` points wide."""

    x: float
    width: float
    thing: Word | Tick | DigitBoxes


@dataclass(slots=True)
class Leader:
    """A stretch to write on; `written_to` is where the value on it ends, `keys` own it if empty."""

    start: float
    end: float
    written_from: float
    written_to: float
    keys: tuple[str, ...]
    goes_on: bool = False
    """The value runs on in the next line."""


@dataclass(slots=True)
class Line:
    """One line, ready to be drawn once its baseline is known."""

    placed: list[Placed] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)
    full: bool = False
    """Broken because it was full, so it may be justified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How wide things are, in points."""

    width_of: Callable[[str, Pen], float]
    pen_of: Callable[[Label], Pen]
    value_pen: Pen
    tick_size: float
    note_lift: float
    """How far footnote numbers stand above the baseline."""
    digit_cell: float


class LineBreaker:
    """Fills lines from `left` to `right`; the first starts `indent` further in."""

    def __init__(self, measure: Measure, left: float, right: float, indent: float) -> None:
        self._measure = measure
        self._left, self._right = left, right
        self._x = left + indent
        self._space = 0.0
        self.lines = [Line()]

    def add(self, piece: Piece) -> None:
        """Place one piece after the ones before."""
        match piece:
            case Label():
                self._add_label(piece)
            case Blank():
                self._add_blank(piece)
            case Tick():
                self._put(piece, self._measure.tick_size)
                self._space = 0.0
            case DigitBoxes():
                self._space = VALUE_GAP
                self._put(piece, piece.count * self._measure.digit_cell)
            case Gap():
                self._x += piece.width

    def _add_label(self, piece: Label) -> None:
        pen = self._measure.pen_of(piece)
        space = self._measure.width_of(" ", pen)
        if piece.text.startswith(" "):
            self._space = space
        for text in piece.text.split():
            raised = self._measure.note_lift if piece.note else 0.0
            word = Word(text=text, pen=pen, key=piece.key, written=False, raised=raised)
            self._put(word, self._measure.width_of(text, pen))
            self._space = space
        if not piece.text.endswith(" "):
            self._space = 0.0

    def _put(self, thing: Word | Tick | DigitBoxes, width: float) -> bool:
        """Place `thing`, on a new line where it does not fit; return whether the line broke."""
        broke = False
        if self._x + self._space + width > self._right + 0.5 and self.lines[-1].placed:
            self._break()
            broke = True
        self._x += self._space
        self.lines[-1].placed.append(Placed(self._x, width, thing))
        self._x += width
        self._space = 0.0
        return broke

    def _break(self) -> None:
        self.lines[-1].full = True
        self.lines.append(Line())
        self._x, self._space = self._left, 0.0

    def _open_leader(self, keys: tuple[str, ...]) -> Leader:
        leader = Leader(self._x, self._right, self._x, self._x, keys)
        self.lines[-1].leaders.append(leader)
        return leader

    def _add_blank(self, blank: Blank) -> None:
        text_width = self._width_of_value(blank.parts)
        if blank.width is not None:
            needed = min(max(blank.width, text_width), 60 + text_width, self._right - self._left)
            if self._x + min(needed, 90) > self._right + 0.5 and self.lines[-1].placed:
                self._break()
        start, first_line = self._x, len(self.lines)
        leader = self._open_leader(blank.keys)
        self._space = VALUE_GAP
        if blank.centered and blank.width is not None and text_width < blank.width:
            self._space = (blank.width - text_width) / 2
        leader = self._write_parts(blank, leader)
        if blank.width is None:
            self._x = self._right
            self._add_spare_lines(blank, len(self.lines) - first_line + 1)
        elif len(self.lines) == first_line:
            leader.end = self._x = max(min(start + blank.width, self._right), self._x)
        else:
            leader.end = self._x = min(self._x + VALUE_GAP, self._right)
        self._space = 0.0

    def _write_parts(self, blank: Blank, leader: Leader) -> Leader:
        pen = self._measure.value_pen
        gap = self._measure.width_of(" ", pen) * (1.4 if pen.hand else 1.0)
        first = True
        for part in blank.parts:
            for text in part.text.split():
                word = Word(text=text, pen=pen, key=part.key, written=True)
                if self._put(word, self._measure.width_of(text, pen)):
                    leader.goes_on = True
                    leader = self._open_leader(blank.keys)
                    leader.start = leader.written_from = self._left
                elif first:
                    leader.written_from = self._x - self._measure.width_of(text, pen)
                first = False
                leader.written_to = self._x
                self._space = gap
        return leader

    def _add_spare_lines(self, blank: Blank, used: int) -> None:
        for _ in range(blank.lines - used):
            self._break()
            self._open_leader(() if blank.parts else blank.keys)
            self._x = self._right

    def _width_of_value(self, parts: Sequence[Part]) -> float:
        text = " ".join(part.text for part in parts)
        return self._measure.width_of(text, self._measure.value_pen)


def break_lines(
    pieces: Sequence[Piece], measure: Measure, left: float, right: float, indent: float
) -> list[Line]:
    """Return the lines that `pieces` fill between `left` and `right` (points)."""
    breaker = LineBreaker(measure, left, right, indent)
    for piece in pieces:
        breaker.add(piece)
    return breaker.lines
