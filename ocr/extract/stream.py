"""The characters of a document in reading order, each knowing where it stands on paper.

A form is matched against this stream, not against lines: the detector may join a label with its
value, split a label in two, or wrap a value over three lines, and the stream reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dossier.geometry import PixelBox
from dossier.page import Line, Others, PageReading
from dossier.text import fold
from dossier.text.letters import CAPITAL, SMALL
from ocr.layout.reading_order import group_rows

FOOTNOTE_MARK = re.compile(r"\(\s?[0-9lIi!|]{1,2}\s?\)|[¹²³⁴-⁹]")
"""`(1)`: footnote numbers differ between prints of one edition and mean nothing here."""

_LEADER = re.compile(r"(?:[.…_·]\s?){3,}|…")

_BEGINS_INSIDE = re.compile(
    rf"(?:[0-9]|{CAPITAL}{{3}})(?={SMALL})|(?<![^\W_]){CAPITAL}(?={CAPITAL}{SMALL})"
)

_CUT_WORD_GAP = 0.2
"""Pieces of a row nearer than this share of their height may be one word that was cut in two."""


class Glyph(NamedTuple):
    """One character of the stream; spaces and breaks between lines are glyphs without a line.

    A tuple, since a page has thousands: made in a third of the time of a frozen dataclass.
    """

    char: str
    page: int
    """Index into the document's pages, from 0."""
    row: int
    """Row of text on that page, from 0."""
    box: PixelBox | None
    """Upright pixels of that page; None for spaces between lines."""
    confidence: float
    others: Others = ()
    """What else may stand there, as the engine tells."""
    written: float | None = None
    """0..1, how likely it was written by hand; None where the engine cannot tell."""


@dataclass(frozen=True)
class Stream:
    """A document as one string of glyphs: a newline between rows, a space between line pieces."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        return "".join(g.char for g in self.glyphs)

    @cached_property
    def compact(self) -> npt.NDArray[np.int32]:
        """Indices of the glyphs that are matched: no spaces, leaders or footnote marks."""
        keep = np.array([not c.isspace() for c in self.text], dtype=bool)
        for pattern in (FOOTNOTE_MARK, _LEADER):
            for found in pattern.finditer(self.text):
                keep[found.start() : found.end()] = False
        return np.flatnonzero(keep).astype(np.int32)

    @cached_property
    def folded(self) -> npt.NDArray[np.int32]:
        """Code points of the compact glyphs without marks and case."""
        return np.array([fold_char(self.text[i]) for i in self.compact], dtype=np.int32)

    @cached_property
    def alphanumeric(self) -> npt.NDArray[np.bool_]:
        """Whether each of the compact glyphs is a letter or a digit."""
        return np.array([chr(code).isalnum() for code in self.folded.tolist()], dtype=bool)

    @cached_property
    def search_rows(self) -> dict[int, npt.NDArray[np.float64]]:
        """What `search` has worked out about `folded`, by letter: wordings share most of theirs."""
        return {}

    @cached_property
    def word_starts(self) -> npt.NDArray[np.bool_]:
        """Whether no letter or digit stands directly before each glyph; or only a figure or
        capitals before a small letter, or a box read as a capital: "98/2025/GBTdo Trạm y tế",
        "EKhông kinh doanh"."""
        before = [True, *(not c.isalnum() for c in self.text[:-1])]
        starts = np.array(before[: len(self.text)], dtype=bool)
        starts[[found.end() for found in _BEGINS_INSIDE.finditer(self.text)]] = True
        return starts

    def goes_on(self, end: int) -> bool:
        """Whether glyph `end` is a small letter of the word that the glyph before it is in."""
        around = self.text[max(0, end - 1) : end + 1]
        return len(around) == 2 and around.isalpha() and around[1].islower()

    def starts_row(self, index: int) -> bool:
        before = self.text[:index].rstrip(" .…_·,-•*")
        return not before or before[-1] == "\n"

    def boxes(self, start: int, end: int) -> list[PixelBox]:
        """Boxes of the printed characters in `[start, end)`."""
        found = (g.box for g in self.glyphs[start:end] if not g.char.isspace())
        return [b for b in found if b is not None]

    def up_to(self, end: int) -> Stream:
        return Stream(self.glyphs[:end])


@lru_cache(maxsize=4096)
def fold_char(char: str) -> int:
    """One character as matching sees it: `Ộ` -> `o`, `Đ` -> `d`."""
    folded = fold(char)
    return ord(folded[0]) if folded else ord(char)


def build_stream(pages: Sequence[PageReading]) -> Stream:
    """The lines of `pages` as one stream in reading order."""
    return _stream_of(tuple(page.lines for page in pages))


@lru_cache(maxsize=4)
def _stream_of(pages: Sequence[tuple[Line, ...]]) -> Stream:
    """Kept for a moment: titles, cards and labels are looked for on one page after another."""
    glyphs: list[Glyph] = []
    for page_index, lines in enumerate(pages):
        for row_index, row in enumerate(group_rows(lines)):
            if glyphs:
                glyphs.append(Glyph("\n", page_index, row_index, None, 1.0))
            for position, line in enumerate(row):
                if position:
                    glyphs.append(_space_between(row[position - 1], line, page_index, row_index))
                glyphs.extend(glyphs_of(line, page_index, row_index))
    return Stream(tuple(glyphs))


def _space_between(left: Line, right: Line, page: int, row: int) -> Glyph:
    """The space between two pieces of a row; perhaps none where they nearly touch."""
    gap = right.box.left - left.box.right
    near = gap < _CUT_WORD_GAP * min(left.box.height, right.box.height)
    return (
        Glyph(" ", page, row, None, 0.5, (("", 0.5),)) if near else Glyph(" ", page, row, None, 1.0)
    )


def glyphs_of(line: Line, page: int, row: int) -> list[Glyph]:
    """The characters of one line, each in its place; equally wide where the engine tells none."""
    count = max(len(line.text), 1)
    pitch = line.box.width / count
    centers = line.char_centers or tuple(
        line.box.left + pitch * (i + 0.5) for i in range(len(line.text))
    )
    confidences = line.char_confidences or (line.confidence,) * len(line.text)
    none: Others = ()
    others = line.char_others or (none,) * len(line.text)
    written = line.char_written or (None,) * len(line.text)
    half = pitch / 2
    return [
        Glyph(
            char,
            page,
            row,
            PixelBox(left=x - half, top=line.box.top, right=x + half, bottom=line.box.bottom),
            confidence,
            other,
            pen,
        )
        for char, x, confidence, other, pen in zip(
            line.text, centers, confidences, others, written, strict=True
        )
    ]


def written_by_hand(glyphs: Sequence[Glyph]) -> float | None:
    """The mean over `glyphs` of how likely each was written by hand, 0..1; None: nobody tells."""
    told = [glyph.written for glyph in glyphs if glyph.written is not None]
    return sum(told) / len(told) if told else None
