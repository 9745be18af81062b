"""One made line: drawn, put on a sheet among its neighbours, worn, and cut as the engine cuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from models.train import drawing, wear
from models.train.corpus import Corpus
from models.train.drawing import Drawn
from models.train.faces import FaceBook, Kind
from models.train.pieces import Chance
from models.train.texts import LineText, line_text
from models.train.wear import Coverage, Wear

Strip = npt.NDArray[np.uint8]
"""48 x W x 3, BGR."""

HEIGHT: Final = 48
FRAME_PX: Final = 8
"""Columns of a strip that one CTC frame stands for."""
WIDEST: Final = 1680
_DPI: Final = (100, 150, 150, 150, 200, 200, 200, 250, 300, 300)
_DEGREES: Final = (wear.CLEAN, wear.USUAL, wear.USUAL, wear.USUAL, wear.HARD, wear.HARD)
_TRIES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLine:
    strip: Strip
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMaker:
    """Draws lines of one share of texts and faces; line `index` of `seed` is always the same."""

    corpus: Corpus
    book: FaceBook
    seed: int
    wear: Wear | None = None
    """None: each line gets one of the three degrees."""
    kind: Kind | None = None
    content: Callable[[Chance], LineText] | None = None
    """What the lines say; None: every kind of line."""

    def make(self, index: int) -> MadeLine:
        """Line `index`. A draw that has too many letters for its frames is drawn again."""
        for attempt in range(_TRIES):
            chance = np.random.default_rng((self.seed, index, attempt))
            content = (self.content or self._any_line)(chance)
            degree = self.wear or _DEGREES[int(chance.integers(len(_DEGREES)))]
            if not content.text:
                continue
            made = _make_line(chance, content, self, degree)
            if _fits(made.text, made.strip.shape[1]):
                return made
        raise RuntimeError(f"line {self.seed}/{index}: no draw fits in {_TRIES} tries")

    def _any_line(self, chance: Chance) -> LineText:
        return line_text(chance, self.corpus)


def _fits(text: str, width: int) -> bool:
    """Whether CTC has a frame for every letter and for the blank between equal neighbours."""
    doubled = sum(a == b for a, b in pairwise(text))
    return FRAME_PX <= width <= WIDEST and width // FRAME_PX >= len(text) + doubled


def _make_line(chance: Chance, content: LineText, maker: LineMaker, degree: Wear) -> MadeLine:
    points = chance.uniform(8, 11.5) if chance.random() < 0.2 else chance.uniform(11.5, 15)
    em_px = float(points * _DPI[int(chance.integers(len(_DPI)))] / 72)
    kind: Kind | None = maker.kind
    if kind is None and "hand" in maker.book.families and content.written and chance.random() < 0.3:
        kind = "hand"
    setting = drawing.choose_setting(chance, maker.book, em_px=em_px, kind=kind)
    drawn = drawing.draw(chance, content.drawn, setting)
    ink = (drawn.ink / np.float32(255)).astype(np.float32)
    pen = setting.face.kind == "hand"
    ink = wear.weight(chance, ink, degree)
    if chance.random() < 0.15 * degree.amount + (0.15 if pen else 0.0):
        ink = wear.erode_print(chance, ink)
    page = wear.paper(chance, ink.shape, degree)
    page = wear.print_ink(chance, page, _furniture(chance, drawn, maker, degree), pen=False)
    page = wear.print_ink(chance, page, ink, pen=pen)
    page = wear.overlay(chance, page, degree)
    cut, box = _turn(chance, page, drawn, degree)
    scanned = wear.scan(chance, cut, degree)
    return MadeLine(
        strip=to_height(scanned[box[1] : box[3], box[0] : box[2]]),
        # Cut out alone, a word in small capitals is a word in capitals.
        text=content.text.upper() if setting.small_caps else content.text,
    )


def _furniture(chance: Chance, drawn: Drawn, maker: LineMaker, degree: Wear) -> Coverage:
    """Neighbour lines, underlines, leaders through the letters' feet, table rules."""
    ink: Coverage = np.zeros(drawn.ink.shape, dtype=np.float32)
    height, width = ink.shape
    em = drawn.em_px
    thick = max(1, round(em * chance.uniform(0.02, 0.07)))
    if chance.random() < 0.06 + 0.1 * degree.amount:
        y = int(drawn.baseline + em * chance.uniform(0.05, 0.3))
        cv2.line(ink, (0, y), (width, y + int(chance.normal(0, 1))), 1.0, thick)
    elif chance.random() < 0.08 + 0.07 * degree.amount:
        _dot_row(chance, ink, int(drawn.baseline + em * chance.uniform(-0.02, 0.14)), em)
    if chance.random() < 0.1:
        for x in (
            drawn.left - em * chance.uniform(0.1, 0.5),
            drawn.right + em * chance.uniform(0.1, 0.5),
        ):
            cv2.line(ink, (int(x), 0), (int(x + chance.normal(0, 1)), height), 1.0, thick)
    if chance.random() < 0.08:
        y = int(drawn.top - em * chance.uniform(0.1, 0.4))
        cv2.line(ink, (0, y), (width, y), 1.0, thick)
    if chance.random() < 0.25 + 0.3 * degree.amount:
        _neighbour(chance, ink, drawn, maker)
    return ink


