"""Everything that can go wrong, as one tree.

    SohoaError
    |-- InputRefused            the file is at fault: say so, keep it, go on with the rest
    |   |-- EmptyFile  UnknownFormat  DisguisedFile  DamagedFile  PasswordProtected
    |   |-- TooManyPixels  TooManyPages  TooLarge  NotAPage  MalwareFound
    |-- RequestRefused          the caller is at fault
    |   |-- NotFound  Conflict  NotReady  Unauthenticated  Forbidden  InvalidRequest
    |-- ServiceFault            we or a neighbour are at fault
        |-- EngineFailed  EngineTimeout  StorageUnavailable  ModelMissing  Misconfigured
        |-- DiskFull  LeaseLost  MalwareScanFailed  MalwareScannerUnavailable

The class decides what happens next: `kind` says whether to try again, `status` is the HTTP answer
and `code` the stable name in problem documents (RFC 9457: `urn:sohoa:problem:<code>`).
Messages are for people: Vietnamese first, English beside it, never a field's value.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar


class FailureKind(StrEnum):
    RETRY = "retry"
    """May pass by itself: leave the step to another attempt."""
    REFUSE = "refuse"
    """Will fail again in the same way: name the cause and stop."""


class SohoaError(Exception):
    """Base of all errors raised on purpose."""

    kind: ClassVar[FailureKind] = FailureKind.REFUSE
    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    title_vi: ClassVar[str] = "Lỗi"
    title_en: ClassVar[str] = "Error"

    def __init__(self, detail: str = "", **context: str | int | float) -> None:
        super().__init__(detail or self.title_en)
        self.detail = detail
        """What happened and what to do, without any citizen's data."""
        self.context = context
        """Ids and limits that help to find the cause (file name, page, limit)."""

    def problem(self) -> dict[str, Any]:
        """This error as an RFC 9457 problem document."""
        return {
            "type": f"urn:sohoa:problem:{self.code}",
            "title": f"{self.title_vi} / {self.title_en}",
            "status": self.status,
            "detail": self.detail or f"{self.title_vi} / {self.title_en}",
            "code": self.code,
            **self.context,
        }


class InputRefused(SohoaError):
    status = 422
    code = "input_refused"
    title_vi = "Tệp không đọc được"
    title_en = "The file cannot be read"


class EmptyFile(InputRefused):
    code = "empty_file"
    title_vi = "Tệp rỗng (0 byte)"
    title_en = "The file is empty (0 bytes)"

    # The same words at every door: they go into the record.
    def __init__(
        self, detail: str = "Tệp có 0 byte / The file has 0 bytes", **context: str | int | float
    ) -> None:
        super().__init__(detail, **context)


class UnknownFormat(InputRefused):
    status = 415
    code = "unknown_format"
    title_vi = "Không phải PDF, TIFF, JPEG hay PNG"
    title_en = "Not a PDF, TIFF, JPEG or PNG"


class DisguisedFile(InputRefused):
    status = 415
    code = "disguised_file"
    title_vi = "Nội dung tệp không đúng với phần mở rộng"
    title_en = "The content is not what the file name says"


class DamagedFile(InputRefused):
    code = "damaged_file"
    title_vi = "Tệp bị hỏng hoặc bị cắt cụt"
    title_en = "The file is damaged or cut short"


class PasswordProtected(InputRefused):
    code = "password_protected"
    title_vi = "PDF có mật khẩu"
    title_en = "The PDF is protected by a password"


class TooManyPixels(InputRefused):
    status = 413
    code = "too_many_pixels"
    title_vi = "Trang quá lớn"
    title_en = "The page has too many pixels"


class TooManyPages(InputRefused):
    status = 413
    code = "too_many_pages"
    title_vi = "Tệp có quá nhiều trang"
    title_en = "The file has too many pages"


class TooLarge(InputRefused):
    status = 413
    code = "too_large"
    title_vi = "Tệp quá lớn"
    title_en = "The file is too large"


class NotAPage(InputRefused):
    code = "not_a_page"
    title_vi = "Ảnh không có hình dạng một trang giấy"
    title_en = "The picture does not have the shape of a page"


class MalwareFound(InputRefused):
    """Put aside at once, unopened: a person decides whether it was a false alarm."""

    code = "malware_found"
    title_vi = "Tệp có mã độc"
    title_en = "Malware was found in the file"


class RequestRefused(SohoaError):
    status = 400
    code = "request_refused"
    title_vi = "Yêu cầu không được chấp nhận"
    title_en = "The request was refused"


class InvalidRequest(RequestRefused):
    status = 422
    code = "invalid_request"
    title_vi = "Yêu cầu không hợp lệ"
    title_en = "The request is not valid"


class NotFound(RequestRefused):
    status = 404
    code = "not_found"
    title_vi = "Không tìm thấy"
    title_en = "Not found"


class Conflict(RequestRefused):
    status = 409
    code = "conflict"
    title_vi = "Mâu thuẫn với trạng thái hiện tại"
    title_en = "In conflict with the present state"


class NotReady(Conflict):
    code = "not_ready"
    title_vi = "Chưa xử lý xong"
    title_en = "Not ready yet"


class Unauthenticated(RequestRefused):
    status = 401
    code = "unauthenticated"
    title_vi = "Thiếu khóa API hoặc khóa không đúng"
    title_en = "The API key is missing or wrong"


class Forbidden(RequestRefused):
    status = 403
    code = "forbidden"
    title_vi = "Khóa này không có quyền đó"
    title_en = "This key may not do that"


class ServiceFault(SohoaError):
    kind = FailureKind.RETRY
    status = 503
    code = "service_fault"
    title_vi = "Dịch vụ gặp sự cố"
    title_en = "The service has a fault"


class EngineFailed(ServiceFault):
    code = "engine_failed"
    title_vi = "Bộ nhận dạng gặp lỗi"
    title_en = "The recogniser failed"


class EngineTimeout(ServiceFault):
    code = "engine_timeout"
    title_vi = "Bộ nhận dạng quá thời gian"
    title_en = "The recogniser took too long"


class StorageUnavailable(ServiceFault):
    code = "storage_unavailable"
    title_vi = "Kho lưu trữ không trả lời"
    title_en = "The store does not answer"


class ModelMissing(ServiceFault):
    kind = FailureKind.REFUSE
    status = 500
    code = "model_missing"
    title_vi = "Thiếu mô hình nhận dạng"
    title_en = "A recognition model is missing"


class Misconfigured(ServiceFault):
    kind = FailureKind.REFUSE
    status = 500
    code = "misconfigured"
    title_vi = "Cấu hình sai"
    title_en = "The configuration is wrong"


class DiskFull(ServiceFault):
    status = 507
    code = "disk_full"
    title_vi = "Máy chủ hết chỗ chứa"
    title_en = "The server has no room left"


class MalwareScanFailed(ServiceFault):
    """The scanner is there and has no verdict on this file: it is not opened."""

    code = "malware_scan_failed"
    title_vi = "Không quét được mã độc trong tệp"
    title_en = "The file could not be scanned for malware"


class MalwareScannerUnavailable(ServiceFault):
    code = "malware_scanner_unavailable"
    title_vi = "Bộ quét mã độc không trả lời"
    title_en = "The malware scanner does not answer"


class LeaseLost(ServiceFault):
    """Another worker holds the step by now: what this one did must not be written."""

    kind = FailureKind.REFUSE
    status = 409
    code = "lease_lost"
    title_vi = "Bước xử lý đã chuyển sang tiến trình khác"
    title_en = "Another worker has taken the step over"
