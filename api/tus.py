"""The headers of tus 1.0 (https://tus.io/protocols/resumable-upload): read, checked, written.

Extensions: creation, creation-with-upload, termination, checksum, expiration.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dossier.errors import Conflict, InvalidRequest, RequestRefused

PREFIX: Final = "/v1/uploads"
VERSION: Final = "1.0.0"
CONTENT_TYPE: Final = "application/offset+octet-stream"
ALGORITHMS: Final = ("sha256", "sha1")
EXTENSIONS: Final = ("creation", "creation-with-upload", "termination", "checksum", "expiration")
_OVERRIDES: Final = frozenset({"PATCH", "DELETE"})


class WrongVersion(RequestRefused):
    status = 412
    code = "tus_version"
    title_vi = "Phiên bản tus không được hỗ trợ"
    title_en = "This version of tus is not supported"


class WrongMediaType(RequestRefused):
    status = 415
    code = "wrong_media_type"
    title_vi = "Sai Content-Type"
    title_en = "The wrong Content-Type"


class WrongOffset(Conflict):
    code = "wrong_offset"
    title_vi = "Upload-Offset không khớp với số byte đã nhận"
    title_en = "Upload-Offset is not what has come so far"


class UploadBusy(RequestRefused):
    status = 423
    code = "upload_busy"
    title_vi = "Lần gọi khác đang ghi tệp này"
    title_en = "Another call is writing this upload"


class UploadExpired(RequestRefused):
    status = 410
    code = "upload_expired"
    title_vi = "Lần tải lên đã hết hạn"
    title_en = "The upload has expired"


class ChecksumMismatch(RequestRefused):
    """460 is tus's own number."""

    status = 460
    code = "checksum_mismatch"
    title_vi = "Mã kiểm tra không khớp, phần này bị bỏ"
    title_en = "The checksum differs, the chunk was dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """`Upload-Checksum`: what the bytes of one request must give."""

    algorithm: str
    digest: bytes

    def hasher(self) -> hashlib._Hash:
        return hashlib.new(self.algorithm, usedforsecurity=False)


def parse_checksum(header: str | None) -> Checksum | None:
    """`sha256 <base64>`. Raises InvalidRequest for another algorithm or no base64."""
    if header is None:
        return None
    algorithm, _, encoded = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise InvalidRequest(f"Upload-Checksum: {', '.join(ALGORITHMS)}")
    return Checksum(algorithm=algorithm, digest=_decode("Upload-Checksum", encoded))


def parse_metadata(header: str | None) -> dict[str, str]:
    """`dossier <base64>,filename <base64>` as text. Raises InvalidRequest, naming no value."""
    pairs = [pair.strip().partition(" ") for pair in (header or "").split(",") if pair.strip()]
    try:
        return {key: _decode("Upload-Metadata", value).decode() for key, _, value in pairs}
    except UnicodeDecodeError as exc:
        raise InvalidRequest("Upload-Metadata: UTF-8") from exc


def parse_count(name: str, value: str | None) -> int:
    """A header that is a number of bytes. Raises InvalidRequest."""
    # `isdigit` alone would let other alphabets' digits through.
    if value is None or not (value.isascii() and value.isdigit() and len(value) < 19):
        raise InvalidRequest(f"{name}: số byte / a number of bytes")
    return int(value)


def require_content_type(request: Request) -> None:
    """Raises WrongMediaType."""
    if request.headers.get("content-type") != CONTENT_TYPE:
        raise WrongMediaType(CONTENT_TYPE)


def require_version(header: str | None) -> None:
    """Raises WrongVersion."""
    if header != VERSION:
        raise WrongVersion(f"Tus-Resumable: {VERSION}")


def options_headers(max_bytes: int) -> dict[str, str]:
    """What the server can do, for anybody who asks."""
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": ",".join(EXTENSIONS),
        "Tus-Max-Size": str(max_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }


def upload_headers(*, offset: int, expires: datetime) -> dict[str, str]:
    return {
        "Upload-Offset": str(offset),
        "Upload-Expires": format_datetime(expires, usegmt=True),
    }


class TusProtocol:
    """What tus asks of every call to uploads, whatever it answers.

    The version in each answer, errors too; and `X-HTTP-Method-Override`, for clients behind
    proxies that know neither PATCH nor DELETE.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return

        async def send_version(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Tus-Resumable"] = VERSION
                if message["status"] == WrongVersion.status:
                    headers["Tus-Version"] = VERSION
            await send(message)

        wanted = Headers(scope=scope).get("x-http-method-override", "").upper()
        if scope["method"] == "POST" and wanted in _OVERRIDES:
            scope = {**scope, "method": wanted}
        await self._app(scope, receive, send_version)


def _decode(name: str, encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise InvalidRequest(f"{name}: base64") from exc
