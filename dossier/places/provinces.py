"""Provinces: the codes inside personal numbers, and the 34 provinces since 1 July 2025."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from dossier.text import canonical_tones, clean, fold

_ID_CODES: Final = (
    "001 Hà Nội;002 Hà Giang;004 Cao Bằng;006 Bắc Kạn;008 Tuyên Quang;010 Lào Cai;011 Điện Biên;"
    "012 Lai Châu;014 Sơn La;015 Yên Bái;017 Hòa Bình;019 Thái Nguyên;020 Lạng Sơn;"
    "022 Quảng Ninh;024 Bắc Giang;025 Phú Thọ;026 Vĩnh Phúc;027 Bắc Ninh;030 Hải Dương;"
    "031 Hải Phòng;033 Hưng Yên;034 Thái Bình;035 Hà Nam;036 Nam Định;037 Ninh Bình;"
    "038 Thanh Hóa;040 Nghệ An;042 Hà Tĩnh;044 Quảng Bình;045 Quảng Trị;046 Thừa Thiên Huế;"
    "048 Đà Nẵng;049 Quảng Nam;051 Quảng Ngãi;052 Bình Định;054 Phú Yên;056 Khánh Hòa;"
    "058 Ninh Thuận;060 Bình Thuận;062 Kon Tum;064 Gia Lai;066 Đắk Lắk;067 Đắk Nông;"
    "068 Lâm Đồng;070 Bình Phước;072 Tây Ninh;074 Bình Dương;075 Đồng Nai;"
    "077 Bà Rịa - Vũng Tàu;079 Hồ Chí Minh;080 Long An;082 Tiền Giang;083 Bến Tre;084 Trà Vinh;"
    "086 Vĩnh Long;087 Đồng Tháp;089 An Giang;091 Kiên Giang;092 Cần Thơ;093 Hậu Giang;"
    "094 Sóc Trăng;095 Bạc Liêu;096 Cà Mau"
)


def _read(codes: str) -> Mapping[str, str]:
    return MappingProxyType({entry[:3]: entry[4:] for entry in codes.split(";")})


ID_PROVINCES: Final = _read(_ID_CODES)
"""First three digits of a personal number -> province at the time of registration (63 codes)."""

_SINCE_2025: Final = (
    "01 Hà Nội;04 Cao Bằng;08 Tuyên Quang;11 Điện Biên;12 Lai Châu;14 Sơn La;15 Lào Cai;"
    "19 Thái Nguyên;20 Lạng Sơn;22 Quảng Ninh;24 Bắc Ninh;25 Phú Thọ;31 Hải Phòng;33 Hưng Yên;"
    "37 Ninh Bình;38 Thanh Hoá;40 Nghệ An;42 Hà Tĩnh;44 Quảng Trị;46 Huế;48 Đà Nẵng;"
    "51 Quảng Ngãi;52 Gia Lai;56 Khánh Hoà;66 Đắk Lắk;68 Lâm Đồng;75 Đồng Nai;79 Hồ Chí Minh;"
    "80 Tây Ninh;82 Đồng Tháp;86 Vĩnh Long;91 An Giang;92 Cần Thơ;96 Cà Mau"
)

# Resolution 202/2025/QH15: which provinces became part of which. What is not named stayed.
_MERGED: Final = (
    "Hà Giang>Tuyên Quang;Yên Bái>Lào Cai;Bắc Kạn>Thái Nguyên;Vĩnh Phúc>Phú Thọ;"
    "Hòa Bình>Phú Thọ;Bắc Giang>Bắc Ninh;Thái Bình>Hưng Yên;Hải Dương>Hải Phòng;"
    "Hà Nam>Ninh Bình;Nam Định>Ninh Bình;Quảng Bình>Quảng Trị;Quảng Nam>Đà Nẵng;"
    "Kon Tum>Quảng Ngãi;Bình Định>Gia Lai;Ninh Thuận>Khánh Hoà;Đắk Nông>Lâm Đồng;"
    "Bình Thuận>Lâm Đồng;Phú Yên>Đắk Lắk;Bà Rịa - Vũng Tàu>Hồ Chí Minh;Bình Dương>Hồ Chí Minh;"
    "Bình Phước>Đồng Nai;Long An>Tây Ninh;Sóc Trăng>Cần Thơ;Hậu Giang>Cần Thơ;"
    "Bến Tre>Vĩnh Long;Trà Vinh>Vĩnh Long;Tiền Giang>Đồng Tháp;Bạc Liêu>Cà Mau;"
    "Kiên Giang>An Giang;Thừa Thiên Huế>Huế"
)
_ALIASES: Final = {
    "hn": "Hà Nội", "hcm": "Hồ Chí Minh", "tphcm": "Hồ Chí Minh", "sai gon": "Hồ Chí Minh",
    "thua thien - hue": "Thừa Thiên Huế", "ba ria vung tau": "Bà Rịa - Vũng Tàu",
    "dac lac": "Đắk Lắk", "daklak": "Đắk Lắk", "dak nong": "Đắk Nông", "thu do ha noi": "Hà Nội",
    "ha tay": "Hà Nội",
}  # fmt: skip

PROVINCES: Final = MappingProxyType({e[:2]: e[3:] for e in _SINCE_2025.split(";")})
"""Code -> name of the 34 provinces since 1 July 2025."""
SUCCESSORS: Final = MappingProxyType(dict(e.split(">") for e in _MERGED.split(";")))
"""Province until 30 June 2025 -> the province it is part of now; only where the name changed."""


def find_province(text: str) -> str | None:
    """The province, old or new, that `text` names without its prefix; None when there is none.

    Marks may be missing, since no two provinces differ only in them.
    """
    return _by_fold().get(fold(clean(text)).replace(".", " ").strip())


def province_today(name: str) -> str:
    """The province that `name` (old or new) belongs to since 1 July 2025."""
    today = SUCCESSORS.get(name, name)
    return find_province(canonical_tones(today)) or today


@cache
def _by_fold() -> Mapping[str, str]:
    # Later entries win: the spelling of today (Khánh Hoà) stands for both.
    names = [*ID_PROVINCES.values(), *PROVINCES.values()]
    return {**{fold(name): name for name in names}, **_ALIASES}
