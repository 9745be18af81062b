"""Part 4 of the building permit request: the blocks on kinds of buildings, the houses' filled."""

from __future__ import annotations

from samples.generator.forms import permit_texts as texts
from samples.generator.forms.filled import Answer, Desk, blank_for, text_answer
from samples.generator.forms.permit_texts import Wording
from samples.generator.layout.pieces import Blank, Part, Piece, label
from samples.generator.layout.sheet import Sheet

_NARROW = 60.0
"""Points of a blank for a figure."""


def building_answers(desk: Desk, site: int) -> list[Answer]:
    """Return grade and sizes of one house, which agree; `site` is its lot in tenths of a m2."""
    rng = desk.rng
    storeys = rng.randint(1, 6)
    ground = rng.randint(site * 4 // 10, site)
    total = ground * storeys + rng.randint(0, ground // 2)
    height = storeys * 35 + rng.randint(0, 30)
    attic = storeys > 1 and rng.random() < 0.35
    shown = f"{storeys:02d}" if rng.random() < 0.7 else str(storeys)
    grade = rng.choice(("III", "Cấp III", "IV", "Cấp IV", "cấp III"))
    return [
        text_answer("building_grade", grade),
        size_answer("ground_floor_area_m2", ground),
        size_answer("total_floor_area_m2", total),
        size_answer("height_m", height),
        Answer(key="storeys", raw=f"{shown} tầng + 01 tum" if attic else shown,
               value=str(storeys)),
    ]  # fmt: skip


def size_answer(key: str, tenths: int) -> Answer:
    """Return an answer in tenths, written with a decimal comma."""
    return Answer(key=key, raw=f"{tenths // 10},{tenths % 10}", value=f"{tenths / 10:g}")


def draw_building(
    sheet: Sheet, answers: dict[str, Answer], wording: Wording, *, whole: bool
) -> None:
    """Set part 4; `whole` prints the blocks on other buildings too, empty."""
    sheet.paragraph([label("4. Nội dung đề nghị cấp phép:")])
    if whole:
        _draw_free_standing(sheet, wording)
        _draw_others(sheet)
    sheet.paragraph([label(wording.house)])
    grade = blank_for(answers["building_grade"], width=130)
    sheet.paragraph([label("- Cấp công trình: "), grade])
    _sized(sheet, "- Diện tích xây dựng tầng 1 (tầng trệt): ", answers["ground_floor_area_m2"],
           " m2.")  # fmt: skip
    if wording.setback:
        level = Blank(parts=(Part(text="+0,45", key=None),), width=_NARROW, centered=True)
        sheet.paragraph([label("- Cốt xây dựng: "), level, label(" m.")])
        sheet.paragraph([label("- Khoảng lùi (nếu có): "), Blank(width=_NARROW), label(" m.")])
    floor, high, count = wording.details
    total, height = answers["total_floor_area_m2"], answers["height_m"]
    _sized(sheet, "- Tổng diện tích sàn: ", total, f" m2{floor}")
    _sized(sheet, "- Chiều cao công trình: ", height, f" m{high}")
    _sized(sheet, "- Số tầng: ", answers["storeys"], count)


def _sized(sheet: Sheet, lead: str, answer: Answer, tail: str) -> None:
    blank = blank_for(answer, width=_NARROW, centered=True)
    sheet.paragraph([label(lead), blank, label(tail)])


def _draw_free_standing(sheet: Sheet, wording: Wording) -> None:
    floor, high, count = wording.details
    sheet.paragraph([label(texts.FREE_STANDING)])
    _draw_kind(sheet)
    rows = (
        ("- Diện tích xây dựng: ", " m2."),
        ("- Cốt xây dựng: ", " m."),
        *((("- Khoảng lùi (nếu có): ", " m."),) if wording.setback else ()),
        (
            "- Tổng diện tích sàn (đối với công trình dân dụng và công trình có kết cấu dạng "
            "nhà): ",
            f" m2{floor}",
        ),
        ("- Chiều cao công trình: ", f" m{high}"),
        ("- Số tầng: ", count),
    )
    for lead, tail in rows:
        sheet.paragraph([label(lead), Blank(width=_NARROW), label(tail)])


def _draw_kind(sheet: Sheet) -> None:
    width = (sheet.right - sheet.left) * 0.38
    pieces: list[Piece] = [label("- Loại công trình: "), Blank(width=width)]
    sheet.paragraph([*pieces, label(" Cấp công trình: "), Blank()])


def _draw_others(sheet: Sheet) -> None:
    blocks = (
        (texts.ALONG_A_LINE, ("- Tổng chiều dài công trình: ", "- Cốt xây dựng: ",
                              "- Độ sâu công trình: ")),
        (texts.MONUMENT, ("- Khoảng lùi (nếu có): ", "- Chiều cao công trình: ")),
    )  # fmt: skip
    for heading, leads in blocks:
        sheet.paragraph([label(heading)])
        _draw_kind(sheet)
        for lead in leads:
            sheet.paragraph([label(lead), Blank(width=_NARROW), label(" m.")])
