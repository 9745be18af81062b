"""What a line of a form is made of: labels, blanks with values, tick boxes, digit boxes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a written value; `key` is the field whose box it belongs to."""

    text: str
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Printed words. `key` is set where they are part of a field's box ("ngày", "tháng")."""

    text: str
    bold: bool = False
    italic: bool = False
    note: bool = False
    """A footnote number: raised and small where the style says so."""
    key: str | None = None
    size_factor: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A place to write. `width` in points; None runs to the end of the line and wraps.

    `lines` is how many leader lines the form prints at least. `keys` own the box while empty.
    """

    parts: tuple[Part, ...] = ()
    width: float | None = None
    lines: int = 1
    keys: tuple[str, ...] = ()
    centered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A square to be ticked."""

    checked: bool
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitBoxes:
    """A row of square cells, one digit each."""

    digits: str
    key: str
    count: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Empty space of `width` points."""

    width: float


Piece = Label | Blank | Tick | DigitBoxes | Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: its pieces and how they stand."""

    pieces: tuple[Piece, ...] = field(default_factory=tuple)
    centered: bool = False


def label(text: str, **look: bool) -> Label:
    """Shorten the commonest piece."""
    return Label(text=text, bold=look.get("bold", False), italic=look.get("italic", False))


def note(number: int) -> Label:
    """Return a footnote number such as (2)."""
    return Label(text=f"({number})", note=True)
