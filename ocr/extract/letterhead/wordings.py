"""Fixed wordings of Nghị định 30/2020/NĐ-CP: motto, kinds of paper, bodies, positions.

The kinds and their abbreviations are those of appendix III, section I of the decree and, for legal
documents that share the layout, of Nghị định 78/2025/NĐ-CP.
"""

from __future__ import annotations

from typing import Final

from dossier.text import fold

NATION: Final = "cong hoa xa hoi chu nghia viet nam"
MOTTO: Final = "doc lap - tu do - hanh phuc"

KINDS_OF_PAPER: Final = {
    "Nghị quyết": "NQ",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Quy chế": "QC",
    "Quy định": "QyĐ",
    "Thông cáo": "TC",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Kế hoạch": "KH",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Dự án": "DA",
    "Báo cáo": "BC",
    "Biên bản": "BB",
    "Tờ trình": "TTr",
    "Hợp đồng": "HĐ",
    "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ",
    "Giấy mời": "GM",
    "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP",
    "Phiếu gửi": "PG",
    "Phiếu chuyển": "PC",
    "Phiếu báo": "PB",
    "Phiếu trình": "PTr",
    "Kết luận": "KL",
    "Giấy xác nhận": "GXN",
    "Giấy chứng nhận": "GCN",
    "Giấy phép": "GP",
    "Luật": "L",
    "Pháp lệnh": "PL",
    "Lệnh": "L",
    "Nghị định": "NĐ",
    "Thông tư": "TT",
    "Thông tư liên tịch": "TTLT",
    "Nghị quyết liên tịch": "NQLT",
}
"""Name printed over the subject -> its abbreviation in the symbol."""

FOLDED_KINDS: Final = {fold(name): name for name in KINDS_OF_PAPER}

BODY_NOUNS: Final = tuple(
    fold(noun)
    for noun in (
        "Ủy ban nhân dân", "UBND", "Hội đồng nhân dân", "HĐND", "Bộ", "Sở", "Tổng cục", "Cục",
        "Chi cục", "Văn phòng", "Ban", "Trung tâm", "Trường", "Phòng", "Công an", "Chi nhánh",
        "Thanh tra", "Vụ", "Viện", "Đại học", "Học viện", "Bệnh viện", "Tòa án", "Công ty",
        "Tổng công ty", "Tập đoàn", "Ngân hàng", "Kho bạc", "Bảo hiểm xã hội", "Thuế",
        "Chi cục thuế", "Hải quan", "Chính phủ", "Thủ tướng", "Quốc hội", "Ủy ban", "Hội đồng",
        "Trạm", "Hạt", "Đội", "Quỹ", "Nhà xuất bản", "Đài", "Báo", "Tổng liên đoàn", "Liên đoàn",
        "Bộ chỉ huy", "Bộ tư lệnh", "Kiểm toán", "Đoàn", "Hội", "Thông tấn xã", "Đảo",
    )
)  # fmt: skip
"""What the name of a body begins with."""

PLACE_NOUNS: Final = frozenset(
    fold(noun)
    for noun in ("Tỉnh", "Thành phố", "TP", "Huyện", "Quận", "Thị xã", "Thị trấn", "Phường", "Xã",
                 "Đặc khu", "Khu vực", "Vùng")
)  # fmt: skip

OPENINGS: Final = tuple(
    fold(words)
    for words in (
        "Căn cứ", "Kính gửi", "Thực hiện", "Xét đề nghị", "Xét Tờ trình", "Theo đề nghị", "Hôm nay",
        "Điều 1", "Chương I", "Phần", "Tiếp theo", "Trên cơ sở", "Thi hành", "Ngày",
    )
)  # fmt: skip
"""What the text after the subject begins with."""

OFFICE_NAMES: Final = (
    "Chủ tịch", "Phó Chủ tịch", "Bộ trưởng", "Thứ trưởng",
    "Thứ trưởng thường trực", "Phó Chủ tịch thường trực", "Giám đốc", "Phó Giám đốc",
    "Chánh Văn phòng", "Phó Chánh Văn phòng", "Chánh Thanh tra", "Cục trưởng",
    "Phó Cục trưởng", "Chi cục trưởng", "Phó Chi cục trưởng", "Tổng cục trưởng",
    "Vụ trưởng", "Phó Vụ trưởng", "Trưởng phòng", "Phó Trưởng phòng", "Hiệu trưởng",
    "Phó Hiệu trưởng", "Viện trưởng", "Phó Viện trưởng", "Thủ tướng", "Phó Thủ tướng",
    "Bộ trưởng, Chủ nhiệm", "Chủ nhiệm", "Tổng Giám đốc", "Trưởng ban", "Phó Trưởng ban",
    "Thống đốc", "Tổng Thanh tra", "Trưởng Công an", "Chánh án", "Chấp hành viên",
    "Quyền Chủ tịch", "Đội trưởng", "Trạm trưởng", "Trưởng đoàn", "Thẩm phán",
)  # fmt: skip
"""Positions of those who sign; also how a decision names its authority."""

OFFICES: Final = tuple(fold(name) for name in OFFICE_NAMES)

AUTHORITIES: Final = (
    *OFFICES, *(noun for noun in BODY_NOUNS if " " in noun), "ubnd", "hdnd", "bo", "so",
)  # fmt: skip

ON_BEHALF: Final = ("tm", "kt", "tl", "tuq", "q")
"""TM. on behalf of, KT. for, TL. by order, TUQ. by authority, Q. acting."""
