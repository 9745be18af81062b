"""What was read on a whole page, held against its lines, whatever lines the reader made of it.

Readers part a page into lines in different ways: one runs two columns together, another splits a
line at a gap. So what was read is dealt out word by word: every word belongs to the true line that
its centre stands on. A line is then compared with its words from left to right. Words on no line
are extra. The bag of words looks at no place and no order at all.

Of real scans only some lines are known, and in crooked or narrow print the next line, which nobody
wrote down, comes within reach of a known one. Two lines that one reader sees one above the other
cannot both be that one: there the nearer counts, for every reader alike. Where all lines of a page
are known, the next line is there to take its own words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from dossier.page import Line
from models.train.corpus import plain
from models.train.measure import one_leader

Corners = npt.NDArray[np.float64]
"""4 x 2, as `TruthLine.quad`, but in pixels of the picture that was read."""

_ACROSS: Final = 0.35
"""How far off the line a word's centre may stand, in line heights: boxes hug letters or accents."""
_ALONG: Final = 0.5
_RULED: Final = re.compile(r"_{2,}")
_LOOSE_MARK: Final = re.compile(r"\s+(?=[.,;:…])")
# Typists and readers take either; nobody would call it a misreading.
_ALIKE: Final = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as read; its centre in pixels of the picture that was read."""

    text: str
    x: float
    y: float
    line: int = -1
    """Which line of the reader's it stands in; -1 where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """One true line, in pixels of the picture that was read."""

    text: str
    corners: Corners
    boxed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a reader made of lines; adds up over pages."""

    lines: int = 0
    exact: int = 0
    """Lines read without any error."""
    missed: int = 0
    """Lines of which no word was read: their letters are among `edits`."""
    letters: int = 0
    """Letters of the true lines, spaces included."""
    edits: int = 0
    """Letters wrong, missing or too many in the true lines."""
    plain_letters: int = 0
    plain_edits: int = 0
    """The same of the lines without a leader: some readers make words of dots."""
    extra: int = 0
    """Letters of words read where no line is."""
    words: int = 0
    """True words and words read, together."""
    unmatched: int = 0
    """True words and words read that have no partner on the page."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )

    @property
    def cer(self) -> float:
        """Character error rate, 0..1 and above."""
        return self.edits / max(1, self.letters)

    @property
    def plain_cer(self) -> float:
        """Character error rate of the lines without a leader."""
        return self.plain_edits / max(1, self.plain_letters)

    @property
    def exact_share(self) -> float:
        return self.exact / max(1, self.lines)

    @property
    def missed_share(self) -> float:
        return self.missed / max(1, self.lines)

    @property
    def extra_share(self) -> float:
        """Extra letters a true letter."""
        return self.extra / max(1, self.letters)

    @property
    def bag_error(self) -> float:
        """Words without a partner, 0..1: 1 - F1 over the words of whole pages."""
        return self.unmatched / max(1, self.words)


def compare(lines: Sequence[PlacedLine], words: Iterable[Word], *, whole: bool) -> Counts:
    """Count the errors of `words` against `lines`.

    `whole`: `lines` are all that stands on the page, so extra words and the bag can be counted.
    Words in rows of boxes count neither way.
    """
    dealt, extra = _deal(lines, words, whole=whole)
    counts = Counts()
    for line, read in zip(lines, dealt, strict=True):
        if not line.boxed:
            counts += _compare_line(fold(line.text), fold(" ".join(read)), found=bool(read))
    if not whole:
        return counts
    true = Counter(w for line in lines if not line.boxed for w in fold(line.text).split())
    on_lines = [t for line, read in zip(lines, dealt, strict=True) if not line.boxed for t in read]
    read_words = Counter(w for text in [*on_lines, *extra] for w in fold(text).split())
    return counts + Counts(
        extra=sum(len(fold(text)) for text in extra),
        words=true.total() + read_words.total(),
        unmatched=(true - read_words).total() + (read_words - true).total(),
    )


def fold(text: str) -> str:
    """NFC, single spaces, a leader as one sign, look-alike signs made one, no ruled blanks."""
    unruled = _RULED.sub(" ", plain(text).translate(_ALIKE))
    return " ".join(_LOOSE_MARK.sub("", one_leader(unruled)).split())


def words_of(line: Line, number: int = -1) -> list[Word]:
    """The words of a line as an engine read it, the page's line `number`."""
    middle = line.box.center_y
    step = line.box.width / max(1, len(line.text))
    centers = line.char_centers or tuple(
        line.box.left + (i + 0.5) * step for i in range(len(line.text))
    )
    return [
        Word(
            text=m.group(),
            x=(centers[m.start()] + centers[m.end() - 1]) / 2,
            y=middle,
            line=number,
        )
        for m in re.finditer(r"\S+", line.text)
    ]


@dataclass(frozen=True, slots=True)
class _Dealt:
    """A word on a true line."""

    along: float
    """Pixels from the line's start."""
    off: float
    """Line heights from its middle."""
    word: Word


def _deal(
    lines: Sequence[PlacedLine], words: Iterable[Word], *, whole: bool
) -> tuple[list[list[str]], list[str]]:
    """The words of every line from left to right, and those on none."""
    on: list[list[_Dealt]] = [[] for _ in lines]
    extra: list[str] = []
    for word in words:
        best: tuple[float, int, float] | None = None
        for index, line in enumerate(lines):
            along, off = _place(line.corners, word)
            if off <= 0.5 + _ACROSS and along is not None and (best is None or off < best[0]):
                best = off, index, along
        if best is None:
            extra.append(word.text)
        else:
            on[best[1]].append(_Dealt(best[2], best[0], word))
    rows = on if whole else [_nearest(row) for row in on]
    return [[d.word.text for d in sorted(row, key=lambda d: d.along)] for row in rows], extra


def _nearest(row: Sequence[_Dealt]) -> list[_Dealt]:
    """`row` without the lines of the reader that stand above or below a nearer one of its lines."""
    read: dict[int, list[_Dealt]] = {}
    for dealt in row:
        read.setdefault(dealt.word.line, []).append(dealt)
    kept: list[list[_Dealt]] = []
    for part in sorted(read.values(), key=lambda part: float(np.mean([d.off for d in part]))):
        if all(_stand_apart(part, other) for other in kept):
            kept.append(part)
    return [dealt for part in kept for dealt in part]


def _stand_apart(first: Sequence[_Dealt], second: Sequence[_Dealt]) -> bool:
    """Whether one begins where the other has ended."""
    return max(d.along for d in first) < min(d.along for d in second) or max(
        d.along for d in second
    ) < min(d.along for d in first)


def _place(corners: Corners, word: Word) -> tuple[float | None, float]:
    """How far along the line the word is (pixels; None: beside it) and how far off (heights)."""
    start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    length = float(np.hypot(*(end - start))) or 1.0
    height = float(np.hypot(*(corners[3] - corners[0]))) or 1.0
    (dx, dy), (px, py) = (end - start) / length, (word.x - start[0], word.y - start[1])
    along, off = px * dx + py * dy, abs(px * dy - py * dx) / height
    beside = along < -_ALONG * height or along > length + _ALONG * height
    return (None if beside else float(along)), float(off)


def _compare_line(true: str, read: str, *, found: bool) -> Counts:
    edits, leaderless = Levenshtein.distance(true, read), "…" not in true
    return Counts(
        lines=1,
        exact=int(edits == 0),
        missed=int(not found),
        letters=len(true),
        edits=edits,
        plain_letters=len(true) if leaderless else 0,
        plain_edits=edits if leaderless else 0,
    )
