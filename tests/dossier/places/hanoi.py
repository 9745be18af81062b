"""Hà Nội: its 126 communes since 1 July 2025 and its 30 districts until then, listed by hand.

To hold the tables of the product against.

Communes with the codes of Decision 19/2025/QĐ-TTg, spelled as there (hoà); districts as they
stood before the two-level government.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_WARDS: Final = (
    "00004 Ba Đình;00008 Ngọc Hà;00025 Giảng Võ;00070 Hoàn Kiếm;00082 Cửa Nam;00091 Phú Thượng;"
    "00097 Hồng Hà;00103 Tây Hồ;00118 Bồ Đề;00127 Việt Hưng;00136 Phúc Lợi;00145 Long Biên;"
    "00160 Nghĩa Đô;00166 Cầu Giấy;00175 Yên Hoà;00190 Ô Chợ Dừa;00199 Láng;"
    "00226 Văn Miếu - Quốc Tử Giám;00229 Kim Liên;00235 Đống Đa;00256 Hai Bà Trưng;"
    "00283 Vĩnh Tuy;00292 Bạch Mai;00301 Vĩnh Hưng;00316 Định Công;00322 Tương Mai;"
    "00328 Lĩnh Nam;00331 Hoàng Mai;00337 Hoàng Liệt;00340 Yên Sở;00352 Phương Liệt;"
    "00364 Khương Đình;00367 Thanh Xuân;00592 Từ Liêm;00598 Thượng Cát;00602 Đông Ngạc;"
    "00611 Xuân Đỉnh;00613 Tây Tựu;00619 Phú Diễn;00622 Xuân Phương;00634 Tây Mỗ;00637 Đại Mỗ;"
    "00643 Thanh Liệt;09552 Kiến Hưng;09556 Hà Đông;09562 Yên Nghĩa;09568 Phú Lương;"
    "09574 Sơn Tây;09604 Tùng Thiện;09886 Dương Nội;10015 Chương Mỹ"
)
_COMMUNES: Final = (
    "00376 Sóc Sơn;00382 Kim Anh;00385 Trung Giã;00430 Đa Phúc;00433 Nội Bài;00454 Đông Anh;"
    "00466 Phúc Thịnh;00475 Thư Lâm;00493 Thiên Lộc;00508 Vĩnh Thanh;00541 Phù Đổng;"
    "00562 Thuận An;00565 Gia Lâm;00577 Bát Tràng;00640 Thanh Trì;00664 Đại Thanh;00679 Ngọc Hồi;"
    "00685 Nam Phù;04930 Yên Xuân;08974 Quang Minh;08980 Yên Lãng;08995 Tiến Thắng;09022 Mê Linh;"
    "09616 Đoài Phương;09619 Quảng Oai;09634 Cổ Đô;09661 Minh Châu;09664 Vật Lại;09676 Bất Bạt;"
    "09694 Suối Hai;09700 Ba Vì;09706 Yên Bài;09715 Phúc Thọ;09739 Phúc Lộc;09772 Hát Môn;"
    "09784 Đan Phượng;09787 Liên Minh;09817 Ô Diên;09832 Hoài Đức;09856 Dương Hoà;09871 Sơn Đồng;"
    "09877 An Khánh;09895 Quốc Oai;09910 Kiều Phú;09931 Hưng Đạo;09952 Phú Cát;09955 Thạch Thất;"
    "09982 Hạ Bằng;09988 Hoà Lạc;10003 Tây Phương;10030 Phú Nghĩa;10045 Xuân Mai;10072 Quảng Bị;"
    "10081 Trần Phú;10096 Hoà Phú;10114 Thanh Oai;10126 Bình Minh;10144 Tam Hưng;10180 Dân Hoà;"
    "10183 Thường Tín;10210 Hồng Vân;10231 Thượng Phúc;10237 Chương Dương;10273 Phú Xuyên;"
    "10279 Phượng Dực;10330 Chuyên Mỹ;10342 Đại Xuyên;10354 Vân Đình;10369 Ứng Thiên;"
    "10402 Ứng Hoà;10417 Hoà Xá;10441 Mỹ Đức;10459 Phúc Sơn;10465 Hồng Sơn;10489 Hương Sơn"
)
_DISTRICTS: Final = (
    "Ba Đình;Hoàn Kiếm;Tây Hồ;Long Biên;Cầu Giấy;Đống Đa;Hai Bà Trưng;Hoàng Mai;Thanh Xuân;"
    "Sóc Sơn;Đông Anh;Gia Lâm;Nam Từ Liêm;Thanh Trì;Bắc Từ Liêm;Mê Linh;Hà Đông;Sơn Tây;Ba Vì;"
    "Phúc Thọ;Đan Phượng;Hoài Đức;Quốc Oai;Thạch Thất;Chương Mỹ;Thanh Oai;Thường Tín;Phú Xuyên;"
    "Ứng Hòa;Mỹ Đức"
)


def _read(kind: str, listed: str) -> dict[str, str]:
    return {entry[:5]: f"{kind} {entry[6:]}" for entry in listed.split(";")}


HANOI_COMMUNES: Final[Mapping[str, str]] = MappingProxyType(
    {**_read("Phường", _WARDS), **_read("Xã", _COMMUNES)}
)
"""Code -> full name, 51 phường and 75 xã."""
HANOI_DISTRICTS: Final = tuple(_DISTRICTS.split(";"))
"""Names without Quận, Huyện, Thị xã; many of them are now names of communes."""
