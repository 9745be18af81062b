"""What the worker needs to know about reading pages: one Protocol, and values in and out.

`worker.reader.OcrPageReader` is the real one; tests bring a fake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from dossier.calibration import Calibration
from dossier.forms.definition import FormDefinition
from dossier.forms.draft import DraftForm
from dossier.forms.sample import SamplePage, Trial
from dossier.page import PageReading
from dossier.record import Record
from dossier.spot import Spot, SpotReading
from dossier.submission import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """One page of a dossier in its final state."""

    file: str
    """The name the sender gave the file."""
    file_page: int
    """From 1."""
    sha256: str
    """Of the file."""
    reading: PageReading | None
    problem: dict[str, Any] | None
    """RFC 9457 problem when `reading` is None."""
    quarantined: bool


class PageReader(Protocol):
    """Reads files and understands dossiers. One a process; not thread-safe."""

    def count_pages(self, path: Path, name: str) -> int:
        """How many pages the file has, at least 1.

        Raises InputRefused when no page of it can be read.
        """
        ...

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        """Read one page (from 1).

        Raises InputRefused when this page cannot be read, ServiceFault when we cannot.
        """
        ...

    def assemble(
        self,
        code: str,
        pages: Sequence[StoredPage],
        *,
        submission: Submission | None,
        procedure: str | None,
        calibration: Calibration,
        problems: Sequence[dict[str, Any]],
        with_text: bool,
    ) -> Record:
        """Understand the pages of a dossier; `problems` are files that gave no page.

        `procedure` is the code of the procedure whose papers must be there, or `auto`;
        `calibration` the one in use. Raises InvalidRequest for a code that is no longer known.
        """
        ...

    def read_spot(
        self, path: Path, name: str, page: int, read: PageReading, spot: Spot
    ) -> SpotReading:
        """Read one area of a page (from 1) by itself; `read` is how the page was read before.

        Raises InputRefused when this page cannot be drawn, ServiceFault when we cannot read.
        """
        ...

    def draft_form(self, path: Path, name: str) -> tuple[Sequence[SamplePage], DraftForm]:
        """Read a sample of a form and propose its declaration.

        Raises InputRefused when the file cannot be read or has too many pages for a form.
        """
        ...

    def try_form(self, form: FormDefinition, pages: Sequence[SamplePage]) -> Trial:
        """What `form` reads from the pages of a sample."""
        ...
