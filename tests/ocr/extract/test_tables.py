"""Tables: columns by their headers, rows as they are filled, cells by kind."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import Table, TableCell
from ocr.extract.evidence import Evidence, PageSigns, probability
from ocr.extract.tables import read_table
from tests.fakes.pages import make_line

HEADER = ["TT", "Họ, chữ đệm và tên", "Ngày, tháng, năm sinh", "Giới tính",
          "Số định danh cá nhân", "Mối quan hệ với chủ hộ"]  # fmt: skip
COLUMNS = catalog()["residence_ct01"].field("members").columns


def make_table(*rows: list[str]) -> Table:
    cells = []
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            box = PixelBox(left=c * 200, top=r * 50, right=c * 200 + 200, bottom=r * 50 + 50)
            lines = (make_line(text, left=c * 200 + 5, top=r * 50 + 5),) if text else ()
            cells.append(TableCell(row=r, column=c, box=box, lines=lines))
    box = PixelBox(left=0, top=0, right=1200, bottom=len(rows) * 50)
    return Table(box=box, rows=len(rows), columns=6, cells=tuple(cells))


def test_rows_are_read_by_the_kind_of_their_column() -> None:
    table = make_table(
        HEADER,
        ["1", "Lê Hoa", "15/01/2019", "Nữ", "001319000001", "Con"],
        ["2", "", "", "", "", ""],
    )
    reading = read_table([table], COLUMNS)
    assert reading is not None
    assert reading.rows == [
        {"name": "Lê Hoa", "dob": "2019-01-15", "sex": "female", "id_number": "001319000001",
         "relation_to_head": "Con"}
    ]  # fmt: skip


def test_misread_headers_still_name_their_columns() -> None:
    spoiled = ["TT", "Họ, chữ đêm và tên", "Ngày, thang, nam sinh", "Giới tỉnh",
               "Số định danh cả nhân", "Môi quan hệ vơi chủ hộ"]  # fmt: skip
    reading = read_table([make_table(spoiled, ["1", "Lê Hoa", "", "", "", ""])], COLUMNS)
    assert reading is not None
    assert reading.rows[0]["name"] == "Lê Hoa"


def test_another_table_is_not_taken() -> None:
    other = make_table(["STT", "Tên giấy tờ", "Số bản", "Ghi chú", "", ""])
    assert read_table([other], COLUMNS) is None


def test_an_empty_table_is_blank_not_missing() -> None:
    reading = read_table([make_table(HEADER, ["", "", "", "", "", ""])], COLUMNS)
    assert reading is not None
    assert reading.rows == []


def test_two_columns_whose_rule_was_lost_are_parted_between_their_headings() -> None:
    rows = (HEADER, ["1", "Lê Hoa", "15/01/2019", "Nữ", "001319000001", "Con"])
    whole = make_table(*rows)
    merged = [c for c in whole.cells if c.column < 3]
    for row in range(2):
        two = [c for c in whole.cells if c.row == row and c.column in (3, 4)]
        lines = tuple(line for cell in two for line in cell.lines)
        box = PixelBox.around([cell.box for cell in two])
        merged.append(TableCell(row=row, column=3, box=box, lines=lines))
    merged += [c.model_copy(update={"column": c.column - 1}) for c in whole.cells if c.column > 4]
    spoiled = whole.model_copy(update={"cells": tuple(merged), "columns": 5})
    reading = read_table([spoiled], COLUMNS)
    assert reading is not None
    assert reading.rows == [
        {"name": "Lê Hoa", "dob": "2019-01-15", "sex": "female", "id_number": "001319000001",
         "relation_to_head": "Con"}
    ]  # fmt: skip


def test_a_table_is_right_when_all_of_its_cells_are() -> None:
    table = make_table(HEADER, ["1", "Lê Hoa", "15/01/2019", "Nữ", "001319000001", "Con"])
    reading = read_table([table], COLUMNS)
    assert reading is not None
    assert [kind for kind, _ in reading.cells] == ["name", "date", "sex", "id_number", "relation"]
    cells = [probability(kind, evidence) for kind, evidence in reading.cells]
    whole = Evidence(parts=reading.cells)
    assert probability("table", whole) == pytest.approx(math.prod(cells))
    assert probability("table", replace(whole, failed_checks=1)) < probability("table", whole) / 5
    blurred = replace(whole, page=PageSigns(doubt=1.0, written=1.0))
    assert probability("table", blurred) <= probability("table", whole)


@pytest.mark.parametrize(
    ("second", "read"), [("Con", "Vợ"), ("con đẻ", "vợ"), ("Sống chung", "Vợ")]
)
def test_relations_begin_alike_where_height_alone_tells_capitals(second: str, read: str) -> None:
    rows = [["1", "Lê Hoa", "", "", "", "vợ"], ["2", "Lê Mai", "", "", "", second],
            ["3", "Lê An", "", "", "", "Bà" if second[0].isupper() else "bà"]]  # fmt: skip
    reading = read_table([make_table(HEADER, *rows)], COLUMNS)
    assert reading is not None
    assert reading.rows[0]["relation_to_head"] == read
