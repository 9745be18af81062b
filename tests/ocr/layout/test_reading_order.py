from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dossier.geometry import PixelBox
from dossier.page import Line
from ocr.layout.reading_order import group_rows, merge_fragments, reading_order, without_echoes


def line(text: str, left: float, top: float, width: float = 100, height: float = 20) -> Line:
    box = PixelBox(left=left, top=top, right=left + width, bottom=top + height)
    return Line(text=text, confidence=0.9, box=box)


def rows(*lines: Line) -> list[list[str]]:
    return [[each.text for each in row] for row in group_rows(lines)]


def test_rows_from_left_to_right_and_top_to_bottom() -> None:
    assert rows(line("d", 200, 62), line("a", 0, 10), line("c", 0, 60), line("b", 300, 12)) == [
        ["a", "b"],
        ["c", "d"],
    ]


def test_row_drifts_with_the_paper() -> None:
    drifting = [line(str(i), 120 * i, 10 + 6 * i) for i in range(6)]
    assert rows(*drifting) == [["0", "1", "2", "3", "4", "5"]]


def test_wrapped_neighbour_makes_two_rows() -> None:
    label, first, second = line("l", 0, 10), line("v1", 150, 8), line("v2", 150, 26)
    assert rows(label, first, second) == [["l", "v1"], ["v2"]]


def test_tall_heading_beside_two_lines_does_not_join_them() -> None:
    assert rows(line("a", 0, 0), line("b", 0, 22), line("T", 200, 2, height=40)) in (
        [["a", "T"], ["b"]],
        [["a"], ["b", "T"]],
    )


def test_a_tall_smear_beside_a_label_does_not_take_it_under_its_value() -> None:
    label, value = line("Nơi cư trú / Place of residence:", 90, 84), line("Số 254", 93, 118)
    assert rows(label, value, line("-", 850, 72, height=236))[:2] == [[label.text, "-"], ["Số 254"]]


def test_fragments_of_one_field_are_joined() -> None:
    merged = merge_fragments([line("Nguyễn", 0, 10), line("Văn An", 104, 11), line("Nam", 400, 9)])
    assert [each.text for each in merged] == ["Nguyễn Văn An", "Nam"]
    assert merged[0].box.right == 204


boxes = st.builds(
    line,
    st.sampled_from("abc"),
    st.floats(0, 1000),
    st.floats(0, 1000),
    st.floats(1, 400),
    st.floats(5, 60),
)


@given(st.lists(boxes, max_size=25))
def test_every_line_is_in_one_row(lines: list[Line]) -> None:
    found = reading_order(lines)
    assert sorted(map(id, found)) == sorted(map(id, lines))
    for row in group_rows(lines):
        assert [each.box.left for each in row] == sorted(each.box.left for each in row)


@given(st.lists(boxes, max_size=15), st.randoms())
def test_order_of_detection_does_not_matter(lines: list[Line], random: object) -> None:
    assert reading_order(lines) == reading_order(list(reversed(lines))) or len(
        {(each.box.center_y, each.box.left) for each in lines}
    ) < len(lines)


def test_text_found_twice_stands_once() -> None:
    whole = line("Giấy tờ tùy thân: CCCD", 10, 15, width=500)
    echo = line("Giấy tờ", 5, 5, width=80, height=40)
    beside, below = line("Giấy tờ", 600, 15), line("Giấy tờ", 10, 60)
    other = line("Dân tộc", 5, 15, width=80)
    assert without_echoes([echo, whole, beside, below, other]) == (whole, beside, below, other)
    assert without_echoes([whole, whole]) == (whole, whole)
