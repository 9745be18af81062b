from __future__ import annotations

from dossier.geometry import PixelBox
from dossier.page import Code
from dossier.record import FieldReading, FieldState, Source
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.receipt_code import prefer_printed_code
from tests.fakes.pages import make_page

CODE = "000.00.01.H26-261122-0042"


def fields(value: str) -> dict[str, RawField]:
    reading = FieldReading(
        value=value, raw=value, state=FieldState.READ, confidence=0.9, review=False
    )
    return {"dossier_code": RawField(reading=reading)}


def pages(*texts: str) -> DocumentPages:
    box = PixelBox(left=100, top=100, right=300, bottom=300)
    codes = tuple(Code(kind="qr", text=text, box=box) for text in texts)
    page = make_page(["GIẤY TIẾP NHẬN HỒ SƠ"]).model_copy(update={"codes": codes})
    return DocumentPages((page,), (3,))


def test_the_code_beats_the_print() -> None:
    read = prefer_printed_code(fields("000.00.01.H26-261122-0047"), pages(f"{CODE}|1.001193"))
    reading = read["dossier_code"].reading
    assert (reading.value, reading.raw, reading.source) == (
        CODE,
        "000.00.01.H26-261122-0047",
        Source.QR,
    )
    assert [check.ok for check in reading.checks] == [False]
    assert reading.page == 3


def test_print_that_agrees_is_confirmed() -> None:
    reading = prefer_printed_code(fields(CODE), pages(CODE))["dossier_code"].reading
    assert [check.ok for check in reading.checks] == [True]


def test_no_code_or_two_of_them_change_nothing() -> None:
    for texts in ((), ("https://example.vn",), (CODE, CODE.replace("0042", "0043"))):
        read = prefer_printed_code(fields("x"), pages(*texts))
        assert read["dossier_code"].reading.source is Source.OCR


def test_a_form_without_the_field_has_none_afterwards() -> None:
    assert prefer_printed_code({}, pages(CODE)) == {}
