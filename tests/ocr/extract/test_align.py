"""The joint alignment: one misread, missing or repeated label moves nothing else."""

from __future__ import annotations

import pytest

from dossier.forms.definition import FormDefinition, Label
from ocr.extract.align import align
from ocr.extract.search import find_matches
from ocr.extract.stream import build_stream
from tests.fakes.pages import make_page


def form_of(*labels: Label) -> FormDefinition:
    keys = [k for label in labels for k in label.field_keys]
    return FormDefinition.model_validate(
        {
            "key": "made",
            "title": "Made",
            "titles": ["ĐƠN"],
            "edition": [{"id": "2025-01-01"}],
            "field": [{"key": k, "kind": "text"} for k in keys],
            "label": [label.model_dump() for label in labels],
        }
    )


PARENTS = form_of(
    Label(text=("Họ tên người mẹ:",), field="mother"),
    Label(text=("Nơi cư trú:",), field="mother_address"),
    Label(text=("Họ tên người cha:",), field="father"),
    Label(text=("Nơi cư trú:",), field="father_address"),
)


def starts(form: FormDefinition, rows: list[str]) -> list[int | None]:
    stream = build_stream([make_page(rows)])
    placed = align(form, stream).labels
    return [stream.glyphs[p.match.start].row if p.match else None for p in placed]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["Họ tên người mẹ: A", "Nơi cư trú: B", "Họ tên người cha: C", "Nơi cư trú: D"],
            [0, 1, 2, 3],
            id="clean",
        ),
        pytest.param(
            ["Ho tén ngươi me A", "Noi cu tru: B", "Họ tên nguời cna: C", "Nơi cư trú: D"],
            [0, 1, 2, 3],
            id="misread letters and marks",
        ),
        pytest.param(
            ["Họ tên người mẹ: A", "Họ tên người cha: C", "Nơi cư trú: D"],
            [0, None, 1, 2],
            id="a lost label leaves its twin in place",
        ),
        pytest.param(
            ["Họ tên người mẹ: A", "Nơi cư trú: B", "Nơi cư trú: D"],
            [0, 1, None, 2],
            id="a lost label between twins",
        ),
        pytest.param(
            ["Họ tên người mẹ: Nơi Cư", "Nơi cư trú: cha", "Họ tên người cha: C", "Nơi cư trú: D"],
            [0, 1, 2, 3],
            id="values that look like labels",
        ),
    ],
)
def test_labels_are_placed_together(rows: list[str], expected: list[int | None]) -> None:
    assert starts(PARENTS, rows) == expected


def test_a_value_that_repeats_a_label_does_not_draw_it() -> None:
    form = form_of(
        Label(text=("Số:",), field="number"),
        Label(text=("tại",), field="place"),
        Label(text=("Tôi cam đoan",), section=True),
    )
    rows = ["Số: 12 đăng ký tại UBND phường tại Hà Nội", "Tôi cam đoan"]
    stream = build_stream([make_page(rows)])
    placed = align(form, stream).labels
    assert placed[1].match is not None
    assert stream.text[placed[1].match.start :].startswith("tại UBND")


def test_a_label_wrapped_over_two_rows_is_one_match() -> None:
    stream = build_stream([make_page(["Thông tin về Giấy chứng", "nhận kết hôn: 12"])])
    (match,) = find_matches(stream, "Thông tin về Giấy chứng nhận kết hôn:")
    assert match.cost == 0
    assert stream.text[match.end :].strip() == "12"


def test_footnote_marks_and_leaders_cost_nothing() -> None:
    stream = build_stream([make_page(["Kính gửi (1) ........: UBND"])])
    (match,) = find_matches(stream, "Kính gửi:")
    assert match.cost == 0


def test_coverage_tells_this_form_from_another() -> None:
    own = align(PARENTS, build_stream([make_page(["Họ tên người mẹ:", "Nơi cư trú:"])]))
    other = align(PARENTS, build_stream([make_page(["Mã số thuế:", "Vốn kinh doanh:"])]))
    assert own.coverage > 0.4 > other.coverage


NOTICE = form_of(
    Label(text=("Số Giấy báo tử:",), field="number"),
    Label(text=("do",), field="issuer"),
    Label(text=("cấp ngày",), field="day"),
)


@pytest.mark.parametrize(
    "rows",
    [
        ["Số Giấy báo tử: 98/2025/GBTdo Trạm y tế xã", "Đông Anh cấp ngày 05/08/2025"],
        ["Số Giấy báo tử: 98/2025 do Trạm y tế xã", "Đông Anh cấp ngày 05/08/2025"],
    ],
)
def test_a_short_label_is_a_word_of_its_own(rows: list[str]) -> None:
    stream = build_stream([make_page(rows)])
    match = align(NOTICE, stream).labels[1].match
    assert match is not None
    assert stream.text[match.start : match.end + 5] == "do Trạm"


def test_a_box_read_as_a_capital_hides_no_label() -> None:
    form = form_of(Label(text=("Không kinh doanh tại trụ sở",), field="none"))
    rows = ["EKhông kinh doanh tại trụ sở (đánh dấu nếu không", "kinh doanh tại trụ sở)"]
    assert starts(form, rows) == [0]