def _dot_row(chance: Chance, ink: Coverage, y: int, em: float) -> None:
    """Leader dots that run under the whole line, no further than its letters."""
    step, radius = em * chance.uniform(0.2, 0.34), max(0, round(em * chance.uniform(0.025, 0.05)))
    start = em * chance.uniform(1.4, 1.7)
    for x in np.arange(start, ink.shape[1] - start, step):
        cv2.circle(ink, (int(x), y), radius, 1.0, -1)


def _neighbour(chance: Chance, ink: Coverage, drawn: Drawn, maker: LineMaker) -> None:
    """The line above or below, at the pitch of single to one and a half spacing."""
    text = line_text(chance, maker.corpus).text or "x"
    setting = drawing.choose_setting(chance, maker.book, em_px=drawn.em_px, kind=None)
    other = drawing.draw(chance, text[:60], setting)
    pitch = drawn.em_px * chance.uniform(1.12, 1.6) * (-1 if chance.random() < 0.5 else 1)
    shift = round(drawn.baseline + pitch - other.baseline)
    height = min(ink.shape[0], other.ink.shape[0] + min(0, shift)) - max(0, shift)
    width = min(ink.shape[1], other.ink.shape[1])
    if height > 0:
        top = max(0, -shift)
        part = other.ink[top : top + height, :width] / np.float32(255)
        rows = slice(max(0, shift), max(0, shift) + part.shape[0])
        ink[rows, :width] = np.maximum(ink[rows, :width], part)


def _turn(
    chance: Chance, page: wear.Tone, drawn: Drawn, degree: Wear
) -> tuple[wear.Tone, tuple[int, int, int, int]]:
    """Turn the sheet a little and choose the crop around the letters: left, top, right, bottom."""
    em = drawn.em_px
    tight = degree.amount
    left = drawn.left - em * chance.uniform(-0.02 * tight, 0.45)
    right = drawn.right + em * chance.uniform(-0.02 * tight, 0.45)
    usual_top, usual_bottom = drawn.baseline - 0.75 * em, drawn.baseline + 0.22 * em
    # A detector's box follows the letters; now and then it is as tall as any line.
    whole = chance.random() < 0.3
    top = min(drawn.top, usual_top) if whole else drawn.top
    bottom = max(drawn.bottom, usual_bottom) if whole else drawn.bottom
    top -= em * chance.uniform(-0.05 * tight, 0.22)
    bottom += em * chance.uniform(-0.06 * tight, 0.22)
    if chance.random() < 0.5 * degree.amount:
        angle = float(np.clip(chance.normal(0, 0.5 * degree.amount), -1.5, 1.5))
        reach = 0.4 * em / max(right - left, 1.0)
        angle = float(np.clip(angle, -np.rad2deg(reach), np.rad2deg(reach)))
        centre = ((left + right) / 2, (top + bottom) / 2)
        turn = cv2.getRotationMatrix2D(centre, angle, 1.0)
        size = (page.shape[1], page.shape[0])
        page = cv2.warpAffine(page, turn, size, borderMode=cv2.BORDER_REPLICATE)
    box = (
        max(0, round(left)),
        max(0, round(top)),
        min(page.shape[1], max(round(right), round(left) + 3)),
        min(page.shape[0], max(round(bottom), round(top) + 6)),
    )
    # Only what the crop shows and a little around it goes through the scanner.
    margin = 6
    x0, y0 = max(0, box[0] - margin), max(0, box[1] - margin)
    x1, y1 = min(page.shape[1], box[2] + margin), min(page.shape[0], box[3] + margin)
    return page[y0:y1, x0:x1], (box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0)


def to_height(crop: Strip) -> Strip:
    """As the engine scales a crop (`ocr.engines.paddle`)."""
    scale = HEIGHT / crop.shape[0]
    width = max(HEIGHT, round(crop.shape[1] * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (width, HEIGHT), interpolation=method), dtype=np.uint8)
