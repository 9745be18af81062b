"""Pages that a paper's own numbers say are missing."""

from __future__ import annotations

import pytest

from dossier.record import Decision, DocumentReading
from ocr.extract.missing_pages import find_missing_pages, lacking_of
from ocr.extract.page_numbers import PageNumber
from ocr.pipeline import SourcePage, assemble_record
from tests.fakes.pages import make_page
from tests.ocr.extract.test_sorting import AGENCY, AGENCY_MIDDLE


@pytest.mark.parametrize(
    ("numbers", "lacking"),
    [
        ([PageNumber(1, 3), PageNumber(3, 3)], [2]),
        ([None, PageNumber(3, 3)], [2]),
        ([PageNumber(1, 3), None, PageNumber(3, 3)], []),
        ([PageNumber(2, 2)], [1]),
        ([PageNumber(1, 4)], [2, 3, 4]),
        ([None, PageNumber(3)], [2]),
        ([None, PageNumber(2), PageNumber(3)], []),
        ([PageNumber(12)], []),
        ([None, None, PageNumber(2)], []),
        ([None, None], []),
    ],
)
def test_numbers_tell_of_missing_pages(
    numbers: list[PageNumber | None], lacking: list[int]
) -> None:
    assert lacking_of(numbers) == lacking


def test_a_missing_page_stands_in_the_record_and_asks_for_a_look() -> None:
    last = make_page([*[line.text for line in AGENCY_MIDDLE.lines], "3/3"])
    pages = [
        SourcePage(file=f"{n}.jpg", file_page=1, sha256="0" * 64, reading=page)
        for n, page in enumerate((AGENCY, last), start=1)
    ]
    record = assemble_record("d", pages)
    assert [d.pages for d in record.documents] == [[1, 2]]
    (found,) = [f for f in record.findings if f.rule == "pages_missing"]
    assert found.detail == "thiếu trang 2 trong 3 trang / page 2 of 3 is missing"
    assert found.places[0].document == 1
    assert record.decision is Decision.REVIEW
    assert any("thiếu trang 2" in reason for reason in record.reasons)


def test_unknown_pages_of_one_paper_are_counted_together() -> None:
    def unknown(page: int) -> DocumentReading:
        return DocumentReading(form="unknown", confidence=0.0, pages=[page])

    pages = {
        n: make_page(["Điều 4. Số tiền phải nộp là 300.000 đồng.", f"Trang {n}/3"])
        for n in (1, 2, 3)
    }
    assert not find_missing_pages([unknown(n) for n in (1, 2, 3)], pages)
    (found,) = find_missing_pages([unknown(n) for n in (1, 3)], pages)
    assert found.severity == "error"
    assert "thiếu trang 2 " in found.detail
