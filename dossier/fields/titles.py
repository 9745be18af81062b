"""What people call the kinds of fields and the groups that quality is counted in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KIND_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "Họ tên / Names",
        "date": "Ngày tháng / Dates",
        "date_words": "Ngày bằng chữ / Dates in words",
        "date_time": "Ngày giờ / Dates with time",
        "until": "Thời hạn / Terms",
        "id_number": "Số định danh / ID numbers",
        "party_number": "Số của người hoặc tổ chức / Numbers of people or bodies",
        "sex": "Giới tính / Sex",
        "ethnicity": "Dân tộc / Ethnicity",
        "nationality": "Quốc tịch / Nationality",
        "address": "Địa chỉ / Addresses",
        "phone": "Điện thoại / Phones",
        "relation": "Quan hệ / Relations",
        "number": "Số / Numbers",
        "measure": "Kích thước / Measures",
        "choice": "Lựa chọn / Choices",
        "text": "Chữ tự do / Free text",
        "email": "Thư điện tử / E-mail",
        "table": "Bảng / Tables",
    }
)
"""Kind -> Vietnamese / English."""
_SOURCES: Final[Mapping[str, str]] = {
    "qr": "mã QR / QR code",
    "mrz": "dòng MRZ / MRZ",
    "mark": "dấu tích / ticks",
    "reviewer": "người soát / reviewer",
}
_BLANK: Final = "Để trống / Left empty"


def kind_title(kind: str) -> str:
    """Vietnamese / English; the kind itself where this version does not know it any more."""
    return KIND_TITLES.get(kind, kind)


def group_title(group: str) -> str:
    """Of a group of `dossier.calibration`: `name@qr` is names that were read from a QR code."""
    if group == "blank":
        return _BLANK
    kind, _, source = group.partition("@")
    vi, _, en = kind_title(kind).partition(" / ")
    if not source:
        return f"{vi} / {en or vi}"
    said, _, said_en = _SOURCES.get(source, source).partition(" / ")
    return f"{vi} ({said}) / {en or vi} ({said_en or said})"
