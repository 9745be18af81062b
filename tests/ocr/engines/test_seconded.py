"""Doubtful lines read by a second engine: what it adds to the first one's letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line
from ocr.engines.base import CropReading, Pixels, UprightImage
from ocr.engines.seconded import SecondedEngine, weigh

SURE, UNSURE = 0.99, 0.5
PAGE = UprightImage(
    pixels=np.full((400, 900, 3), 255, np.uint8),
    dpi=200,
    transform=PageTransform(matrix=(1 / 900, 0, 0, 0, 1 / 400, 0, 0, 0, 1)),
)


def line(text: str, *, unsure: int | None = None, top: float = 10.0) -> Line:
    confidences = [SURE] * len(text)
    if unsure is not None:
        confidences[unsure] = UNSURE
    return Line(
        text=text,
        confidence=SURE,
        box=PixelBox(left=20, top=top, right=20 + 10 * len(text), bottom=top + 30),
        char_confidences=tuple(confidences),
        char_centers=tuple(25.0 + 10 * i for i in range(len(text))),
    )


class Engine:
    """Answers with `lines`, and with `crops` in their order; counts the crops it was shown."""

    def __init__(self, name: str, lines: Sequence[Line] = (), crops: Sequence[str] = ()) -> None:
        self.name = name
        self.shown: list[Pixels] = []
        self._lines, self._crops = tuple(lines), iter(crops)

    def fingerprint(self) -> str:
        return f"sha256:{self.name}"

    def alphabet(self) -> frozenset[str]:
        return frozenset(self.name)

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        return self._lines

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        self.shown += crops
        return tuple(CropReading(
            text=next(self._crops), confidence=0.9, char_confidences=(), char_centers=()
        ) for _ in crops)  # fmt: skip


def test_only_doubtful_lines_are_shown_to_the_second_engine() -> None:
    lines = [line("Họ và tên"), line("NGUYÊN OANH", unsure=4, top=60)]
    second = Engine("second", crops=["NGUYỄN OANH"])
    sure, doubtful = SecondedEngine(Engine("first", lines), second).read(PAGE)
    assert sure == lines[0]
    assert [strip.shape[0] for strip in second.shown] == [34]
    assert doubtful.text == "NGUYÊN OANH", "the kind of the field decides, not the engine"
    assert doubtful.second is not None
    assert doubtful.second.text == "NGUYỄN OANH"


def test_no_more_lines_than_a_page_may_cost_the_most_doubtful_first() -> None:
    lines = [line(f"Dòng số {i:02}", unsure=0, top=10.0 + 30 * i) for i in range(12)]
    second = Engine("second", crops=["?"] * 12)
    read = SecondedEngine(Engine("first", lines), second).read(PAGE)
    assert len(second.shown) == 10
    assert sum(found.second is None for found in read) == 2


def test_other_marks_are_an_other_reading_and_agreement_proves_nothing() -> None:
    told = weigh(line("NGUYÊN OANH", unsure=4), "NGUYỄN OANH", "second")
    ((char, share),) = told.char_others[4]
    assert char == "Ễ"
    assert share == pytest.approx(0.25)
    assert told.char_confidences[4] == UNSURE
    agreed = weigh(line("NGUYỄN OANH", unsure=4), "NGUYỄN OANH", "second")
    assert agreed.char_confidences[4] == UNSURE


@pytest.mark.parametrize("second", ["nguyên OANH", "NGUYÊN 0ANH"], ids=["small", "a figure"])
def test_size_and_figures_are_the_first_engine_s(second: str) -> None:
    assert not any(weigh(line("NGUYÊN OANH", unsure=4), second, "second").char_others)


def test_a_reading_of_other_words_changes_nothing() -> None:
    first = line("Nơi cư trú", unsure=4)
    told = weigh(first, "IIII ~~ x", "second")
    assert (told.char_confidences, told.char_others) == (first.char_confidences, ())


def test_the_fingerprint_is_of_both_engines() -> None:
    prints = {SecondedEngine(Engine(a), Engine(b)).fingerprint() for a, b in ("xy", "xz", "wy")}
    assert len(prints) == 3
