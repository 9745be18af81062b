from __future__ import annotations

import pytest

from dossier.page import Line
from ocr.codes.zone import find_zones
from tests.fakes.pages import make_line

FIRST = "IDVNM1990000014001199000001<<5"
SECOND = "9901155F3901153VNM<<<<<<<<<<<8"
THIRD = "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<"
WHOLE = "\n".join((FIRST, SECOND, THIRD))


def zone(first: str, second: str = SECOND, third: str = THIRD) -> list[Line]:
    return [make_line(text, top=500 + 46 * row) for row, text in enumerate((first, second, third))]


@pytest.mark.parametrize(
    "lines",
    [
        zone(FIRST),
        zone(FIRST.lower(), "9901155F 3901153 VNM<<<<<<<<<<<8"),
        zone("IDVNM199OOOOO14OO1199000001«5"),
        zone("1DVNM1990000014001199000001K5", "990115SF3901153VNM6<<<<<8"),
        zone(FIRST, SECOND, "TRAN<<TH1<MAU<<<<<<<<<<"),
    ],
    ids=["as it is", "case and spaces", "letters for digits", "broken fillers", "digit for letter"],
)
def test_a_zone_is_found_and_mended(lines: list[Line]) -> None:
    header = make_line("Ngón trỏ phải / Right index finger", top=420)
    (code,) = find_zones([header, *lines])
    assert (code.kind, code.text) == ("mrz", WHOLE)
    assert (code.box.top, code.box.bottom) == (500, 500 + 2 * 46 + 30)


@pytest.mark.parametrize(
    "lines",
    [
        zone(FIRST.replace("199000001<<", "199000007<<")),
        zone("IDVNM1990000074001199000007<<5"),
        zone(FIRST, SECOND.replace("990115", "990116")),
        zone(FIRST, SECOND.replace("<8", "<3")),
        zone(FIRST[:-6]),
        zone(FIRST)[:1],
        [],
    ],
    ids=["one number", "both numbers", "birth", "composite", "cut", "first line alone", "nothing"],
)
def test_what_does_not_prove_itself_is_not_given(lines: list[Line]) -> None:
    assert find_zones(lines) == ()


def test_a_lost_name_line_does_not_lose_the_number() -> None:
    (code,) = find_zones(zone(FIRST)[:2])
    assert code.text.startswith(f"{FIRST}\n{SECOND}")


def test_two_zones_on_a_page_are_two_codes() -> None:
    other = [
        line.model_copy(
            update={"box": line.box.model_copy(update={"top": line.box.top + 900,
                                                       "bottom": line.box.bottom + 900})}
        )
        for line in zone(FIRST)
    ]  # fmt: skip
    assert len(find_zones([*zone(FIRST), *other])) == 2
