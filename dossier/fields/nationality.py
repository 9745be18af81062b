"""`nationality`: 'Việt Nam' however it is written, other countries by their Vietnamese name."""

from __future__ import annotations

from typing import ClassVar, Final

from dossier.fields.closed import ClosedList, compare_in
from dossier.fields.kind import Comparison
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.record import Check
from dossier.text import clean, fold

VIETNAM: Final = "Việt Nam"

_COUNTRIES: Final = (
    "Trung Quốc", "Đài Loan", "Hàn Quốc", "Nhật Bản", "Lào", "Campuchia", "Thái Lan", "Singapore",
    "Malaysia", "Indonesia", "Philippines", "Ấn Độ", "Nga", "Ukraina", "Ba Lan", "Cộng hòa Séc",
    "Đức", "Pháp", "Anh", "Hoa Kỳ", "Canada", "Úc", "New Zealand", "Ý", "Tây Ban Nha", "Hà Lan",
    "Bỉ", "Thụy Sĩ", "Thụy Điển", "Na Uy", "Đan Mạch", "Phần Lan", "Hungary", "Slovakia",
    "Không quốc tịch",
)  # fmt: skip
_OTHER_NAMES: Final = {
    "VN": VIETNAM, "VNM": VIETNAM, "Vietnam": VIETNAM, "Viet Nam": VIETNAM, "Vietnamese": VIETNAM,
    "Việt Nam / Vietnamese": VIETNAM, "CHXHCN Việt Nam": VIETNAM, "Mỹ": "Hoa Kỳ", "USA": "Hoa Kỳ",
    "Australia": "Úc", "Ô-xtrây-li-a": "Úc", "Liên bang Nga": "Nga", "Séc": "Cộng hòa Séc",
    "CHND Trung Hoa": "Trung Quốc", "Trung Hoa": "Trung Quốc", "Ca-na-đa": "Canada",
    "Xinh-ga-po": "Singapore", "Cam-pu-chia": "Campuchia", "Italia": "Ý", "Đại Hàn Dân Quốc":
    "Hàn Quốc", "Cộng hòa Liên bang Đức": "Đức", "CHLB Đức": "Đức", "Korea": "Hàn Quốc",
    "Japan": "Nhật Bản", "China": "Trung Quốc", "Taiwan": "Đài Loan", "Trung Quốc (Đài Loan)":
    "Đài Loan",
}  # fmt: skip
_LIST: Final = ClosedList({VIETNAM: VIETNAM, **{name: name for name in _COUNTRIES}, **_OTHER_NAMES})


class NationalityKind:
    name: ClassVar[str] = "nationality"

    def parse(self, text: str) -> Outcome:
        words = _without_label(clean(text))
        if not any(ch.isalpha() for ch in words):
            return Unreadable("không có chữ / no letters")
        found = _LIST.find(words)
        if found:
            return found
        note = "tên nước ngoài danh mục / not a country of the list"
        return Parsed(words, 0.85, note)

    def check(self, value: str) -> tuple[Check, ...]:
        ok = value == VIETNAM or value in _COUNTRIES
        detail = "" if ok else "tên nước ngoài danh mục / not a country of the list"
        return (Check(rule="nationality_listed", ok=ok, detail=detail, severity="warning"),)

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_in(_country, submitted, read, "cùng một nước / the same country")


def _country(text: str) -> str | None:
    found = _LIST.find(_without_label(clean(text)))
    return found.value if found and found.certainty == 1.0 else None


def _without_label(text: str) -> str:
    folded = fold(text)
    if folded.startswith("quoc tich") and len(folded) == len(text):
        return text[len("quoc tich") :].strip(" :.,;-")
    return text.strip(" :.,;-")
