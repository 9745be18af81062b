"""Printed words of the criminal record request, and what people write into it."""

from __future__ import annotations

from dataclasses import dataclass

from samples.generator.chance import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What differs between the prints."""

    mark: str
    name: str
    identity: str
    relative: str
    """Label of father, mother and spouse; `{number}` and `{who}` are filled in."""
    born: str
    """Label of their birth year or date."""
    before_identity: int
    """Number of the line before the identity paper."""
    history: tuple[str, ...]
    convictions: str
    kind: str
    ban: str
    purpose: str


_BANNED = (
    "Yêu cầu xác nhận về nội dung cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp, hợp tác "
    "xã theo quyết định tuyên bố phá sản (trong trường hợp yêu cầu cấp Phiếu lý lịch tư pháp số "
    "1): "
)
OLDER = Wording(
    mark="Mẫu số 03/2013/TT-LLTP",
    name="1. Tên tôi là: ",
    identity="10. Giấy CMND/Hộ chiếu: ",
    relative="{number}. Họ tên {who}: ",
    born=" Ngày sinh: ",
    before_identity=9,
    history=("QUÁ TRÌNH CƯ TRÚ CỦA BẢN THÂN", "(Tính từ khi đủ 14 tuổi)"),
    convictions="Phần khai về án tích, nội dung bị cấm đảm nhiệm chức vụ, thành lập, quản lý "
    "doanh nghiệp, hợp tác xã (nếu có): ",
    kind="Yêu cầu cấp Phiếu lý lịch tư pháp: ",
    ban=_BANNED,
    purpose="Mục đích yêu cầu cấp Phiếu lý lịch tư pháp: ",
)
CURRENT = Wording(
    mark="Mẫu số 03/2024/LLTP",
    name="1. Tên tôi là (ghi bằng chữ in hoa, đủ dấu): ",
    identity="5. Chứng minh nhân dân/Thẻ căn cước công dân/Thẻ căn cước/Giấy chứng nhận căn "
    "cước/Hộ chiếu: ",
    relative="{number}. Họ và tên {who} (ghi bằng chữ in hoa, đủ dấu): ",
    born=" Năm sinh: ",
    before_identity=4,
    history=("15. Quá trình cư trú, nghề nghiệp, nơi làm việc từ khi đủ 14 tuổi:",),
    convictions="16. Thông tin về án tích, nội dung bị cấm đảm nhiệm chức vụ, thành lập, quản lý "
    "doanh nghiệp, hợp tác xã (nếu có): ",
    kind="17. Yêu cầu cấp Phiếu lý lịch tư pháp: ",
    ban=_BANNED,
    purpose="18. Mục đích yêu cầu cấp Phiếu lý lịch tư pháp: ",
)

FOR_ONESELF = ("(Dùng cho cá nhân có yêu cầu cấp Phiếu lý lịch tư pháp)",)
FOR_ANOTHER = (
    "(Dùng cho cá nhân trong trường hợp ủy quyền yêu cầu cấp Phiếu lý lịch tư pháp số 1",
    "và cá nhân là cha, mẹ của người chưa thành niên yêu cầu cấp Phiếu lý lịch tư pháp số 1, số 2)",
)
MARK_FOR_ANOTHER = "Mẫu số 04/2024/LLTP"
FIRST_PART = (
    "I. PHẦN KHAI VỀ NGƯỜI ĐƯỢC ỦY QUYỀN HOẶC CHA/MẸ CỦA NGƯỜI CHƯA THÀNH NIÊN YÊU CẦU CẤP PHIẾU "
    "LÝ LỊCH TƯ PHÁP"
)
BETWEEN = "Tôi làm Tờ khai này đề nghị cấp Phiếu lý lịch tư pháp cho người có tên dưới đây:"
SECOND_PART = "II. PHẦN KHAI VỀ NGƯỜI ỦY QUYỀN HOẶC NGƯỜI CHƯA THÀNH NIÊN"
NAME_OF_ANOTHER = "1. Họ và tên (ghi bằng chữ in hoa, đủ dấu): "

PERIOD = "Từ tháng, năm đến tháng, năm"
HISTORY_COLUMNS = ("Nơi thường trú/Tạm trú", "Nghề nghiệp, nơi làm việc")
DELIVERY = (
    "- Nhận Phiếu lý lịch tư pháp bằng giấy trực tiếp tại trụ sở cơ quan cấp Phiếu ",
    "- Nhận Phiếu lý lịch tư pháp bằng giấy qua dịch vụ bưu chính ",
    "- Nhận Phiếu lý lịch tư pháp điện tử theo phương thức trực tuyến ",
)
OATH = (
    "Tôi xin cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm về lời khai của mình."
)
NOTES: dict[str, tuple[str, ...]] = {
    "2014-01-10": (
        "1 Viết bằng chữ in hoa, đủ dấu.",
        "2 Ghi rõ xã/phường, huyện/quận, tỉnh/thành phố trực thuộc Trung ương.",
        "3,4 Trường hợp có nơi thường trú và nơi tạm trú thì ghi cả hai nơi.",
        "5 Ghi rõ là chứng minh nhân dân hay hộ chiếu.",
    ),
    "2024-07-01": (
        "1. Biểu mẫu này được sử dụng trong trường hợp nộp hồ sơ giấy (nộp trực tiếp hoặc qua "
        "dịch vụ bưu chính). Người yêu cầu cấp Phiếu lý lịch tư pháp kê khai đầy đủ thông tin có "
        "trong biểu mẫu.",
        "2. Thông tin số (5): ghi rõ là chứng minh nhân dân, thẻ căn cước công dân, thẻ căn cước, "
        "giấy chứng nhận căn cước hay hộ chiếu.",
        "3. Thông tin số (9), (10): ghi rõ nơi thường trú, tạm trú; trường hợp không có nơi "
        "thường trú, tạm trú thì điền “//”.",
    ),
}

OFFICES: dict[str, tuple[str, ...]] = {
    "2014-01-10": ("Sở Tư pháp thành phố Hà Nội", "Sở Tư pháp Hà Nội"),
    "2024-07-01": ("Công an thành phố Hà Nội", "Phòng Hồ sơ nghiệp vụ, Công an TP Hà Nội"),
}
OCCUPATIONS: dict[Share, tuple[str, ...]] = {
    "development": (
        "Học sinh", "Sinh viên", "Nhân viên kế toán, Công ty TNHH Minh Phát", "Lao động tự do",
        "Công nhân, Công ty cổ phần may Đức Giang", "Giáo viên, Trường Tiểu học Láng Thượng",
    ),
    "test": (
        "Học sinh phổ thông", "Sinh viên Trường Đại học Thủy lợi", "Kinh doanh tự do",
        "Kỹ sư, Công ty cổ phần xây lắp Sông Hồng", "Lái xe, Công ty vận tải Hà Thành",
    ),
}  # fmt: skip
PURPOSES: dict[Share, tuple[str, ...]] = {
    "development": ("Bổ sung hồ sơ xin việc", "Xin cấp giấy phép lao động", "Đi du học"),
    "test": ("Để nộp hồ sơ xin việc làm", "Làm thủ tục xuất cảnh", "Xin cấp chứng chỉ hành nghề"),
}
PERIODS: dict[Share, tuple[str, ...]] = {
    "development": ("{a} đến {b}", "{a} - {b}", "Từ {a} đến {b}"),
    "test": ("Từ tháng {a} đến tháng {b}", "{a} – {b}", "Từ {a} đến {b}"),
}
