"""Printed words of the building permit request, and what people write into it."""

from __future__ import annotations

from dataclasses import dataclass

from samples.generator.chance import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What differs between the prints: of the decrees, and of provinces."""

    edition: str
    mark: str
    owner_heading: str | None
    owner: str
    position: str
    number_first: bool
    """The owner's number stands beside the name, the representative's after the position."""
    number: str | None
    contact_address: bool
    district: bool
    city: str
    designer: tuple[str, str, str, str]
    """Heading, name, code and chief designers."""
    appraiser: tuple[str, str, str, str]
    house: str
    """Heading of the block on private houses."""
    setback: bool
    details: tuple[str, str, str]
    """Printed behind floor area, height and storeys."""


_DETAILS = (
    " (ghi rõ diện tích sàn các tầng hầm, tầng trên mặt đất, tầng lửng, tum).",
    " (trong đó ghi rõ chiều cao các tầng hầm, tầng trên mặt đất, tầng lửng, tum).",
    " (trong đó ghi rõ số tầng hầm, tầng trên mặt đất, tầng lửng, tum).",
)
_CHIEFS = "- Tên và mã số chứng chỉ hành nghề của các chủ nhiệm, chủ trì thiết kế: "
_CHECKERS = "- Tên và mã số chứng chỉ hành nghề của các chủ trì thẩm tra thiết kế: "

DECREE = Wording(
    edition="2024-12-30",
    mark="Mẫu số 01",
    owner_heading="1. Thông tin về chủ đầu tư:",
    owner="- Tên chủ đầu tư (tên chủ hộ): ",
    position=" Chức vụ (nếu có): ",
    number_first=False,
    number="- Số định danh cá nhân/Mã số doanh nghiệp: ",
    contact_address=False,
    district=False,
    city=" tỉnh/thành phố: ",
    designer=(
        "3.1. Tổ chức/cá nhân lập thiết kế xây dựng:",
        "- Tên tổ chức/cá nhân: ",
        "- Mã số doanh nghiệp/Mã số chứng chỉ hành nghề: ",
        _CHIEFS,
    ),
    appraiser=(
        "3.2. Tổ chức/cá nhân thẩm tra thiết kế xây dựng:",
        "- Tên tổ chức/cá nhân: ",
        "- Mã số doanh nghiệp/Mã số chứng chỉ hành nghề: ",
        _CHECKERS,
    ),
    house="4.5. Đối với công trình nhà ở riêng lẻ:",
    setback=True,
    details=_DETAILS,
)
PROVINCE = Wording(
    edition="2024-12-30",
    mark="Phụ lục II - Mẫu số 01",
    owner_heading=None,
    owner="1. Tên chủ đầu tư (Chủ hộ): ",
    position="; Chức vụ: ",
    number_first=True,
    number="; Số định danh cá nhân/Mã số doanh nghiệp: ",
    contact_address=False,
    district=True,
    city=" tỉnh, thành phố: ",
    designer=(
        "3.1. Tổ chức/cá nhân lập thiết kế xây dựng:",
        "- Tên tổ chức/cá nhân: ",
        "- Mã số chứng chỉ năng lực/hành nghề: ",
        _CHIEFS,
    ),
    appraiser=(
        "3.2. Tổ chức/cá nhân thẩm tra thiết kế xây dựng:",
        "- Tên tổ chức/cá nhân: ",
        "- Mã số chứng chỉ năng lực/hành nghề: ",
        _CHECKERS,
    ),
    house="4.5. Đối với công trình nhà ở riêng lẻ:",
    setback=True,
    details=_DETAILS,
)
OLDER = Wording(
    edition="2021-03-03",
    mark="Mẫu số 01",
    owner_heading="1. Thông tin về chủ đầu tư:",
    owner="- Tên chủ đầu tư (tên chủ hộ): ",
    position=" Chức vụ (nếu có): ",
    number_first=False,
    number=None,
    contact_address=True,
    district=True,
    city=" tỉnh/thành phố: ",
    designer=(
        "3.1. Tổ chức/cá nhân lập thiết kế xây dựng:",
        "- Tên tổ chức/cá nhân: ",
        "- Mã số chứng chỉ năng lực/hành nghề: ",
        _CHIEFS,
    ),
    appraiser=(
        "3.2. Tổ chức/cá nhân thẩm tra thiết kế xây dựng:",
        "- Tên tổ chức/cá nhân: ",
        "- Mã số chứng chỉ năng lực/hành nghề: ",
        _CHECKERS,
    ),
    house="4.4. Đối với công trình nhà ở riêng lẻ:",
    setback=False,
    details=_DETAILS,
)

FOR_ALL = (
    "(Sử dụng cho công trình: Không theo tuyến/Theo tuyến trong đô thị/Tín ngưỡng, tôn giáo/Tượng "
    "đài, tranh hoành tráng/Nhà ở riêng lẻ/Sửa chữa, cải tạo/Theo giai đoạn cho công trình không "
    "theo tuyến/Theo giai đoạn cho công trình theo tuyến trong đô thị/Dự án/Di dời công trình)"
)
FOR_HOUSES = "(Sử dụng cho công trình: Nhà ở riêng lẻ)"
FREE_STANDING = "4.1. Đối với công trình không theo tuyến, tín ngưỡng, tôn giáo:"
ALONG_A_LINE = "4.2. Đối với công trình theo tuyến trong đô thị:"
MONUMENT = "4.3. Đối với công trình tượng đài, tranh hoành tráng:"
PLEDGE = (
    "6. Cam kết: Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu "
    "trách nhiệm và bị xử lý theo quy định của pháp luật."
)

OFFICES = ("Ủy ban nhân dân {ward}", "UBND {ward}", "Phòng Kinh tế, Hạ tầng và Đô thị {ward}")
COMPANIES: dict[Share, tuple[str, ...]] = {
    "development": ("CÔNG TY TNHH XÂY DỰNG HÒA BÌNH", "CÔNG TY CỔ PHẦN ĐẦU TƯ AN PHÚ"),
    "test": ("CÔNG TY TNHH THƯƠNG MẠI TÂN LẬP", "CÔNG TY CỔ PHẦN NHÀ HÀ ĐÔNG"),
}
DESIGNERS: dict[Share, tuple[str, ...]] = {
    "development": (
        "Công ty cổ phần tư vấn kiến trúc Nhà Xanh",
        "Công ty TNHH thiết kế Không Gian Việt",
        "Công ty cổ phần tư vấn xây dựng Thăng Long",
    ),
    "test": (
        "Công ty TNHH tư vấn thiết kế Phố Cổ",
        "Công ty cổ phần kiến trúc và nội thất Sen Vàng",
        "Công ty TNHH kết cấu Đông Đô",
    ),
}
PAPERS: dict[Share, tuple[str, ...]] = {
    "development": ("Bản sao Giấy chứng nhận quyền sử dụng đất", "02 bộ bản vẽ thiết kế xây dựng"),
    "test": ("Giấy chứng nhận quyền sử dụng đất", "Bản vẽ thiết kế và bản cam kết"),
}
