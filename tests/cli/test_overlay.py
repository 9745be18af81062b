from __future__ import annotations

from PIL import Image

from cli.overlay import Mark, draw

_GREEN, _ORANGE = (22, 128, 61), (217, 98, 0)


def test_boxes_are_drawn_where_the_fields_stand() -> None:
    page = Image.new("RGB", (620, 800), "white")
    marks = [
        Mark(key="sure", box=[0.1, 0.1, 0.4, 0.2], flagged=False),
        Mark(key="doubted", box=[0.1, 0.5, 0.4, 0.6], flagged=True),
    ]
    drawn = draw(page, marks)
    assert drawn.size == (1240, 1600)
    assert drawn.getpixel((122, 240)) == _GREEN
    assert drawn.getpixel((122, 880)) == _ORANGE
    assert drawn.getpixel((310, 240)) == (255, 255, 255)


def test_a_label_stands_above_where_the_right_is_taken() -> None:
    page = Image.new("RGB", (1240, 1600), "white")
    left = Mark(key="left", box=[0.1, 0.5, 0.3, 0.52], flagged=False)
    right = Mark(key="right", box=[0.31, 0.5, 0.5, 0.52], flagged=False)
    beside = (378, 816)
    assert draw(page, [left]).getpixel(beside) != (255, 255, 255)
    assert draw(page, [left, right]).getpixel(beside) == (255, 255, 255)
