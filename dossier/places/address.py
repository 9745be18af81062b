"""Takes an address apart from its end: province, district (until 30 June 2025), commune, the rest.

'Số 5, ngõ 12, P. Láng Thượng, Q. Đống Đa, TP. Hà Nội' and, since July 2025, 'Số 5, phường Láng,
Hà Nội'; cards write names alone: 'Số 5, Láng Thượng, Đống Đa, Hà Nội'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dossier.places.provinces import find_province
from dossier.text import clean, fold, fold_each

_FULL_WORDS: Final = {
    "tdp": "tổ dân phố", "kdt": "khu đô thị", "ktt": "khu tập thể", "đ": "đường", "d": "đường",
    "p": "phường", "q": "quận", "h": "huyện", "x": "xã", "tx": "thị xã", "tt": "thị trấn",
    "tp": "thành phố", "t": "tỉnh", "sn": "số nhà", "kp": "khu phố",
}  # fmt: skip
_SHORT: Final = re.compile(
    r"\b(tdp|kdt|ktt|sn|kp|tx|tt|tp)\b\.?\s*|\b([pqhxtd])\.\s*|\b([pq])\s?(?=[0-9])"
)
# With their marks: the ward Phương Mai and the street Xã Đàn are no phường and no xã. What
# recognisers and hurried typists make of phường is no other word.
_WARD: Final = r"phường|phuờng|phưòng|phuòng|phừơng|phuong(?=\s+[0-9])"
_UNIT: Final = re.compile(
    rf"(?<!đường )(?<!phố )(?<!ngõ )(?<!thị )\b(?:{_WARD}|xã(?! hội)|thị trấn|đặc khu|quận"
    r"(?! đội)|huyện|thị xã|thành phố|tỉnh(?! lộ))\s+(?=\S)"
)
_COMMUNE: Final = re.compile(rf"({_WARD}|xã|thị trấn|đặc khu)\s+(?=\S)")
_DISTRICT: Final = re.compile(r"(quận|huyện|thị xã|thành phố)\s+(?=\S)")
_PROVINCE: Final = re.compile(r"(?:thanh pho|tinh|thu do)\s+")
_PLAIN_UNITS: Final = {
    fold(unit): unit
    for unit in ("phường", "xã", "thị trấn", "quận", "huyện", "thị xã", "thành phố", "tỉnh")
}
_PLAIN_UNIT: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(_PLAIN_UNITS, key=len, reverse=True))})\b(?=\s+\S)", re.IGNORECASE
)
_DETAIL: Final = re.compile(
    r"[0-9]|^(số|ngõ|ngách|hẻm|phố|đường|tổ|thôn|xóm|khu|ấp|đội|làng|tòa|toà|căn|phòng|chung cư)\b",
    re.IGNORECASE,
)
"""With its marks: Láng Thượng is a ward, làng a village."""
_NUMBERED: Final = re.compile(r"[0-9]{1,2}")
"""A ward that has a number for its name, as cards write it: 'Tổ 5, 3, Vũng Tàu, …'."""
_DASHED: Final = re.compile(
    r"(Rịa|Miếu|Hương|Cam Ly|Lâm Viên|Trường|Biang)\s+[-–]\s+(?=Vũng|Quốc|Đà Lạt)", re.IGNORECASE
)
"""'Bà Rịa - Vũng Tàu', 'Xuân Hương - Đà Lạt' are names; other dashes part levels as commas do."""
_CUTS: Final = re.compile(r"\s*[,;]\s*|\s+[-–]\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The levels of an address, names without their prefix; '' where a level is not written."""

    detail: str = ""
    """House, lane, street, hamlet: all before the commune."""
    commune: str = ""
    commune_kind: str = ""
    """phường, xã, thị trấn, đặc khu, or ''."""
    district: str = ""
    province: str = ""
    """Canonical name, old or new."""


