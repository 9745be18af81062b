"""Printed wording as an edition that nobody has seen yet might put it.

Labels keep their sense and their answers: only how they are said, numbered, set and broken changes.
`reword` changes the pieces of one line; what changes several lines is `layout.changed`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from samples.generator.layout.pieces import Label, Piece

Change = Literal[
    "wording", "numbering", "capitals", "bilingual", "hints", "colons", "added", "order", "broken"
]
CHANGES: Final[tuple[Change, ...]] = (
    "wording", "numbering", "capitals", "bilingual", "hints", "colons", "added", "order", "broken",
)  # fmt: skip

_LABEL: Final = re.compile(
    r"^(?P<lead>\s*)(?P<number>\d{1,2}\.\s*|[a-zđ]\)\s*|-\s*)?(?P<core>.*?)(?P<tail>\s*:?\s*)$",
    re.DOTALL,
)
_SAID: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"Họ, chữ đệm(?:, | và )tên khai sinh", ("Họ và tên khai sinh", "Họ tên khai sinh")),
    (r"Họ, chữ đệm(?:, | và )tên", ("Họ và tên", "Họ tên")),
    (r"người yêu cầu$", ("người yêu cầu", "người đi đăng ký")),
    (r"Ngày, tháng, năm sinh", ("Ngày sinh", "Sinh ngày", "Ngày/tháng/năm sinh")),
    (r"^Năm sinh", ("Ngày, tháng, năm sinh", "Sinh năm")),
    (r"Nơi cư trú", ("Nơi ở hiện nay", "Địa chỉ cư trú", "Nơi thường trú hoặc tạm trú")),
    (r"Giấy tờ tùy thân", ("Số CCCD/CMND/Hộ chiếu", "Giấy tờ nhân thân", "Căn cước/CCCD số")),
    (r"Số định danh cá nhân", ("Số ĐDCN/Căn cước", "Mã số định danh cá nhân", "Số căn cước")),
    (r"(?:Số )?[đĐ]iện thoại(?: liên hệ)?", ("Số điện thoại", "Điện thoại di động", "SĐT")),
    (r"Email|Hộp thư điện tử", ("Thư điện tử", "Địa chỉ email")),
    (r"(?:Mối q|Q)uan hệ với", ("Quan hệ với", "Mối quan hệ với", "Là gì đối với")),
    (r"Quê quán", ("Nguyên quán", "Quê gốc")),
    (r"Nơi sinh", ("Sinh tại", "Nơi sinh ra")),
    (r"Nơi chết", ("Nơi mất", "Chết tại")),
    (r"Nguyên nhân chết", ("Lý do chết", "Nguyên nhân tử vong")),
    (r"Nội dung đề nghị", ("Nội dung yêu cầu", "Đề nghị về việc")),
    (r"Giới tính", ("Giới tính (nam/nữ)", "Nam, nữ")),
    (r"Quốc tịch", ("Quốc tịch hiện nay", "Quốc tịch")),
    (r"Tình trạng hôn nhân", ("Tình trạng hôn nhân hiện tại", "Về tình trạng hôn nhân")),
    (r"[Gg]hi bằng chữ", ("viết bằng chữ", "bằng chữ")),
    (r"[Đđ]ề nghị cấp bản sao", ("Yêu cầu cấp bản sao", "Đề nghị được cấp bản sao")),
    (r"Mục đích sử dụng", ("Mục đích dùng", "Dùng vào việc")),
)
"""Words of a label and what other prints say in their place."""

_ENGLISH: Final[tuple[tuple[str, str], ...]] = (
    (r"Họ.*tên", "Full name"), (r"sinh$|^Năm sinh", "Date of birth"),
    (r"cư trú|[Đđ]ịa chỉ|thường trú", "Address"), (r"Giấy tờ tùy thân", "Identity paper"),
    (r"định danh", "Personal identification number"), (r"điện thoại", "Telephone"),
    (r"Giới tính", "Sex"), (r"Dân tộc", "Ethnicity"), (r"Quốc tịch", "Nationality"),
    (r"Quan hệ|quan hệ", "Relationship"), (r"Quê quán", "Place of origin"),
    (r"Nơi sinh", "Place of birth"), (r"Nơi chết", "Place of death"),
    (r"Nguyên nhân", "Cause"), (r"Nội dung", "Content"), (r"Tình trạng", "Marital status"),
    (r"Mục đích", "Purpose"), (r"Diện tích", "Area"),
)  # fmt: skip

_HINTS: Final[tuple[tuple[str, str], ...]] = (
    (r"Họ.*tên", "(viết chữ in hoa, có dấu)"), (r"sinh$", "(ghi đủ ngày, tháng, năm)"),
    (r"cư trú|[Đđ]ịa chỉ|thường trú", "(ghi rõ số nhà, đường, phường/xã, tỉnh/thành phố)"),
    (r"Giấy tờ tùy thân|định danh", "(nếu có)"), (r"điện thoại|[Ee]mail", "(nếu có)"),
    (r"Quan hệ|quan hệ", "(cha, mẹ, vợ, chồng, con)"), (r"Quê quán", "(xã/phường, tỉnh)"),
    (r"Nơi sinh|Nơi chết", "(ghi tên cơ sở y tế hoặc nơi cư trú)"),
    (r"Dân tộc|Quốc tịch|Giới tính", "(ghi rõ)"), (r"Nội dung|Mục đích", "(ghi cụ thể)"),
)  # fmt: skip


def reword(pieces: Sequence[Piece], changes: frozenset[Change], rng: random.Random) -> list[Piece]:
    """The pieces of one line with their labels put otherwise; words of an answer stay.

    `rng` must begin alike for all lines of a dossier, so that one edition says one thing one way.
    """
    return [
        replace(piece, text=_reword_text(piece.text, changes, rng))
        if isinstance(piece, Label) and not piece.note and piece.key is None
        else piece
        for piece in pieces
    ]


def _reword_text(text: str, changes: frozenset[Change], rng: random.Random) -> str:
    found = _LABEL.match(text)
    if found is None or not any(map(str.isalpha, found["core"])):
        return text
    lead, number, core, tail = found["lead"], found["number"] or "", found["core"], found["tail"]
    was = core
    if "wording" in changes:
        core = _said_otherwise(core, rng)
    if "capitals" in changes:
        core = core.upper()
    if "bilingual" in changes:
        core = _with(core, was, _ENGLISH, " / {}")
    if "hints" in changes:
        core = _with(core, was, _HINTS, " {}")
    if "numbering" in changes:
        number = _numbered_otherwise(number, rng)
    if "colons" in changes:
        tail = rng.choice((" ", " : ", " - ")) if ":" in tail else tail
    return f"{lead}{number}{core}{tail}"


def _said_otherwise(core: str, rng: random.Random) -> str:
    for at, (pattern, others) in enumerate(_SAID):
        core = re.sub(pattern, others[_choice(rng, at) % len(others)], core)
    return core


def _choice(rng: random.Random, at: int) -> int:
    """The same number for the same `at`, as long as nobody draws from `rng`."""
    state = rng.getstate()
    drawn = [rng.randrange(60) for _ in range(at + 1)][at]
    rng.setstate(state)
    return drawn


def _with(core: str, was: str, table: Sequence[tuple[str, str]], shape: str) -> str:
    added = next((text for pattern, text in table if re.search(pattern, was)), None)
    return core + shape.format(added) if added else core


def _numbered_otherwise(number: str, rng: random.Random) -> str:
    """ "4. " as "5) ", "4/ ", "IV. " or nothing; "a) " as "- "; the same way all over."""
    way = _choice(rng, 0) % 4
    digits = number.strip(" .")
    if not digits.isdigit():
        return {"- ": "+ "}.get(number, "- " if number else "")
    return (f"{int(digits) + 1}) ", f"{digits}/ ", "", f"({digits}) ")[way]
