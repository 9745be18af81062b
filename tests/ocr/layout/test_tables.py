from __future__ import annotations

import pytest

from dossier.page import Table
from ocr.layout.tables import find_tables
from tests.ocr.layout.drawing import ScriptedReader, Sheet

XS = (20, 30, 75, 103, 121, 159, 190)
HEADS = (
    ("TT",),
    ("Họ, chữ đệm", "và tên"),
    ("Ngày, tháng,", "năm sinh"),
    ("Giới", "tính"),
    ("Số định danh", "cá nhân"),
    ("Mối quan hệ", "với chủ hộ"),
)
MEMBERS = (
    ("1", "Trần Thị Hòa", "05/12/2014", "Nữ", "001314012345", "Con"),
    ("2", "Lê Minh Anh", "28/02/1990", "Nam", "001090054321", "Chồng"),
)


def members_table(sheet: Sheet, *, rows: int = 4, grey: int = 0) -> None:
    """The table of form CT01: a header, two members, empty rows below."""
    ys = [10.0, 24.0, *(24.0 + 9 * (i + 1) for i in range(rows))]
    sheet.grid(XS, ys, (grey, grey, grey))
    for x, head in zip(XS, HEADS, strict=False):
        for place, line in enumerate(head):
            sheet.text(x + 1.2, 11.5 + 5.5 * place, line, points=11, face="Tinos-Bold")
    for y, member in zip(ys[1:], MEMBERS, strict=False):
        for x, value in zip(XS, member, strict=False):
            sheet.text(x + 1.2, y + 1.5, value, points=12)


def texts(table: Table) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): " ".join(line.text for line in c.lines) for c in table.cells}


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize(
    ("grey", "tilt", "noise"), [(0, 0.0, 0.0), (160, 0.0, 5.0), (90, 0.4, 8.0), (0, -0.4, 0.0)]
)
def test_members_table(dpi: int, grey: int, tilt: float, noise: float) -> None:
    sheet = Sheet(dpi=dpi)
    members_table(sheet, grey=grey)
    image = sheet.image(tilt_deg=tilt, noise=noise)
    (table,) = find_tables(image, sheet.lines)
    assert (table.rows, table.columns, len(table.cells)) == (5, 6, 30)
    read = texts(table)
    assert [read[0, c] for c in range(6)] == [" ".join(head) for head in HEADS]
    assert [[read[r, c] for c in range(6)] for r in (1, 2)] == [list(m) for m in MEMBERS]
    assert not any(read[r, c] for r in (3, 4) for c in range(6))


def test_line_read_through_borders_is_cut_at_them() -> None:
    sheet = Sheet()
    sheet.grid((20, 80, 140), (10, 20, 30))
    line = sheet.text(60, 11.5, "Nguyễn Văn An 01/02/1990 Nam")
    (table,) = find_tables(sheet.image(), [line])
    read = texts(table)
    border = 80 * sheet.scale
    assert read[0, 0] == "Nguyễn Văn"[: len(read[0, 0])]
    assert f"{read[0, 0]} {read[0, 1]}" == line.text
    right = next(c for c in table.cells if (c.row, c.column) == (0, 1)).lines[0]
    assert right.box.left >= border - 3 * sheet.scale
    assert len(right.char_centers) == len(right.text)


def test_spanning_cells_are_one_cell() -> None:
    sheet = Sheet()
    sheet.grid((20, 60, 100, 140), (10, 20, 30, 40))
    sheet.rule(20.6, 20, 59.4, 20, (255, 255, 255))  # first column: rows 0 and 1 together
    sheet.rule(60, 30.6, 60, 39.4, (255, 255, 255))  # last row: columns 0 and 1 together
    (table,) = find_tables(sheet.image(), ())
    shapes = {(c.row, c.column): (c.row_span, c.column_span) for c in table.cells}
    assert shapes[0, 0] == (2, 1)
    assert shapes[2, 0] == (1, 2)
    assert len(shapes) == 7


def test_cell_the_engine_missed_is_read_by_itself() -> None:
    sheet = Sheet()
    sheet.grid((20, 60, 100), (10, 20, 30))
    seen = sheet.text(21, 11.5, "Giới tính")
    sheet.text(61, 11.5, "Nữ")
    reader = ScriptedReader("Nữ")
    (table,) = find_tables(sheet.image(), [seen], reader)
    assert texts(table)[0, 1] == "Nữ"
    assert len(reader.crops) == 1


def test_word_cut_by_a_border_is_read_again() -> None:
    sheet = Sheet()
    sheet.grid((20, 60, 100), (10, 20, 30))
    line = sheet.text(50, 11.5, "HòaBình-Thành")
    reader = ScriptedReader("Hòa", "Bình")
    (table,) = find_tables(sheet.image(), [line], reader)
    assert (texts(table)[0, 0], texts(table)[0, 1]) == ("Hòa", "Bình")


@pytest.mark.parametrize("kind", ["frame", "underline"])
def test_what_is_no_table(kind: str) -> None:
    sheet = Sheet()
    sheet.text(40, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", face="Tinos-Bold")
    if kind == "frame":
        sheet.frame(30, 15, 120, 60)
    if kind == "underline":
        sheet.rule(60, 27, 120, 27)
        sheet.rule(60, 40, 120, 40)
    assert find_tables(sheet.image(), sheet.lines) == ()


def test_streak_of_the_scanner_adds_no_column() -> None:
    sheet = Sheet()
    members_table(sheet)
    sheet.rule(140, 0, 140, 120, (60, 60, 60))
    (table,) = find_tables(sheet.image(), sheet.lines)
    assert table.columns == 6


def test_bar_of_capitals_is_no_border() -> None:
    sheet = Sheet(dpi=150)
    sheet.grid((20, 30, 100), (10, 24, 34))
    sheet.text(20.8, 13, "TT", points=12, face="Tinos-Bold")
    (table,) = find_tables(sheet.image(), sheet.lines)
    assert (table.rows, table.columns) == (2, 2)
