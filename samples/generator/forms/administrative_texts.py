"""The kinds of administrative paper, their marks, and the printed words of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """A kind of paper: its printed name (empty for công văn) and its mark in numbers."""

    name: str
    mark: str
    opening: str
    closing: str
    addressed: bool = False
    """Has a "Kính gửi" line."""


KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        name="Quyết định",
        mark="QĐ",
        opening="Theo đề nghị của Chánh Văn phòng và Trưởng các đơn vị liên quan.",
        closing="Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng, Thủ trưởng các cơ "
        "quan, đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    ),
    PaperKind(
        name="",
        mark="",
        opening="Thực hiện Kế hoạch của Ủy ban nhân dân Thành phố về {topic}, cơ quan có ý kiến "
        "như sau:",
        closing="Trân trọng đề nghị quý cơ quan quan tâm, phối hợp thực hiện./.",
        addressed=True,
    ),
    PaperKind(
        name="Thông báo",
        mark="TB",
        opening="Căn cứ chương trình công tác, cơ quan thông báo nội dung {topic} như sau:",
        closing="Trên đây là thông báo để các cơ quan, đơn vị biết, thực hiện./.",
    ),
    PaperKind(
        name="Tờ trình",
        mark="TTr",
        opening="Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025, cơ quan kính "
        "trình cấp có thẩm quyền xem xét nội dung {topic} như sau:",
        closing="Kính trình xem xét, quyết định./.",
        addressed=True,
    ),
    PaperKind(
        name="Báo cáo",
        mark="BC",
        opening="Thực hiện chế độ thông tin, báo cáo, cơ quan báo cáo tình hình {topic} như sau:",
        closing="Trên đây là báo cáo kết quả thực hiện, kính báo cáo để theo dõi, chỉ đạo./.",
    ),
    PaperKind(
        name="Giấy mời",
        mark="GM",
        opening="Cơ quan trân trọng kính mời các đồng chí dự cuộc họp {topic}. Thời gian: 08 giờ "
        "30 phút; địa điểm: phòng họp tầng 2, trụ sở cơ quan.",
        closing="Đề nghị các đồng chí dự họp đúng thời gian, địa điểm và thành phần./.",
        addressed=True,
    ),
)

GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ;",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
)
CITY_BODY = ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI")
