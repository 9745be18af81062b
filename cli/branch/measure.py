"""What is known of a scan before it is sent: its hash, its pages, or why it is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cli.branch.names import extended
from cli.branch.settled import Signature, signature
from dossier.errors import InputRefused
from ocr.images.decode import open_scan
from ocr.images.sniff import HEAD_BYTES, FileKind, sniff


class StillWritten(InputRefused):
    code = "still_written"
    title_vi = "Tệp còn đang được ghi"
    title_en = "The file is still being written"


class Unreadable(InputRefused):
    code = "unreadable"
    title_vi = "Không mở được tệp"
    title_en = "The file cannot be opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredScan:
    path: Path
    signature: Signature
    sha256: str
    pages: int


def measure_scan(path: Path) -> MeasuredScan:
    """Hash a file and count its pages. Raises InputRefused: what `open_scan` raises, StillWritten,
    Unreadable."""
    try:
        before = signature(path)
        pages = _count_whole_pages(Path(extended(path)), path.name)
        sha256 = hash_file(path)
        after = signature(path)
    except OSError as exc:
        raise Unreadable(exc.strerror or type(exc).__name__) from exc
    if before != after:
        raise StillWritten()
    return MeasuredScan(path=path, signature=after, sha256=sha256, pages=pages)


def _count_whole_pages(path: Path, name: str) -> int:
    """Pictures are decoded: one that was cut short opens like any other, and the paper is still on
    the counter. PDFs are only opened: drawing them takes ten times as long."""
    scan = open_scan(path, name)
    with path.open("rb") as handle:
        kind = sniff(handle.read(HEAD_BYTES), name)
    if kind is not FileKind.PDF:
        for page in range(1, scan.page_count + 1):
            scan.render(page)
    return scan.page_count


def hash_file(path: Path) -> str:
    """SHA-256, in hexadecimal. Raises OSError."""
    with open(extended(path), "rb") as handle:  # noqa: PTH123 - takes Windows' long form
        return hashlib.file_digest(handle, "sha256").hexdigest()
