"""A place to sign is found by its words, and is signed when a pen ran on there."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dossier.page import Signature
from ocr.layout.ink import measure_ink
from ocr.layout.signatures import find_signatures
from tests.ocr.layout.drawing import RED, Sheet


def _scribble(sheet: Sheet, x: float, y: float) -> None:
    steps = np.linspace(0, 14, 90)
    points = [(x + 1.6 * t, y + 4 * np.sin(2.1 * t) - 0.2 * t) for t in steps]
    for (x0, y0), (x1, y1) in pairwise(points):
        sheet.rule(x0, y0, x1, y1, (20, 30, 120))


def _form(*, signed: tuple[bool, bool]) -> tuple[Signature, ...]:
    sheet = Sheet()
    sheet.text(30, 30, "CHỦ HỘ", points=12)
    sheet.text(125, 30, "Người yêu cầu", points=12)
    sheet.text(118, 37, "(Ký, ghi rõ họ, chữ đệm, tên)", points=11)
    sheet.text(24, 70, "Trần Văn Bình", points=13)
    sheet.text(122, 70, "Nguyễn Thị Hoa", points=13)
    for at, done in zip((22, 124), signed, strict=True):
        if done:
            _scribble(sheet, at, 54)
    return find_signatures(measure_ink(sheet.image(noise=3)), sheet.lines)


@pytest.mark.parametrize("signed", [(True, True), (False, True), (True, False), (False, False)])
def test_signed_or_not(signed: tuple[bool, bool]) -> None:
    left, right = _form(signed=signed)
    assert (left.signed, right.signed) == signed
    assert left.label == "CHỦ HỘ"
    assert right.label == "Người yêu cầu"
    assert left.box.right < right.box.left


def test_a_seal_alone_is_no_signature() -> None:
    sheet = Sheet()
    sheet.text(120, 20, "KT. CHỦ TỊCH", points=13)
    sheet.ring(138, 48, 17, RED, 1.2)
    sheet.text(118, 70, "Nguyễn Thị Hoa", points=13)
    (place,) = find_signatures(measure_ink(sheet.image(noise=3)), sheet.lines)
    assert not place.signed


def test_text_that_mentions_signing_asks_for_nothing() -> None:
    sheet = Sheet()
    sheet.text(20, 20, "Người yêu cầu: Nguyễn Văn An, sinh năm 1980")
    assert find_signatures(measure_ink(sheet.image()), sheet.lines) == ()
