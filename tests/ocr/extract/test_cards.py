"""Identity cards from text alone: no image is read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import Code, PageReading
from dossier.record import DocumentReading, FieldState, Source
from ocr.extract.cards import find_card_regions, find_card_side
from ocr.extract.documents import read_documents
from tests.fakes.pages import LINE_PITCH, Row, make_page

QR = "001199000001||Trần Thị Mẫu|15011999|Nữ|Số 1 Phố Mẫu, Láng Thượng, Hà Nội|20112021"
MRZ = "\n".join(
    (
        "IDVNM1990000014001199000001<<5",
        "9901155F3901153VNM<<<<<<<<<<<8",
        "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<",
    )
)
PLACE = PixelBox(left=1200, top=150, right=1350, bottom=300)
TEXT_LEFT = 500.0


def front(number: str = "001199000001", name: str = "TRẦN THỊ MẪU") -> list[Row]:
    return [
        [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", TEXT_LEFT)],
        [("CĂN CƯỚC CÔNG DÂN", TEXT_LEFT)],
        [("Citizen Identity Card", TEXT_LEFT)],
        [(f"Số / No.: {number}", TEXT_LEFT)],
        [("Họ và tên / Full name:", TEXT_LEFT)],
        [(name, TEXT_LEFT)],
        [("Ngày sinh / Date of birth: 15/01/1999", TEXT_LEFT)],
        [("Giới tính / Sex: Nữ Quốc tịch / Nationality: Việt Nam", TEXT_LEFT)],
        [("Quê quán / Place of origin:", TEXT_LEFT)],
        [("Láng Thượng, Đống Đa, Hà Nội", TEXT_LEFT)],
        [("Có giá trị đến: 15/01/2039", 100.0),
         ("Nơi thường trú / Place of residence: Số 1 Phố Mẫu,", TEXT_LEFT)],
        [("Date of expiry", 100.0), ("Láng Thượng, Hà Nội", TEXT_LEFT)],
    ]  # fmt: skip


BACK: list[Row] = [
    "Đặc điểm nhân dạng / Personal identification:",
    "Nốt ruồi C: 1,5cm dưới trước cánh mũi phải",
    "Ngày, tháng, năm / Date, month, year: 20/11/2021",
    "CỤC TRƯỞNG CỤC CẢNH SÁT",
    "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
]


def page(rows: Sequence[Row], *codes: tuple[str, str]) -> PageReading:
    made = tuple(Code(kind=kind, text=text, box=PLACE) for kind, text in codes)
    return make_page(rows).model_copy(update={"codes": made})


def read(*pages: PageReading) -> list[DocumentReading]:
    return read_documents(list(enumerate(pages, start=1)), catalog())


def test_a_front_alone_is_read_as_printed() -> None:
    (document,) = read(page(front()))
    assert (document.form, document.edition) == ("citizen_id_front", "2021-01-01")
    assert {key: field.value for key, field in document.fields.items()} == {
        "id_number": "001199000001",
        "name": "TRẦN THỊ MẪU",
        "dob": "1999-01-15",
        "sex": "female",
        "nationality": "Việt Nam",
        "origin": "Láng Thượng, Đống Đa, Hà Nội",
        "address": "Số 1 Phố Mẫu, Láng Thượng, Hà Nội",
        "expires_on": "2039-01-15",
    }
    assert {field.source for field in document.fields.values()} == {Source.OCR}


def test_a_qr_code_beats_the_print() -> None:
    (document,) = read(page(front("001199000007", "TRẤN THI MẪU"), ("qr", QR)))
    number, name = document.fields["id_number"], document.fields["name"]
    assert (number.value, number.source) == ("001199000001", Source.QR)
    assert (name.value, name.raw, name.source) == ("TRẦN THỊ MẪU", "TRẤN THI MẪU", Source.QR)
    assert document.fields["origin"].source is Source.OCR
    # The number was read surely and says otherwise: a person must look.
    assert [c.ok for c in number.checks if c.rule == "print_agrees_with_code"] == [False]
    assert number.review


def test_what_agrees_needs_nobody() -> None:
    (document,) = read(page(front(), ("qr", QR)))
    number = document.fields["id_number"]
    assert not number.review
    assert number.confidence > 0.95


def test_the_back_gives_what_its_zone_says() -> None:
    (document,) = read(page(BACK, ("mrz", MRZ)))
    fields = document.fields
    assert document.form == "citizen_id_back"
    assert (fields["id_number"].value, fields["name"].value) == ("001199000001", "TRAN THI MAU")
    assert (fields["dob"].value, fields["expires_on"].value) == ("1999-01-15", "2039-01-15")
    assert (fields["mrz"].value, fields["mrz"].source) == (MRZ, Source.MRZ)
    assert (fields["issued_on"].value, fields["issued_on"].source) == ("2021-11-20", Source.OCR)
    assert not fields["name"].review


def test_a_back_whose_zone_cannot_be_read_goes_to_a_person() -> None:
    (document,) = read(page(BACK))
    for key in ("id_number", "dob", "expires_on", "mrz"):
        assert document.fields[key].state is FieldState.UNREADABLE, key
        assert document.fields[key].review, key


def test_two_sides_are_paired_by_their_number() -> None:
    first, second = read(page(front(), ("qr", QR)), page(BACK, ("mrz", MRZ)))
    assert (first.fields["expires_on"].source, first.fields["expires_on"].page) == (Source.MRZ, 1)
    assert (second.fields["issued_on"].source, second.fields["issued_on"].page) == (Source.QR, 2)
    assert second.fields["id_number"].source is Source.QR


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        ("001199000007", "TRẦN THỊ MẪU", "001199000001"),
        ("001199555555", "LÊ THỊ KHÁC", "001199555555"),
    ],
    ids=["one digit misread", "somebody else"],
)
def test_the_zone_mends_a_misread_number_of_its_own_card_only(
    number: str, name: str, expected: str
) -> None:
    rows = front(number, name)
    if name.startswith("LÊ"):
        rows[6] = [("Ngày sinh / Date of birth: 03/04/1999", TEXT_LEFT)]
    document, _ = read(page(rows), page(BACK, ("mrz", MRZ)))
    assert document.fields["id_number"].value == expected


def test_codes_that_contradict_each_other_are_shown() -> None:
    forged = QR.replace("15011999", "16011999")
    (document,) = read(page(front(), ("qr", forged), ("mrz", MRZ)))
    born = document.fields["dob"]
    assert [c.ok for c in born.checks if c.rule == "codes_agree"] == [False]
    assert born.review


def test_a_card_without_expiry_has_a_blank_one() -> None:
    rows = front()
    rows[10] = [("Có giá trị đến: Không thời hạn", 60.0), ("Nơi thường trú / Place of residence: Số 1 Phố Mẫu,", TEXT_LEFT)]  # noqa: E501  # fmt: skip
    expiry = read(page(rows))[0].fields["expires_on"]
    assert (expiry.state, expiry.value, expiry.raw) == (FieldState.BLANK, None, "Không thời hạn")


def test_values_under_labels_of_one_row_are_parted() -> None:
    rows: list[Row] = [
        [("CĂN CƯỚC", TEXT_LEFT)],
        [("IDENTITY CARD", TEXT_LEFT)],
        [("Số định danh cá nhân / Personal identification number:", TEXT_LEFT)],
        [("001199000001", TEXT_LEFT)],
        [("Họ, chữ đệm và tên khai sinh / Full name:", TEXT_LEFT)],
        [("TRẦN THỊ MẪU", TEXT_LEFT)],
        [("Ngày, tháng, năm sinh / Date of birth:", TEXT_LEFT), ("Giới tính / Sex:", 1150.0)],
        [("15/01/1999", TEXT_LEFT), ("Nữ", 1150.0)],
        [("Quốc tịch / Nationality:", TEXT_LEFT)],
        [("Việt Nam", TEXT_LEFT)],
    ]
    (document,) = read(page(rows))
    assert document.edition == "2024-07-01"
    assert document.fields["dob"].value == "1999-01-15"
    assert document.fields["sex"].value == "female"
    assert not document.fields["address"].review


def test_cards_on_one_sheet_are_cut_apart_and_none_is_torn() -> None:
    sheet = page([*front(), "", "", *BACK])
    upper, lower = find_card_regions(sheet, catalog())
    assert upper.bottom <= lower.top
    for line in sheet.lines:
        expected = upper if line.box.top < 150 + len(front()) * LINE_PITCH else lower
        assert expected.contains_point(line.box.center_x, line.box.center_y), line.text


def test_a_card_of_which_only_the_code_reads_is_not_cut_out() -> None:
    copy = page([], ("qr", QR))
    assert find_card_regions(copy, catalog()) == ()
    (document,) = read(copy)
    assert document.fields["id_number"].value == "001199000001"


def test_parts_of_a_page_are_documents_of_that_page() -> None:
    sheet = page([*front(), "", *BACK])
    parts = (page(front(), ("qr", QR)), page(BACK, ("mrz", MRZ)))
    documents = read(sheet.model_copy(update={"parts": parts}))
    assert [(d.form, d.pages) for d in documents] == [
        ("citizen_id_front", [1]),
        ("citizen_id_back", [1]),
    ]


def test_a_form_that_asks_for_the_same_things_is_no_card() -> None:
    form = make_page(
        [
            "TỜ KHAI ĐĂNG KÝ KHAI SINH",
            "Họ, chữ đệm, tên người yêu cầu: Trần Thị Mẫu",
            "Nơi cư trú: Hà Nội",
            "Giấy tờ tùy thân: CCCD số 001199000001",
            "Ngày, tháng, năm sinh: 15/01/1999",
            "Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam",
            "Quê quán: Hà Nội",
            "Nơi thường trú: Hà Nội",
        ]
    )
    assert find_card_side(form, catalog()) is None
    assert find_card_regions(form, catalog()) == ()


def test_notes_that_speak_of_identity_papers_are_no_card() -> None:
    notes = make_page(
        [
            "Nơi thường trú: Số 1 phố Láng, phường Láng, thành phố Hà Nội",
            "Ghi chú:",
            "2. Thông tin số (5): ghi rõ là giấy chứng minh nhân dân, thẻ căn cước công dân, giấy",
            "chứng nhận căn cước hay hộ chiếu; họ và tên, ngày, tháng, năm sinh, nguyên quán, nơi",
            "đăng ký hộ khẩu thường trú ghi như trên giấy tờ đó.",
        ]
    )
    assert find_card_side(notes, catalog()) is None


def test_a_card_whose_words_are_lost_is_cut_from_the_one_that_was_read() -> None:
    rows = [*front(), *[""] * 24, "Đức đền nhấn dng", "Nơi nời C: 1 5ơm", "Ngo, năng 17", "nh đÈ"]
    whole = page(rows)
    lines = tuple(
        line.model_copy(
            update={
                "box": PixelBox(
                    left=line.box.left / 2,
                    top=line.box.top / 2,
                    right=line.box.right / 2,
                    bottom=line.box.bottom / 2,
                )
            }
        )
        for line in whole.lines
    )
    upper, lower = find_card_regions(whole.model_copy(update={"lines": lines}), catalog())
    assert upper.bottom < lower.top + 1
    assert lower.top > 500


def test_the_rest_of_a_misread_label_hides_no_value_beneath_it() -> None:
    rows: list[Row] = [
        [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", TEXT_LEFT)],
        [("CĂN CƯỚC", TEXT_LEFT)],
        [("Số định dành cá nhà", TEXT_LEFT)],
        [("001199000001", TEXT_LEFT)],
        [("Họ, chữ đệm và tên khai sinh / Full name", TEXT_LEFT)],
        [("TRẦN THỊ MẪU", TEXT_LEFT)],
        [("Ngày, thng, năm sinh/ Daiệ ơ tihi", TEXT_LEFT), ("Giới tnh / Sec", TEXT_LEFT + 1200)],
        [("15/01/1999", TEXT_LEFT), ("Nữ", TEXT_LEFT + 1200)],
        [("Quốc tịch / Nationality", TEXT_LEFT)],
        [("Việt Nam", TEXT_LEFT)],
    ]
    (document,) = read(page(rows))
    values = [document.fields[key].value for key in ("id_number", "dob", "sex")]
    assert values == ["001199000001", "1999-01-15", "female"]
