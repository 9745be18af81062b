"""Several values on one line: a place and the date behind it."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import catalog
from dossier.forms.definition import Label
from ocr.extract.align import PlacedLabel
from ocr.extract.composite import read_place_date
from ocr.extract.found import DocumentPages
from ocr.extract.regions import Region
from ocr.extract.stream import build_stream
from tests.fakes.pages import make_page


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Hoài Đức 5, ngày 05 tháng 12 năm 2025", "Hoài Đức"),
        ("Mỹ Đình 1, ngày 05 tháng 12 năm 2025", "Mỹ Đình 1"),
        ("Phường 5, ngày 05 tháng 12 năm 2025", "Phường 5"),
    ],
)
def test_a_figure_behind_a_place_is_its_own_only_where_a_unit_has_it(line: str, place: str) -> None:
    page = make_page([line])
    region = Region(build_stream([page]).glyphs, PlacedLabel(Label(text=("x",), field="f"), None))
    parts = {"place": "declared_place", "date": "declared_on"}
    form = catalog()["household_business_registration"]
    found = read_place_date(form, region, parts, DocumentPages((page,), (1,)))
    values = [found[key].reading.value for key in ("declared_place", "declared_on")]
    assert values == [place, "2025-12-05"]