def expand_abbreviations(text: str) -> str:
    """'P. Láng, Q. Đống Đa, TP Hà Nội' with every abbreviated unit written out."""
    folded = fold_each(text)
    parts, end = [], 0
    for found in _SHORT.finditer(folded):
        short = next(filter(None, found.groups()))
        parts += [text[end : found.start()], _FULL_WORDS[short], " "]
        end = found.end()
    return " ".join("".join([*parts, text[end:]]).split())


def parse_address(text: str) -> Address:
    """The levels of `text` as far as they can be told apart. Never raises."""
    segments = _segments(_with_marks(expand_abbreviations(clean(text))))
    if segments and fold(segments[-1]) in ("viet nam", "vietnam"):
        segments.pop()
    province = _take_province(segments)
    district = _take_district(segments)
    commune, kind = _take_commune(segments, district, known_above=bool(province or district))
    return Address(
        detail=", ".join(segments),
        commune=commune,
        commune_kind=kind,
        district=district,
        province=province,
    )


def _segments(text: str) -> list[str]:
    """`text` cut at commas and before each named unit."""
    marked, end = [], 0
    for found in _UNIT.finditer(_lower(text)):
        marked += [text[end : found.start()], ","]
        end = found.start()
    joined = _DASHED.sub(r"\1-", "".join([*marked, text[end:]]))
    return [part.strip(" .") for part in _CUTS.split(joined) if part.strip(" .")]


def _take_province(segments: list[str]) -> str:
    if not segments:
        return ""
    bare = _PROVINCE.sub("", fold(segments[-1])).replace("-", " - ")
    province = find_province(bare) or find_province(bare.replace(" - ", " "))
    if province is None:
        return _take_province_behind(segments)
    segments.pop()
    return province


def _take_province_behind(segments: list[str]) -> str:
    """The province written behind a commune or district without a comma between."""
    last = segments[-1]
    unit = _COMMUNE.match(_lower(last)) or _DISTRICT.match(_lower(last))
    if unit is None:
        return ""
    words = last[unit.end() :].split()
    for count in range(min(4, len(words) - 1), 0, -1):
        province = find_province(" ".join(words[-count:]))
        if province is not None:
            segments[-1] = last[: unit.end()] + " ".join(words[:-count])
            return province
    return ""


def _take_district(segments: list[str]) -> str:
    if not segments:
        return ""
    last = _lower(segments[-1])
    prefix = _DISTRICT.match(last)
    if prefix:
        return segments.pop()[prefix.end() :]
    if _COMMUNE.match(last) or len(segments) < 2 or _DETAIL.search(segments[-1]):
        return ""
    # Names alone: the last of two is a district, unless before it stands a street. 'Ba Đình' may
    # be both, so a Hà Nội name counts as a district only beside a commune.
    numbered = len(segments) > 2 and _NUMBERED.fullmatch(segments[-2])
    if numbered or _COMMUNE.match(_lower(segments[-2])):
        return segments.pop()
    return "" if _DETAIL.search(segments[-2]) else segments.pop()


def _take_commune(segments: list[str], district: str, *, known_above: bool) -> tuple[str, str]:
    if not segments:
        return "", ""
    prefix = _COMMUNE.match(_lower(segments[-1]))
    if prefix:
        kind = "phường" if prefix[1].startswith("ph") else prefix[1]
        return segments.pop()[prefix.end() :], kind
    numbered = district and len(segments) > 1 and _NUMBERED.fullmatch(segments[-1])
    if numbered or (known_above and not _DETAIL.search(segments[-1])):
        return segments.pop(), ""
    return "", ""


def _lower(text: str) -> str:
    """`text` in lower case, letter by letter, so that offsets lead back."""
    return "".join(ch.lower() if len(ch.lower()) == 1 else ch for ch in text)


def _with_marks(text: str) -> str:
    """Units written out in a text that has no marks at all: 'phuong Lang, quan Dong Da'."""
    if not text.isascii():
        return text
    return _PLAIN_UNIT.sub(lambda found: _PLAIN_UNITS[found.group().lower()], text)
