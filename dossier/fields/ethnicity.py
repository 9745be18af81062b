"""`ethnicity`: the official name of one of the 54 peoples (General Statistics Office list)."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.closed import ClosedList, compare_in, key_of
from dossier.fields.kind import Comparison
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.record import Check
from dossier.text import clean, fold

OFFICIAL: Final = (
    "Kinh", "Tày", "Thái", "Hoa", "Khmer", "Mường", "Nùng", "Mông", "Dao", "Gia Rai", "Ê Đê",
    "Ba Na", "Xơ Đăng", "Sán Chay", "Cơ Ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra Glai",
    "Xtiêng", "Bru-Vân Kiều", "Thổ", "Giáy", "Cơ Tu", "Gié Triêng", "Mạ", "Khơ Mú", "Co",
    "Tà Ôi", "Chơ Ro", "Kháng", "Xinh Mun", "Hà Nhì", "Chu Ru", "Lào", "La Chí", "La Ha",
    "Phù Lá", "La Hủ", "Lự", "Ngái", "Chứt", "Lô Lô", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống",
    "Bố Y", "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ Măm",
)  # fmt: skip
"""In the order of their codes 1..54."""

_SUB_NAMES: Final = {
    "Việt": "Kinh", "Kinh (Việt)": "Kinh", "H'Mông": "Mông", "Hmông": "Mông", "Mèo": "Mông",
    "Mông Hoa": "Mông", "Mông Trắng": "Mông", "Mông Đen": "Mông", "Mông Xanh": "Mông",
    "Thái Đen": "Thái", "Thái Trắng": "Thái", "Cao Lan": "Sán Chay", "Sán Chỉ": "Sán Chay",
    "Cao Lan - Sán Chỉ": "Sán Chay", "Hán": "Hoa", "Khơ Me": "Khmer", "Khơ-me": "Khmer",
    "Jrai": "Gia Rai", "Jarai": "Gia Rai", "Gia-rai": "Gia Rai", "Rađê": "Ê Đê", "Ê-đê": "Ê Đê",
    "Êđê": "Ê Đê", "Bahnar": "Ba Na", "Ba-na": "Ba Na", "Bana": "Ba Na", "Xê Đăng": "Xơ Đăng",
    "Xơ-đăng": "Xơ Đăng", "K'Ho": "Cơ Ho", "Cơ-ho": "Cơ Ho", "Chàm": "Chăm", "H'rê": "Hrê",
    "M'Nông": "Mnông", "Raglai": "Ra Glai", "Ra-glai": "Ra Glai", "Stiêng": "Xtiêng",
    "S'tiêng": "Xtiêng", "Vân Kiều": "Bru-Vân Kiều", "Bru": "Bru-Vân Kiều", "Pa Kô": "Tà Ôi",
    "Pa Cô": "Tà Ôi", "Cơ-tu": "Cơ Tu", "Ka Tu": "Cơ Tu", "Giẻ Triêng": "Gié Triêng",
    "Gié-Triêng": "Gié Triêng", "Châu Mạ": "Mạ", "Cor": "Co", "Khơ-mú": "Khơ Mú",
    "Tà-ôi": "Tà Ôi", "Chơ-ro": "Chơ Ro", "Lô-lô": "Lô Lô", "Rục": "Chứt", "Ơ-đu": "Ơ Đu",
    "Rơ-măm": "Rơ Măm", "Pà Thẻn (Pà Hưng)": "Pà Thẻn", "Dao Đỏ": "Dao", "Dao Tiền": "Dao",
    "Dao Quần Trắng": "Dao", "Ngạn": "Tày", "Tày (Thổ)": "Tày",
}  # fmt: skip

_LAST_DOT: Final = re.compile(r"(?<=[^\W\d_])\s+[0-9oO]$")
"""The last dot of a leader, read as a figure."""
_LIST: Final = ClosedList({**{name: name for name in OFFICIAL}, **_SUB_NAMES})
_OFFICIAL_KEYS: Final = frozenset(map(key_of, OFFICIAL))


class EthnicityKind:
    name: ClassVar[str] = "ethnicity"

    def parse(self, text: str) -> Outcome:
        """The official name; a branch's name gives its people, with a note."""
        words = _LAST_DOT.sub("", _without_label(clean(text)))
        if "viet nam" in fold(words):
            return Unreadable("ghi quốc tịch thay cho dân tộc / a nationality stands here")
        found = _LIST.find(words)
        if found is None:
            return Unreadable("không có trong danh mục 54 dân tộc / not among the 54 peoples")
        if found.certainty == 1.0 and key_of(words) not in _OFFICIAL_KEYS:
            note = f"“{words}” là tên gọi khác của {found.value} / another name of {found.value}"
            return Parsed(found.value, 0.97, note)
        return found

    def check(self, value: str) -> tuple[Check, ...]:
        ok = value in OFFICIAL
        detail = "" if ok else "không có trong danh mục 54 dân tộc / not among the 54 peoples"
        return (Check(rule="ethnicity_listed", ok=ok, detail=detail),)

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_in(_official, submitted, read, "cùng một dân tộc / the same people")


def _official(text: str) -> str | None:
    found = _LIST.find(_without_label(clean(text)))
    return found.value if found and found.certainty == 1.0 else None


def _without_label(text: str) -> str:
    folded = fold(text)
    if folded.startswith("dan toc") and len(folded) == len(text):
        return text[len("dan toc") :].strip(" :.,;-")
    return text.strip(" :.,;-")
