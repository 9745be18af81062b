"""Printed words of the birth registration form, as its circulars print them."""

from __future__ import annotations

BEFORE = "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:"
OATH = (
    "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa "
    "thuận nhất trí của các bên liên quan theo quy định pháp luật."
)
RESPONSIBILITY = "Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình."

_OFFICE = "(1) Ghi rõ tên cơ quan đăng ký khai sinh."
_RESIDENCE = (
    "Trường hợp phải cung cấp thông tin “Nơi cư trú” thì ghi theo nơi đăng ký thường trú; nếu "
    "không có nơi đăng ký thường trú thì ghi theo nơi đăng ký tạm trú; trường hợp không có nơi "
    "đăng ký thường trú và nơi đăng ký tạm trú thì ghi theo nơi ở hiện tại."
)
_BIRTH_PLACE = (
    "(4) Trường hợp sinh tại cơ sở y tế thì ghi rõ tên cơ sở y tế và địa chỉ trụ sở cơ sở y tế đó."
)
_FULL_DATES = "(5) Ghi đầy đủ ngày, tháng sinh của cha, mẹ (nếu có)."
_COPIES = "(6) Đề nghị đánh dấu X vào ô nếu có yêu cầu cấp bản sao và ghi rõ số lượng."

NOTES: dict[str, tuple[str, ...]] = {
    "2024-06-06": (
        _OFFICE,
        "(2) Chỉ ghi trong trường hợp người có yêu cầu đăng ký hộ tịch chưa có/không cung cấp số "
        "định danh cá nhân/căn cước công dân/thẻ căn cước/chứng minh nhân dân; không cung cấp đầy "
        "đủ thông tin ngày, tháng, năm sinh.",
        _RESIDENCE,
        "(3) Ghi số định danh cá nhân/căn cước công dân/thẻ căn cước (ví dụ: Căn cước công dân số "
        "025188001010 do Cục Cảnh sát QLHC về TTXH cấp ngày 20/11/2021). Trường hợp không có số "
        "định danh cá nhân/căn cước công dân/thẻ căn cước thì ghi giấy tờ hợp lệ thay thế (hộ "
        "chiếu, chứng minh nhân dân,...).",
        _BIRTH_PLACE,
        "Trường hợp sinh ra ngoài cơ sở y tế thì ghi địa danh của 02 cấp hành chính (xã, tỉnh), "
        "nơi sinh ra.",
        _FULL_DATES,
        _COPIES,
    ),
    "2020-07-16": (
        _OFFICE,
        "(2) Ghi theo nơi đăng ký thường trú; nếu không có nơi đăng ký thường trú thì ghi theo nơi "
        "đăng ký tạm trú; trường hợp không có nơi đăng ký thường trú và nơi đăng ký tạm trú thì "
        "ghi theo nơi ở hiện tại.",
        "(3) Ghi thông tin về giấy tờ tùy thân của người đi đăng ký, ghi rõ số, cơ quan cấp, ngày "
        "cấp hộ chiếu, chứng minh nhân dân hoặc giấy tờ hợp lệ thay thế (ví dụ: Chứng minh nhân "
        "dân số 001089123 do Công an thành phố Hà Nội cấp ngày 20/10/2004).",
        _BIRTH_PLACE,
        "Trường hợp sinh ra ngoài cơ sở y tế thì ghi địa danh của 03 cấp hành chính (xã, huyện, "
        "tỉnh), nơi sinh ra.",
        _FULL_DATES,
        _COPIES,
    ),
}  # fmt: skip
