"""Frames around what the end of a page would cut."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from samples.generator.chance import stream
from samples.generator.forms.certificate import make_registry, stamp_certified
from samples.generator.forms.filled import Desk
from samples.generator.layout.pieces import label
from samples.generator.layout.sheet import Sheet
from samples.generator.style import choose_style
from samples.generator.vocabulary import load_vocabulary


def make_sheet() -> Sheet:
    """A page with as high a foot and as wide rows as pages get."""
    rng = random.Random(5)
    style = choose_style(rng, "development", "handwriting")
    return Sheet(replace(style, margin_bottom=60.0, line_spacing=1.5), 72, rng)


@pytest.mark.parametrize("seed", range(4))
def test_a_stamp_at_the_foot_stays_on_its_page(seed: int) -> None:
    sheet = make_sheet()
    sheet.y = sheet.foot
    rng = stream(seed, "development", "stamp")
    desk = Desk(
        rng=rng, words=load_vocabulary("development"), share="development", style=sheet.style
    )
    stamp_certified(
        sheet,
        "development",
        make_registry(desk, old=False, registered_on=date(2025, 8, 1)),
        "is_copy",
    )
    assert len(sheet.pages) == 1
    assert sheet.spots["is_copy"].page == 1


def test_a_frame_runs_over_to_the_next_page() -> None:
    sheet = make_sheet()
    top = sheet.y = sheet.foot - 2 * sheet.line_height
    for _ in range(4):
        sheet.paragraph([label("Nơi thường trú:")])
    sheet.frame_since(0, (60.0, top, 500.0), 1.0, (255, 0, 0))
    reds = [
        [
            (255, 0, 0) in page.image.crop((0, y, 595, y + 1)).getdata()
            for y in (round(top), round(sheet.foot))
        ]
        for page in sheet.pages
    ]
    assert len(sheet.pages) == 2
    assert reds[0] == [True, True]
    second = sheet.pages[1].image
    assert second.getpixel((60, round(sheet.style.margin_top) + 3)) == (255, 0, 0)
