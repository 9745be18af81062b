"""Uploads taken off the wire file by file, each measured and written to a spool as it comes.

The form parser of the web framework would first keep a whole request (gigabytes) in its own
temporary files and hash nothing; here memory stays flat and one bad file does not stop the others.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from dossier.errors import EmptyFile, InvalidRequest, SohoaError, TooLarge
from dossier.filenames import safe_name
from dossier.store.objects import ObjectRef

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_SPOOL: Final = "upload-"
MAX_FIELD_BYTES: Final = 1 << 16
HEAD_BYTES: Final = 16
"""Of a file: enough to tell what it is."""


BINARY: Final[dict[str, Any]] = {"type": "string", "format": "binary"}
"""A file, as OpenAPI describes it."""


def describe_form(properties: Mapping[str, Any], **media: Any) -> dict[str, Any]:
    """What OpenAPI says of a call that takes a form off the wire itself, all of it required.

    `media`: more of its media type (`encoding`).
    """
    schema = {"type": "object", "required": list(properties), "properties": dict(properties)}
    content = {"multipart/form-data": {"schema": schema, **media}}
    return {"requestBody": {"required": True, "content": content}}


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    max_file_bytes: int
    max_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """One file of a request, in the spool."""

    name: str
    """Safe, NFC."""
    path: Path
    content: ObjectRef
    head: bytes
    """The first bytes, to tell what it is."""
    problem: SohoaError | None
    """EmptyFile, or TooLarge: then `content` is only what was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedForm:
    """What a `multipart/form-data` request held."""

    files: list[ReceivedFile]
    fields: dict[str, str]
    """Parts without a file name, by their names."""


@contextmanager
def spool(folder: Path) -> Iterator[Path]:
    """A folder for one request; gone with all that is in it afterwards."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=_SPOOL) as name:
        yield Path(name)


def remove_left_spools(folder: Path, *, before: datetime) -> None:
    """Take away what requests left whose process was killed; called at the start."""
    for left in folder.glob(f"{_SPOOL}*"):
        if left.stat().st_mtime < before.timestamp():
            shutil.rmtree(left, ignore_errors=True)


async def receive_files(
    content_type: str, body: AsyncIterator[bytes], folder: Path, limits: UploadLimits
) -> list[ReceivedFile]:
    """The files of a `multipart/form-data` request. Raises as `receive_form`."""
    return (await receive_form(content_type, body, folder, limits)).files


async def receive_form(
    content_type: str, body: AsyncIterator[bytes], folder: Path, limits: UploadLimits
) -> ReceivedForm:
    """Read a `multipart/form-data` request to its end.

    Raises InvalidRequest when it is not multipart, cut short, has more than `max_files` files, or
    fields of more than `MAX_FIELD_BYTES` together.
    """
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise InvalidRequest("Cần multipart/form-data / multipart/form-data is needed")
    receiver = _Receiver(folder, limits)
    try:
        parser = MultipartParser(options[b"boundary"], receiver.callbacks())
        async for chunk in body:
            # Written from the event loop: a chunk is some 64 KB into the page cache, which takes
            # less time than handing it to a thread.
            parser.write(chunk)
        parser.finalize()
    except FormParserError as exc:
        raise InvalidRequest("multipart hỏng / the multipart body is broken") from exc
    finally:
        receiver.close()
    return receiver.finish()


@dataclass(slots=True)
class _Part:
    headers: dict[bytes, bytes] = field(default_factory=dict)
    header: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))
    handle: IO[bytes] | None = None
    name: str = ""
    field_name: str = ""
    """Of a part that is no file."""
    size: int = 0
    head: bytes = b""
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


class _Receiver:
    """Collects what the parser calls out."""

    def __init__(self, folder: Path, limits: UploadLimits) -> None:
        self._folder = folder
        self._limits = limits
        self._part = _Part()
        self._files: list[ReceivedFile] = []
        self._fields: dict[str, bytearray] = {}
        self._field_bytes = 0
        self._ended = False
        self._excess = False

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda d, a, b: self._part.header[0].extend(d[a:b]),
            "on_header_value": lambda d, a, b: self._part.header[1].extend(d[a:b]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._write,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def finish(self) -> ReceivedForm:
        if self._excess:
            limit = self._limits.max_files
            raise InvalidRequest(f"Tối đa {limit} tệp / at most {limit} files", limit=limit)
        if not self._ended:
            raise InvalidRequest("multipart bị cắt cụt / the multipart body is cut short")
        if self._field_bytes > MAX_FIELD_BYTES:
            raise InvalidRequest(
                f"Tối đa {MAX_FIELD_BYTES} byte ngoài tệp / at most so many bytes beside the files"
            )
        fields = {name: _text(bytes(value)) for name, value in self._fields.items()}
        return ReceivedForm(files=self._files, fields=fields)

    def close(self) -> None:
        if self._part.handle is not None:
            self._part.handle.close()

    def _begin(self) -> None:
        self._part = _Part()

    def _end_header(self) -> None:
        field_name, value = self._part.header
        self._part.headers[bytes(field_name).lower()] = bytes(value)
        self._part.header = (bytearray(), bytearray())

    def _open(self) -> None:
        _, options = parse_options_header(self._part.headers.get(b"content-disposition", b""))
        if b"filename" not in options:
            self._part.field_name = _text(options.get(b"name", b""))
            return
        if len(self._files) >= self._limits.max_files:
            self._excess = True
            return
        self._part.name = safe_name(_text(options[b"filename"]))
        self._part.handle = (self._folder / str(len(self._files))).open("xb")

    def _write(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.handle is None:
            self._write_field(data[start:end])
            return
        part.size += end - start
        if part.size > self._limits.max_file_bytes:
            return
        chunk = data[start:end]
        part.head += chunk[: HEAD_BYTES - len(part.head)]
        part.digest.update(chunk)
        part.handle.write(chunk)

    def _write_field(self, data: bytes) -> None:
        self._field_bytes += len(data)
        if self._part.field_name and self._field_bytes <= MAX_FIELD_BYTES:
            self._fields.setdefault(self._part.field_name, bytearray()).extend(data)

    def _end(self) -> None:
        part = self._part
        if part.handle is None:
            return
        path = Path(part.handle.name)
        part.handle.close()
        part.handle = None
        self._files.append(
            ReceivedFile(
                name=part.name,
                path=path,
                content=ObjectRef(sha256=part.digest.hexdigest(), size=part.size),
                head=part.head,
                problem=self._judge(part),
            )
        )

    def _judge(self, part: _Part) -> SohoaError | None:
        limit = self._limits.max_file_bytes
        if part.size > limit:
            return TooLarge(f"Tối đa {limit} byte / at most {limit} bytes", limit=limit)
        return EmptyFile() if part.size == 0 else None

    def _finish(self) -> None:
        self._ended = True


def _text(raw: bytes) -> str:
    """Browsers and curl write UTF-8; what is not is kept readable rather than refused."""
    return raw.decode("utf-8", errors="replace")
