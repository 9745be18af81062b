from __future__ import annotations

from collections.abc import Callable

import pytest

from samples.generator import Dossier
from samples.generator.layout.canvas import Written
from samples.generator.layout.text_lines import gather_lines

Bench = Callable[..., Dossier]


def _written(
    text: str, left: float, width: float, *, y: float = 100, boxed: bool = False
) -> Written:
    return Written(text=text, left=left, right=left + width, baseline=y, size=10, boxed=boxed)


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        pytest.param(
            [_written("An", 53, 12), _written("Tên:", 30, 20)], ["Tên: An"], id="in any order"
        ),
        pytest.param(
            [_written("Hà", 0, 12), _written(",", 12, 2), _written("(1)", 14, 7, y=97)],
            ["Hà,(1)"],
            id="nothing between, and a raised note",
        ),
        pytest.param(
            [_written("SỞ", 0, 15), _written("CỘNG", 40, 30)], ["SỞ", "CỘNG"], id="two columns"
        ),
        pytest.param(
            [_written("." * 40, 20, 100), _written("Tên", 0, 18), _written("An", 22, 12, y=98.6)],
            ["Tên An…"],
            id="a value on its leader",
        ),
        pytest.param(
            [_written(d, 17 * i, 5, boxed=True) for i, d in enumerate("012")], ["012"], id="boxes"
        ),
        pytest.param(
            [_written("một", 0, 20), _written("hai", 0, 20, y=112)], ["một", "hai"], id="two lines"
        ),
    ],
)
def test_pieces_become_lines(written: list[Written], lines: list[str]) -> None:
    assert [line.text for line in gather_lines(written)] == lines


@pytest.mark.parametrize("level", ["clean", "office", "photo"])
def test_every_typed_value_stands_in_a_line_of_its_page(bench: Bench, level: str) -> None:
    truth = bench(3, "birth_registration", level).truth
    for field in truth.documents[0].fields.values():
        lines = truth.pages[field.page - 1].lines
        text = "".join("".join(line.text.split()) for line in lines).replace("…", "")
        raw = "".join(field.raw.split())
        left, top, right, bottom = field.box
        near = [q for q in (line.quad for line in lines) if top < _middle(q)[1] < bottom]
        if field.state == "read" and raw.isalnum() and right - left > 0.05:
            assert raw in text
            assert near


def test_the_lines_of_a_page_lie_on_it(bench: Bench) -> None:
    for page in bench(3, "birth_registration", "office").truth.pages:
        assert len(page.lines) > 5
        assert all(0 < v < 1 for line in page.lines for v in _middle(line.quad))


def _middle(quad: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    return sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4
