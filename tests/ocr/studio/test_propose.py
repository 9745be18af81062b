"""Drafts of forms from the text and layout of their samples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dossier.forms.catalog import shipped_forms
from dossier.forms.definition import Reader, ValueSide
from dossier.forms.draft import DraftForm, DraftLabel, definition_of
from dossier.forms.sample import SamplePage
from dossier.geometry import PixelBox
from dossier.page import DigitRow, PageReading, Table, TableCell, TickBox, TickState
from ocr.studio import propose_form, try_form
from tests.fakes.pages import CHAR_WIDTH, LINE_HEIGHT, LINE_PITCH, Row, make_line, make_page

TODAY = date(2026, 11, 22)
HEAD: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    [("Mẫu số 05/2025/NV ban hành kèm theo Thông tư số 12/2025/TT-BNV", 500.0)],
    "",
    [("ĐƠN XIN NGHỈ PHÉP", 650.0)],
    [("(Dùng cho công chức)", 640.0)],
    "",
]
FIRST = len(HEAD)
"""Row of the first label."""


def draft(
    rows: Sequence[Row], blanks: Sequence[PixelBox] = (), reading: PageReading | None = None
) -> DraftForm:
    page = SamplePage(reading=reading or make_page([*HEAD, *rows]), blanks=tuple(blanks))
    made = propose_form([page], shipped_forms(), today=TODAY)
    definition_of(made)
    return made


def blank(row: int, left: float, right: float) -> PixelBox:
    """A leader on the base line of a row under the head."""
    bottom = 150 + (FIRST + row) * LINE_PITCH + LINE_HEIGHT
    return PixelBox(left=left, top=bottom - 5, right=right, bottom=bottom)


def told(labels: Sequence[DraftLabel]) -> list[tuple[str, str, str]]:
    return [(x.text, f.key, f.kind) for x in labels for f in x.fields]


def test_a_filled_sample() -> None:
    made = draft(
        [
            "Kính gửi: Ban Giám đốc",
            "1. Họ và tên người xin nghỉ: Phạm Thị Hồng Nhung",
            [("2. Ngày, tháng, năm sinh: 14/03/1991 Giới tính: Nữ", 150.0)],
            "3. Lý do: chăm con ốm tại bệnh viện ở thành phố Hải Phòng",
            "đến hết tuần này",
            "Tôi cam đoan những điều khai trên là đúng sự thật.",
        ]
    )
    assert (made.key, made.title, made.titles) == (
        "don_xin_nghi_phep",
        "Đơn xin nghỉ phép",
        ("ĐƠN XIN NGHỈ PHÉP",),
    )
    assert (made.edition, made.circular) == ("2025-01-01", "12/2025/TT-BNV")
    assert told(made.labels) == [
        ("Kính gửi:", "to_office", "text"),
        ("1. Họ và tên người xin nghỉ:", "nguoi_xin_nghi_name", "name"),
        ("2. Ngày, tháng, năm sinh:", "nguoi_xin_nghi_dob", "date"),
        ("Giới tính:", "nguoi_xin_nghi_sex", "sex"),
        ("3. Lý do:", "ly_do", "text"),
    ]
    # The wrapped value is no label; the sentence ends it.
    assert made.labels[-1].text == "Tôi cam đoan những điều khai trên là đúng sự thật"
    assert made.labels[-1].fields == ()


def test_a_blank_form_by_its_leaders() -> None:
    rows: list[Row] = [
        [("Tôi tên là", 150.0)],
        [("Số", 150.0), ("ngày", 500.0), ("tháng", 700.0), ("năm", 900.0)],
        "Nay làm đơn này xin nghỉ việc riêng theo quy định của cơ quan và pháp luật lao động.",
        [("Lý do", 150.0)],
        "Ghi chú: viết rõ ràng",
    ]
    end = 150 + CHAR_WIDTH * len("Tôi tên là")
    blanks = [
        blank(0, end + 10, 1400),
        blank(1, 190, 480),
        blank(1, 570, 690),
        blank(1, 780, 890),
        blank(1, 950, 1100),
        blank(3, 230, 1400),
    ]
    made = draft(rows, blanks)
    assert told(made.labels)[0][0::2] == ("Tôi tên là", "name")
    assert ("ngày", "ngay", "date") in told(made.labels)
    assert [x.text for x in made.labels if not x.fields] == [
        "Nay làm đơn này xin nghỉ việc riêng theo quy định của cơ quan và pháp luật lao động"
    ]
    assert "(Dùng cho công chức)" in made.printed


def test_place_and_date_and_the_date_over_a_signature() -> None:
    rows: list[Row] = [
        "Họ và tên: Phạm Thị Hồng Nhung",
        "Làm tại: Hoàn Kiếm, ngày 02 tháng 11 năm 2026",
        [("Hà Nội, ngày 02 tháng 11 năm 2026", 900.0)],
        [("NGƯỜI LÀM ĐƠN", 1000.0)],
    ]
    made = draft(rows)
    place = next(x for x in made.labels if x.reader is Reader.PLACE_DATE)
    assert [f.part for f in place.fields] == ["place", "date"]
    over = made.labels[-1]
    assert (over.text, over.side, over.fields[0].kind) == (
        "NGƯỜI LÀM ĐƠN",
        ValueSide.ABOVE,
        "date",
    )


def tick(left: float, row: int) -> TickBox:
    top = 150 + (FIRST + row) * LINE_PITCH
    box = PixelBox(left=left, top=top, right=left + 26, bottom=top + 26)
    return TickBox(box=box, state=TickState.EMPTY, confidence=0.9)


def test_tick_boxes_become_a_choice_and_digit_boxes_a_number() -> None:
    rows: list[Row] = [
        [("Hưởng lương:", 150.0), ("Có", 400.0), ("Không", 560.0)],
        [("Số định danh cá nhân:", 150.0)],
        "Họ và tên: Phạm Thị Hồng Nhung",
    ]
    top = 150 + (FIRST + 1) * LINE_PITCH
    boxes = DigitRow(
        box=PixelBox(left=520, top=top - 5, right=1100, bottom=top + 35), cells=12, text=""
    )
    ticks = [tick(440, 0), tick(640, 0)]
    page = make_page([*HEAD, *rows], tick_boxes=ticks, digit_rows=[boxes])
    fields = {f.key: f for f in draft(rows, reading=page).fields()}
    assert fields["huong_luong"].options == {"yes": ("Có",), "no": ("Không",)}
    assert (fields["id_number"].kind, fields["id_number"].digit_boxes) == ("id_number", 12)


def table(texts: Sequence[Sequence[str]], row: int) -> Table:
    """A ruled table with its upper edge under a row."""
    top, height, width = 150 + (FIRST + row) * LINE_PITCH + 40, 60.0, 420.0
    cells = [
        TableCell(
            row=r,
            column=c,
            box=PixelBox(
                left=150 + c * width,
                top=top + r * height,
                right=150 + (c + 1) * width,
                bottom=top + (r + 1) * height,
            ),
            lines=(make_line(text, left=160 + c * width, top=top + r * height + 10),)
            if text
            else (),
        )
        for r, line in enumerate(texts)
        for c, text in enumerate(line)
    ]
    box = PixelBox.around(cell.box for cell in cells)
    return Table(box=box, rows=len(texts), columns=len(texts[0]), cells=tuple(cells))


def test_a_list_under_its_label() -> None:
    listed = table([["TT", "Họ và tên", "Ngày sinh"], ["", "", ""], ["", "", ""]], 1)
    rows: list[Row] = ["Họ và tên: Phạm Thị Hồng Nhung", "2. Người đi cùng:"]
    page = make_page([*HEAD, *rows], tables=[listed])
    found = next(f for f in draft(rows, reading=page).fields() if f.kind == "table")
    assert found.key == "nguoi_di_cung"
    assert [(c.key, c.kind) for c in found.columns] == [("name", "name"), ("dob", "date")]


def test_a_table_whose_rows_are_labels() -> None:
    asked = [["", "Bên bán", "Bên mua"], ["Họ và tên", "", ""], ["Nơi cư trú", "", ""]]
    rows: list[Row] = ["Kính gửi: Ban Giám đốc"]
    page = make_page([*HEAD, *rows], tables=[table(asked, 0)])
    made = draft(rows, reading=page)
    assert [c.key for c in made.columns] == ["ben_ban", "ben_mua"]
    in_rows = [(f.key, f.kind) for x in made.labels if x.reader is Reader.ROW for f in x.fields]
    assert in_rows == [
        ("ben_ban_name", "name"),
        ("ben_mua_name", "name"),
        ("ben_ban_address", "address"),
        ("ben_mua_address", "address"),
    ]


def test_what_a_draft_reads_and_what_it_does_not_find() -> None:
    rows: list[Row] = ["Họ và tên: Phạm Thị Hồng Nhung", "Lý do: chăm con ốm", "Chức danh: Y sĩ"]
    form = definition_of(draft(rows))
    other = [SamplePage(reading=make_page([*HEAD, "Họ và tên: Trần Văn Bình", rows[1]]))]
    trial = try_form(form, other, shipped_forms())
    assert trial.recognised_as == form.key
    assert trial.document.fields["name"].value == "Trần Văn Bình"
    assert trial.missing_labels == ("Chức danh:",)
    assert 0.5 < trial.coverage < 1


def test_a_page_without_any_words_gives_a_draft_that_says_so() -> None:
    page = SamplePage(reading=make_page([]))
    made = propose_form([page], shipped_forms(), today=TODAY)
    assert made.labels == ()
    assert made.edition == "2026-11-22"
