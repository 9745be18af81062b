"""Printed words of the household business registration, the present print and the one before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What differs between the editions."""

    mark: str
    """Printed at the top of the first page."""
    street: str
    commune: str
    district: str | None
    province: str
    name: str
    """Label of the business's name."""


WORDING: dict[str, Wording] = {
    "2025-07-01": Wording(
        mark="Mẫu số 1",
        street="Số nhà/phòng, ngách/hẻm, ngõ/kiệt, đường/phố/đại lộ, tổ/xóm/ấp/thôn: ",
        commune="Xã/Phường/Đặc khu: ",
        district=None,
        province="Tỉnh/Thành phố trực thuộc trung ương: ",
        name="Tên hộ kinh doanh bằng tiếng Việt (ghi bằng chữ in hoa): ",
    ),
    "2021-05-01": Wording(
        mark="Phụ lục III-1",
        street="Số nhà, ngách, hẻm, ngõ, đường phố/tổ/xóm/ấp/thôn: ",
        commune="Xã/Phường/Thị trấn: ",
        district="Quận/Huyện/Thị xã/Thành phố thuộc tỉnh: ",
        province="Tỉnh/Thành phố: ",
        name="1. Tên hộ kinh doanh (ghi bằng chữ in hoa): ",
    ),
}

INTERRUPTED = (
    "Trường hợp việc kết nối giữa Cơ sở dữ liệu về đăng ký hộ kinh doanh và Cơ sở dữ liệu quốc "
    "gia về dân cư bị gián đoạn thì đề nghị kê khai thêm các thông tin cá nhân dưới đây:"
)
BEFORE = "Đăng ký hộ kinh doanh do tôi là chủ hộ với các nội dung sau:"
MAIN_TRADE = (
    "Ngành, nghề kinh doanh chính (đánh dấu X để chọn một ngành, nghề trong các ngành, nghề đã kê "
    "khai)"
)
TAX_ADDRESS = (
    "5.1. Địa chỉ nhận thông báo thuế (chỉ kê khai nếu địa chỉ nhận thông báo thuế khác địa chỉ "
    "trụ sở):"
)
MEMBERS = ("STT", "Họ tên", "Ngày, tháng, năm sinh", "Số định danh cá nhân", "Giới tính",
           "Quốc tịch", "Dân tộc", "Nơi thường trú", "Nơi ở hiện tại", "Chữ ký")  # fmt: skip
OATH = (
    "- Đồng ý chia sẻ thông tin cá nhân phục vụ công tác quản lý nhà nước;",
    "- Bản thân và các thành viên hộ gia đình (trường hợp hộ kinh doanh do các thành viên hộ gia "
    "đình đăng ký thành lập) không thuộc diện pháp luật cấm kinh doanh; không đồng thời là chủ hộ "
    "kinh doanh khác;",
    "- Trụ sở thuộc quyền sử dụng hợp pháp của tôi và được sử dụng đúng mục đích theo quy định của "
    "pháp luật;",
    "- Hoàn toàn chịu trách nhiệm trước pháp luật về tính hợp pháp, chính xác và trung thực của "
    "nội dung đăng ký trên.",
)

TO_OFFICE = {
    "2025-07-01": "Kính gửi: (Cơ quan đăng ký kinh doanh cấp xã) ",
    "2021-05-01": "Kính gửi: ",
}
OFFICES: dict[str, tuple[str, ...]] = {
    "2025-07-01": (
        "Phòng Kinh tế, Hạ tầng và Đô thị {ward}",
        "Phòng Kinh tế {ward}",
        "UBND {ward}",
    ),
    "2021-05-01": ("Phòng Tài chính - Kế hoạch {district}",),
}

TRADES: dict[str, tuple[tuple[str, str], ...]] = {
    "development": (
        ("Nhà hàng và các dịch vụ ăn uống phục vụ lưu động", "5610"),
        ("Bán lẻ lương thực trong các cửa hàng chuyên doanh", "4721"),
        ("Cắt tóc, làm đầu, gội đầu", "9631"),
        ("Bán lẻ hàng may mặc, giày dép trong các cửa hàng chuyên doanh", "4771"),
        ("Sửa chữa máy vi tính và thiết bị ngoại vi", "9511"),
    ),
    "test": (
        ("Dịch vụ phục vụ đồ uống", "5630"),
        ("Bán lẻ thực phẩm trong các cửa hàng chuyên doanh", "4722"),
        ("Giặt là, làm sạch các sản phẩm dệt và lông thú", "9620"),
        ("Bán lẻ thuốc, dụng cụ y tế, mỹ phẩm", "4772"),
        ("Bảo dưỡng, sửa chữa mô tô, xe máy", "4542"),
    ),
}
NAMES: dict[str, tuple[str, ...]] = {
    "development": ("PHỞ {given}", "TẠP HÓA {given}", "THỜI TRANG {given}"),
    "test": ("CÀ PHÊ {given}", "QUÁN CƠM {given}", "TIỆM MAY {given}"),
}
FOREIGN: dict[str, tuple[str, ...]] = {
    "development": ("{given} FOOD STORE", "{given} FASHION HOUSEHOLD BUSINESS"),
    "test": ("{given} COFFEE SHOP", "{given} KITCHEN HOUSEHOLD BUSINESS"),
}
