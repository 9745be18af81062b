from __future__ import annotations

from collections import Counter

from dossier.page import TickState
from ocr.layout import analyse
from tests.ocr.layout.drawing import RED, ScriptedReader, Sheet


def form() -> Sheet:
    """A label with digit boxes, a choice, a table and a stamp."""
    sheet = Sheet(height=140)
    sheet.text(20, 15, "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", face="Tinos-Bold")
    label = sheet.text(20, 30, "4. Số định danh cá nhân: ")
    sheet.grid([80 + 5.5 * i for i in range(13)], [29.5, 35])
    for index, digit in enumerate("001090054321"):
        sheet.text(81.5 + 5.5 * index, 29.3, digit, face="Arimo-Regular")
    # The engine reads label and boxes as one line, the box lines as bars.
    bars = "|" + "|".join("001090054321") + "|"
    step = 66 * sheet.scale / len(bars)
    centers = tuple(80 * sheet.scale + (i + 0.5) * step for i in range(len(bars)))
    whole = label.model_copy(
        update={
            "text": label.text + bars,
            "char_centers": label.char_centers + centers,
            "box": label.box.model_copy(update={"right": 146 * sheet.scale}),
        }
    )
    del sheet.lines[1:]
    sheet.lines.append(whole)
    sheet.text(20, 45, "Đề nghị cấp bản sao: Có")
    sheet.frame(75, 45.5, 4, 4)
    sheet.rule(75.4, 45.9, 78.6, 49.1)
    sheet.rule(78.6, 45.9, 75.4, 49.1)
    sheet.grid((20, 60, 120), (60, 70, 80))
    sheet.text(22, 61.5, "Giới tính")
    sheet.text(62, 61.5, "Nữ")
    sheet.ring(160, 100, 17, RED, 1.5)
    sheet.ring(160, 100, 10, RED, 1.5)
    return sheet


def test_whole_form() -> None:
    sheet = form()
    layout = analyse(sheet.image(), sheet.lines, ScriptedReader("001090054321"))
    (row,) = layout.digit_rows
    assert (row.cells, row.text) == (12, "001090054321")
    assert [tick.state for tick in layout.tick_boxes] == [TickState.TICKED]
    assert [(table.rows, table.columns) for table in layout.tables] == [(2, 2)]
    assert len(layout.seals) == 1
    assert [line.text for line in layout.lines] == [
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "4. Số định danh cá nhân:",
        "Đề nghị cấp bản sao: Có",
        "Giới tính",
        "Nữ",
    ]


def test_everything_as_layoutparser_blocks() -> None:
    sheet = form()
    found = analyse(sheet.image(), sheet.lines, ScriptedReader("001090054321")).blocks()
    kinds = Counter(block.type for block in found)
    assert kinds == {
        "line": 5,
        "table": 1,
        "table_cell": 4,
        "digit_row": 1,
        "tick_box": 1,
        "seal": 1,
    }
    assert found[0].text == "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ"


def test_plain_page_keeps_its_lines() -> None:
    sheet = Sheet()
    sheet.text(20, 20, "Điều 1. Phạm vi điều chỉnh")
    sheet.text(20, 30, "Quyết định này có hiệu lực thi hành kể từ ngày ký.")
    layout = analyse(sheet.image(), sheet.lines, ScriptedReader())
    assert layout.lines == tuple(sheet.lines)
    found = (layout.tables, layout.digit_rows, layout.tick_boxes, layout.seals)
    assert found == ((), (), (), ())


def test_blank_page() -> None:
    layout = analyse(Sheet().image(), (), ScriptedReader())
    found = (layout.tables, layout.digit_rows, layout.tick_boxes, layout.lines)
    assert found == ((), (), (), ())


def test_boxes_one_under_the_other_are_no_table() -> None:
    sheet = Sheet(height=60, dpi=150)
    for y, text in ((20, "Có nhu cầu cấp mới"), (27, "Không có nhu cầu cấp mới")):
        sheet.frame(20, y, 5, 5)
        sheet.text(30, y, text)
    layout = analyse(sheet.image(), sheet.lines, ScriptedReader())
    assert not layout.tables
    assert len(layout.tick_boxes) == 2
