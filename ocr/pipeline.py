"""The order of stages, written once. `sohoa read` and the worker call the same functions.

decode and refuse -> render -> upright -> deskew -> quality -> lines -> layout -> PageReading
PageReadings of a dossier -> documents -> fields -> checks -> cross-check -> decision -> Record
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dossier.page import PageReading
from dossier.record import Record
from dossier.submission import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One page of a dossier: where it came from and what became of it."""

    file: str
    """The name the sender gave the file, NFC, no folders."""
    file_page: int
    """From 1."""
    sha256: str
    reading: PageReading | None
    problem: dict[str, Any] | None = None
    """RFC 9457 problem when `reading` is None."""
    quarantined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """An original on disk."""

    name: str
    path: Path
    sha256: str


def assemble_record(
    code: str,
    pages: Sequence[SourcePage],
    *,
    problems: Sequence[dict[str, Any]] = (),
    submission: Submission | None = None,
    form: str | None = None,
    with_text: bool = False,
) -> Record:
    """Understand the pages of one dossier and give its record.

    `problems` are files that gave no page at all; `form` forces every titled page to that form key.
    """
    raise NotImplementedError
