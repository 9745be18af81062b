"""Rows of two people's cells: by the ruled table, or parted under the headings without it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import Table, TableCell
from dossier.record import DocumentReading, FieldState
from ocr.extract.documents import read_documents
from tests.fakes.pages import LINE_HEIGHT, LINE_PITCH, Row, make_line, make_page

ROWS = [
    ("Thông tin", "Bên nữ", "Bên nam"),
    ("Họ, chữ đệm, tên", "LÊ THỊ HOA", "TRẦN VĂN NAM"),
    ("Ngày, tháng, năm sinh", "15/01/1999", "03/02/1997"),
    ("Dân tộc", "Kinh", "Tày"),
    ("Quốc tịch", "Việt Nam", "Việt Nam"),
    ("Nơi cư trú", "Số 5 phố Huế, Hà Nội", ""),
    ("Giấy tờ tùy thân", "CCCD số 001199000001", "CC số 001097000002"),
    ("Kết hôn lần thứ mấy", "01", "2"),
]
LEFTS = (150.0, 520.0, 1000.0)
TOP = 150.0
TABLE_ROW = 4
ENDING: list[Row] = [
    "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi",
    "là tự nguyện, không vi phạm quy định của Luật hôn nhân và gia đình Việt Nam.",
    "Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về cam đoan của mình.",
    "Đề nghị Quý cơ quan đăng ký.",
    "Làm tại: Cửa Nam, ngày 10 tháng 09 năm 2025",
    [("Bên nữ", 300.0), ("Bên nam", 1000.0)],
]
EXPECTED = {
    "bride_name": "LÊ THỊ HOA",
    "groom_name": "TRẦN VĂN NAM",
    "bride_dob": "1999-01-15",
    "groom_dob": "1997-02-03",
    "groom_ethnicity": "Tày",
    "bride_id_number": "001199000001",
    "groom_id_number": "001097000002",
    "bride_marriage_count": "1",
    "groom_marriage_count": "2",
    "declared_on": "2025-09-10",
}


def make_rows() -> list[Row]:
    head: list[Row] = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "TỜ KHAI ĐĂNG KÝ KẾT HÔN", "Kính gửi: (1) UBND phường Cửa Nam",
    ]  # fmt: skip
    table: list[Row] = [
        [(text, left) for text, left in zip(row, LEFTS, strict=True) if text] for row in ROWS
    ]
    return [*head, *table, *ENDING]


def make_table(rows: Sequence[Sequence[str]]) -> Table:
    cells = []
    for r, texts in enumerate(rows):
        top = TOP + (TABLE_ROW + r) * LINE_PITCH
        for c, (text, left) in enumerate(zip(texts, LEFTS, strict=True)):
            right = LEFTS[c + 1] if c + 1 < len(LEFTS) else 1500.0
            box = PixelBox(left=left - 8, top=top - 8, right=right - 8, bottom=top + LINE_HEIGHT)
            lines = (make_line(text, left=left, top=top),) if text else ()
            cells.append(TableCell(row=r, column=c, box=box, lines=lines))
    box = PixelBox.around(cell.box for cell in cells)
    return Table(box=box, rows=len(rows), columns=3, cells=tuple(cells))


def read_one(tables: Sequence[Table]) -> DocumentReading:
    (document,) = read_documents([(1, make_page(make_rows(), tables=tables))], catalog())
    return document


@pytest.mark.parametrize("tables", [[make_table(ROWS)], []], ids=["ruled", "rules not found"])
def test_each_column_gives_its_own_person(tables: list[Table]) -> None:
    document = read_one(tables)
    assert document.form == "marriage_registration"
    assert {key: document.fields[key].value for key in EXPECTED} == EXPECTED
    assert document.fields["bride_address"].value == "Số 5 phố Huế, Hà Nội"
    assert document.fields["groom_address"].state is FieldState.BLANK


def test_a_heading_that_says_something_else_gives_no_value_to_its_column() -> None:
    strange = [("Thông tin", "Bên nữ", "Người làm chứng"), *ROWS[1:]]
    document = read_one([make_table(strange)])
    assert document.fields["bride_name"].value == "LÊ THỊ HOA"
    assert document.fields["groom_name"].state is FieldState.NOT_FOUND


def test_swapped_headings_swap_the_people_and_the_numbers_tell() -> None:
    swapped = [("Thông tin", "Bên nam", "Bên nữ"), *ROWS[1:]]
    document = read_one([make_table(swapped)])
    assert document.fields["groom_name"].value == "LÊ THỊ HOA"
    assert document.fields["groom_id_number"].review
    assert {c.rule for c in document.fields["groom_id_number"].checks if not c.ok} >= {
        "id_is_of_sex"
    }


def test_the_older_print_has_no_copies_to_ask_for() -> None:
    document = read_one([make_table(ROWS)])
    assert document.edition == "2020-07-16"
    assert not document.fields["copy_requested"].review
