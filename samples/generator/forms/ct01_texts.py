"""Printed words of form CT01, edition by edition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an edition prints differently."""

    mark: str
    name_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One of the four signature blocks and its footnote number."""

    title: str
    note: int


WORDING: dict[str, Wording] = {
    "2025-07-01": Wording(
        mark="Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA",
        name_label="Họ, chữ đệm và tên khai sinh",
    ),
    "2024-01-01": Wording(
        mark="Mẫu CT01 ban hành kèm theo Thông tư số 66/2023/TT-BCA ngày 17/11/2023",
        name_label="Họ, chữ đệm và tên",
    ),
}

CONSENTS = (
    Consent(title="Ý KIẾN CỦA CHỦ HỘ", note=3),
    Consent(title="Ý KIẾN CỦA CHỦ SỞ HỮU CHỖ Ở HỢP PHÁP", note=4),
    Consent(title="Ý KIẾN CỦA CHA, MẸ HOẶC NGƯỜI GIÁM HỘ", note=5),
    Consent(title="NGƯỜI KÊ KHAI", note=6),
)

_COMMON = (
    "(1) Cơ quan đăng ký cư trú.",
    "(2) Ghi rõ ràng, cụ thể nội dung đề nghị. Ví dụ: đăng ký thường trú; đăng ký tạm trú; tách "
    "hộ; xác nhận thông tin về cư trú…",
)
_APP = {
    "2025-07-01": "ứng dụng định danh quốc gia",
    "2024-01-01": "ứng dụng VNeID",
}


def _notes(edition: str) -> tuple[str, ...]:
    app = _APP[edition]
    return (
        *_COMMON,
        "(3) Áp dụng đối với các trường hợp quy định phải lấy ý kiến của chủ hộ; việc lấy ý "
        f"kiến của chủ hộ được thực hiện bằng ký vào Tờ khai, văn bản riêng hoặc xác nhận "
        f"qua {app}.",
        "(4) Áp dụng đối với trường hợp đăng ký thường trú, tạm trú vào chỗ ở do thuê, mượn, ở "
        "nhờ.",
        "(5) Áp dụng đối với trường hợp người chưa thành niên, người hạn chế năng lực hành vi dân "
        "sự, người không đủ năng lực hành vi dân sự có thay đổi thông tin về cư trú.",
        "(6) Trường hợp nộp trực tiếp người kê khai ký, ghi rõ họ, chữ đệm và tên vào Tờ khai.",
        f"(7) Chỉ kê khai thông tin khi công dân đề nghị xác nhận ý kiến thông qua {app}.",
    )


NOTES: dict[str, tuple[str, ...]] = {edition: _notes(edition) for edition in WORDING}
