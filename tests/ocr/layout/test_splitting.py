from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.geometry import PixelBox
from dossier.page import Line
from ocr.layout.splitting import split_line


def line(text: str, *, pitch: float = 10.0, centers: bool = True) -> Line:
    return Line(
        text=text,
        confidence=0.9,
        box=PixelBox(left=0, top=0, right=pitch * len(text), bottom=30),
        char_confidences=(0.9,) * len(text) if centers else (),
        char_centers=tuple((i + 0.5) * pitch for i in range(len(text))) if centers else (),
    )


@pytest.mark.parametrize(
    ("text", "border", "parts", "sure"),
    [
        ("An Nam", 25, ["An", "Nam"], True),
        ("An Nam", 38, ["An", "Nam"], True),  # inside "Nam": the space is near enough
        ("04/10/2005Nam", 96, ["04/10/2005", "Nam"], True),  # cells filled to the brim
        ("04/10/2005", 92, ["04/10/2005"], True),  # the last digit hangs over
        ("HòaBình", 30, ["Hòa", "Bình"], False),
        ("An", 500, ["An"], True),
    ],
)
def test_cut(text: str, border: float, parts: list[str], sure: bool) -> None:
    found = split_line(line(text), [border])
    assert [part.line.text for part in found] == parts
    assert all(part.sure is sure for part in found)


def test_engine_without_character_places() -> None:
    found = split_line(line("1 Trần Thị Hòa", centers=False), [15])
    assert [(part.index, part.line.text) for part in found] == [(0, "1"), (1, "Trần Thị Hòa")]
    assert found[1].line.box.left == pytest.approx(20)


@given(
    st.text(alphabet="ab1 /", min_size=1, max_size=40),
    st.lists(st.floats(0, 500), max_size=5).map(sorted),
)
def test_nothing_is_lost_or_moved(text: str, borders: list[float]) -> None:
    found = split_line(line(text), borders)
    kept = "".join(part.line.text for part in found).replace(" ", "")
    assert kept == text.replace(" ", "")
    assert [part.index for part in found] == sorted({part.index for part in found})
    assert all(part.line.box.left <= part.line.box.right for part in found)
    assert all(len(part.line.char_centers) == len(part.line.text) for part in found)
