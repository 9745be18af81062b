"""Printed words of the registration of a change of land, and what people write into it."""

from __future__ import annotations

from dataclasses import dataclass

from samples.generator.chance import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What differs between the prints."""

    mark: str
    owner: str
    name: str
    address: str
    certificate: tuple[str, str, str, str] | None
    """Heading, register number, serial and day of the certificate; None where it is not asked."""
    change: str
    relief: str | None
    papers: str
    needs: tuple[str, str]
    """The words beside the two boxes: a new certificate is wanted, or not."""
    oath: str


_OWNER = "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất, người quản lý đất:"
_PAPERS = "Giấy tờ liên quan đến nội dung biến động nộp kèm theo đơn này gồm có"
_NEEDS = ("Có nhu cầu cấp mới Giấy chứng nhận", "Không có nhu cầu cấp mới Giấy chứng nhận")
_OATH = "Cam đoan nội dung kê khai trên đơn là đúng sự thật và chịu trách nhiệm trước pháp luật."
_BETWEEN = Wording(
    mark="Mẫu số 18. Đơn đăng ký biến động đất đai, tài sản gắn liền với đất",
    owner=_OWNER,
    name="a) Tên",
    address="c) Địa chỉ",
    certificate=None,
    change="2. Nội dung biến động",
    relief=None,
    papers=f"3. {_PAPERS}",
    needs=_NEEDS,
    oath=_OATH,
)

WORDING: dict[str, Wording] = {
    "2026-01-31": Wording(
        mark="Mẫu số 29. Đơn đăng ký biến động đất đai, tài sản gắn liền với đất",
        owner=_OWNER,
        name="a) Tên",
        address="c) Địa chỉ",
        certificate=(
            "2. Giấy chứng nhận đã cấp",
            "2.1. Số vào sổ cấp Giấy chứng nhận: ",
            "2.2. Số phát hành Giấy chứng nhận (Số seri): ",
            "2.3. Ngày cấp Giấy chứng nhận: ",
        ),
        change="3. Nội dung biến động",
        relief="4. Thông tin về đối tượng được miễn, giảm nghĩa vụ tài chính về đất đai (nếu có)",
        papers=f"5. {_PAPERS}",
        needs=_NEEDS,
        oath=_OATH,
    ),
    "2025-07-01": _BETWEEN,
    "2024-08-01": Wording(
        mark="Mẫu số 11/ĐK",
        owner=_OWNER,
        name="a) Tên",
        address="c) Địa chỉ",
        certificate=None,
        change="2. Nội dung biến động",
        relief=None,
        papers=f"3. {_PAPERS}",
        needs=_NEEDS,
        oath=_OATH,
    ),
    "2017-12-05": Wording(
        mark="Mẫu số 09/ĐK",
        owner="1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:",
        name="1.1. Tên (viết chữ in hoa)",
        address="1.2. Địa chỉ",
        certificate=(
            "2. Giấy chứng nhận đã cấp",
            "2.1. Số vào sổ cấp GCN: ",
            "2.2. Số phát hành GCN: ",
            "2.3. Ngày cấp GCN: ",
        ),
        change="3. Nội dung biến động về",
        relief=None,
        papers="6. Giấy tờ liên quan đến nội dung thay đổi nộp kèm theo đơn này gồm có",
        needs=("Có nhu cầu cấp GCN mới", "Không có nhu cầu cấp GCN mới"),
        oath="Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật, nếu sai tôi hoàn toàn chịu "
        "trách nhiệm trước pháp luật.",
    ),
}
RECEIVER = (
    "PHẦN GHI CỦA NGƯỜI NHẬN HỒ SƠ",
    "Vào sổ tiếp nhận hồ sơ số: ....... Quyển: ......",
    "Ngày .... / .... / ........",
)
FIRST_PART = "I. PHẦN KÊ KHAI CỦA NGƯỜI ĐĂNG KÝ"
REASON = "4. Lý do biến động: "
DUTIES = "5. Tình hình thực hiện nghĩa vụ tài chính về đất đai đối với thửa đất đăng ký biến động: "
FIRST_PAPER = "(1) Giấy chứng nhận đã cấp;"
NOTES = (
    "(1) Đối với hộ gia đình, cá nhân thì ghi: “Văn phòng đăng ký đất đai/Chi nhánh Văn phòng đăng "
    "ký đất đai …” nơi có đất.",
    "(2) Cá nhân: Ghi họ và tên bằng chữ in hoa, năm sinh theo giấy tờ nhân thân. Trường hợp nhận "
    "chuyển quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất thì ghi thông tin của bên "
    "nhận chuyển quyền.",
    "(4) Ghi nội dung biến động như: “nhận chuyển nhượng, nhận tặng cho, cấp lại Giấy chứng nhận "
    "do bị mất, cấp đổi Giấy chứng nhận …”.",
    "(7) Tích dấu x vào ô lựa chọn.",
)

OFFICES = (
    "Chi nhánh Văn phòng đăng ký đất đai Hà Nội",
    "Văn phòng đăng ký đất đai Hà Nội",
    "Chủ tịch Ủy ban nhân dân {ward}",
)
CHANGES: dict[Share, tuple[str, ...]] = {
    "development": (
        "Nhận chuyển nhượng toàn bộ thửa đất số {lot}, tờ bản đồ số {map}, diện tích {area} m2",
        "Nhận tặng cho quyền sử dụng đất và tài sản gắn liền với thửa đất số {lot}, tờ bản đồ số "
        "{map}",
        "Cấp đổi Giấy chứng nhận do bị hư hỏng, thửa đất số {lot}, tờ bản đồ số {map}",
        "Thay đổi số thẻ Căn cước và địa chỉ của người sử dụng đất",
    ),
    "test": (
        "Nhận thừa kế quyền sử dụng đất thửa số {lot}, tờ bản đồ số {map}, loại đất ODT, diện tích "
        "{area} m2",
        "Cấp lại Giấy chứng nhận do bị mất, thửa đất số {lot}, tờ bản đồ số {map}",
        "Đăng ký thế chấp quyền sử dụng đất thửa số {lot}, tờ bản đồ số {map}",
        "Đính chính họ tên người sử dụng đất trên Giấy chứng nhận",
    ),
}
PAPERS: dict[Share, tuple[str, ...]] = {
    "development": ("Hợp đồng chuyển nhượng", "Tờ khai lệ phí trước bạ", "Bản sao Căn cước"),
    "test": ("Văn bản phân chia di sản", "Tờ khai thuế thu nhập cá nhân", "Giấy ủy quyền"),
}
