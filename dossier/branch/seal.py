"""The seal of a batch: one SHA-256 over the dossier's code and its files in their order.

Whoever holds the files, or the list of their hashes, can compute it again; one page more, less,
altered or elsewhere gives another seal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict

_VERSION: Final = "sohoa.batch/v1"


class SealedFile(BaseModel):
    """One file of a batch as the server holds it."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    size: int
    """Bytes."""
    pages: int


class PutAside(BaseModel):
    """A file that is not in the batch, and why; or one whose content is in it already."""

    model_config = ConfigDict(frozen=True)

    name: str
    reason: str
    """Vietnamese / English."""


class BatchReceipt(BaseModel):
    """What a branch keeps in its hands after a batch."""

    model_config = ConfigDict(frozen=True)

    dossier: str
    server: str
    """URL of the service, or its name."""
    sealed_at: datetime
    """By the server's clock, UTC."""
    files: tuple[SealedFile, ...]
    put_aside: tuple[PutAside, ...] = ()

    @property
    def pages(self) -> int:
        return sum(file.pages for file in self.files)

    @property
    def seal(self) -> str:
        return batch_seal(self.dossier, self.files)


def batch_seal(dossier: str, files: Sequence[SealedFile]) -> str:
    """64 hexadecimal digits over the code and, a line each, number, SHA-256 and pages of a file."""
    lines = [_VERSION, dossier]
    lines += [f"{i} {file.sha256} {file.pages}" for i, file in enumerate(files, start=1)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def grouped(seal: str) -> str:
    """In groups of eight, as people read and compare it."""
    return " ".join(seal[i : i + 8] for i in range(0, len(seal), 8))
