"""Which kind of file it is, by what stands in it and not by what it is called."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath
from typing import Final

from dossier.errors import DisguisedFile, EmptyFile, UnknownFormat

HEAD_BYTES: Final = 1024
"""How much of the start of a file `sniff` wants to see."""


class FileKind(StrEnum):
    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"


_MAGIC: Final[tuple[tuple[bytes, FileKind], ...]] = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"II+\x00", FileKind.TIFF),
    (b"MM\x00+", FileKind.TIFF),
)

_EXTENSIONS: Final = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".jpe", ".png"})


def sniff(head: bytes, name: str) -> FileKind:
    """The kind of the file that starts with `head` (its first 1024 bytes).

    The name decides nothing for content that we read: a JPEG called `.pdf` is a JPEG. It decides
    which error is raised for content that we do not: DisguisedFile where the name promises a kind
    we read, UnknownFormat otherwise. Raises EmptyFile for no bytes.
    """
    if not head:
        raise EmptyFile()
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    # The PDF reference (1.7, appendix H, note 13) allows bytes before the header.
    if b"%PDF-" in head[:HEAD_BYTES]:
        return FileKind.PDF
    extension = PurePath(name).suffix.lower()
    if extension in _EXTENSIONS:
        raise DisguisedFile(
            f"Tên tệp là {extension} nhưng nội dung thì không / "
            f"The name says {extension}, the content does not"
        )
    raise UnknownFormat(
        "Chỉ nhận PDF, TIFF, JPEG và PNG / Only PDF, TIFF, JPEG and PNG are accepted"
    )
