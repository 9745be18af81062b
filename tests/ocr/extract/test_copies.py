"""Which kind of copy a paper is."""

from __future__ import annotations

import pytest

from dossier.geometry import PixelBox
from dossier.page import PageReading, Seal
from dossier.record import CopyType
from ocr.extract.copies import copy_type_of
from tests.fakes.pages import Row, make_page

HEAD: list[Row] = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "GIẤY KHAI SINH", "Họ tên: AN"]
SEAL = Seal(box=PixelBox(left=1, top=1, right=9, bottom=9), confidence=0.9)


def page(rows: list[Row], *, sealed: bool) -> PageReading:
    return make_page(rows).model_copy(update={"seals": (SEAL,) if sealed else ()})


@pytest.mark.parametrize(
    ("form", "rows", "sealed", "kind"),
    [
        ("birth_certificate", HEAD, True, CopyType.ORIGINAL),
        ("birth_certificate", HEAD, False, CopyType.PHOTOCOPY),
        ("birth_certificate", [*HEAD[:2], "(BẢN SAO)"], True, CopyType.FROM_REGISTER),
        ("birth_certificate", ["TRÍCH LỤC KHAI SINH"], True, CopyType.FROM_REGISTER),
        (
            "birth_certificate",
            [*HEAD, "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "Số chứng thực: 12"],
            True,
            CopyType.CERTIFIED,
        ),
        ("citizen_id_front", ["Đã đối chiếu với bản chính"], False, CopyType.COMPARED),
        ("administrative_document", ["SAO Y BẢN CHÍNH"], True, CopyType.CERTIFIED),
        ("birth_registration", ["TỜ KHAI ĐĂNG KÝ KHAI SINH"], False, None),
        ("citizen_id_front", ["CĂN CƯỚC"], False, None),
    ],
)
def test_by_words_then_by_seals(
    form: str, rows: list[Row], sealed: bool, kind: CopyType | None
) -> None:
    assert copy_type_of(form, [page(rows, sealed=sealed)]) is kind
