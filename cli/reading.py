"""One dossier from local files to its record: no server, no queue, no network.

The same functions as the worker's (`ocr.images.open_scan`, `ocr.pipeline`); here they run one
after another, one page in memory at a time. What cannot be read is told in the record: a file
that gives no page in `problems`, a page in its own `problem`. The rest is done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dossier.errors import EngineFailed, NotFound, SohoaError, UnknownFormat
from dossier.filenames import safe_name
from dossier.record import Record
from dossier.submission import Submission
from ocr.engines.base import OcrEngine
from ocr.images.decode import open_scan
from ocr.images.limits import ImageLimits
from ocr.images.scan import Scan
from ocr.pipeline import SourcePage, assemble_record, read_scan_page

OnPage = Callable[[int, int], None]
"""Called with pages done and pages in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file of the dossier that could be opened."""

    name: str
    path: Path
    sha256: str
    scan: Scan


def read_dossier(
    paths: Sequence[Path],
    engine: OcrEngine,
    *,
    code: str | None = None,
    submission: Submission | None = None,
    form: str | None = None,
    procedure: str | None = None,
    with_text: bool = False,
    limits: ImageLimits | None = None,
    on_page: OnPage = lambda done, total: None,
) -> Record:
    """Read one dossier: all pages of `paths` in the order given.

    `code` defaults to the first file's name. Raises InvalidRequest when there is no such `form` or
    `procedure`;
    everything that is wrong with a file or page is told in the record.
    """
    files: list[OpenFile] = []
    problems: list[dict[str, Any]] = []
    for path in paths:
        with Caught() as caught:
            files.append(open_file(path, limits or ImageLimits()))
        if caught.error is not None:
            problems.append(caught.error.problem() | {"file": safe_name(path.name)})
    pages = list(_read_pages(files, engine, on_page))
    return assemble_record(
        code or safe_name(paths[0].stem),
        pages,
        problems=problems,
        submission=submission,
        form=form,
        procedure=procedure,
        with_text=with_text,
    )


def problems_of(record: Record) -> list[dict[str, Any]]:
    """Every problem of the record: of whole files, then of pages in their order."""
    pages = [page.problem for page in record.pages if page.problem is not None]
    return [*record.problems, *pages]


def open_file(path: Path, limits: ImageLimits) -> OpenFile:
    """Open one file of a dossier. Raises NotFound, InputRefused."""
    if path.is_dir():
        raise UnknownFormat("đây là một thư mục / this is a folder")
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as exc:
        raise NotFound(f"không mở được tệp / the file cannot be opened: {exc.strerror}") from exc
    except ValueError as exc:  # a NUL in the name
        raise NotFound("tên tệp không hợp lệ / not a file name") from exc
    scan = open_scan(path, path.name, limits)
    return OpenFile(name=safe_name(path.name), path=path, sha256=digest, scan=scan)


class Caught:
    """Keeps what went wrong with one file or page, so that the next one is still done.

    A foreign error becomes EngineFailed with the kind of the error and without its message, which
    may quote what stands on the page.
    """

    error: SohoaError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        if isinstance(error, SohoaError):
            self.error = error
        else:
            self.error = EngineFailed(
                f"lỗi ngoài dự kiến / unexpected: {type(error).__name__}{_place(trace)}"
            )
        return True


def _place(trace: TracebackType | None) -> str:
    place = ""
    while trace is not None:
        place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
        trace = trace.tb_next
    return place


def _read_pages(
    files: Iterable[OpenFile], engine: OcrEngine, on_page: OnPage
) -> Iterator[SourcePage]:
    numbered = [(file, page) for file in files for page in range(1, file.scan.page_count + 1)]
    for done, (file, page) in enumerate(numbered):
        on_page(done, len(numbered))
        yield _read_page(file, page, engine)
    on_page(len(numbered), len(numbered))


def _read_page(file: OpenFile, page: int, engine: OcrEngine) -> SourcePage:
    reading = problem = None
    with Caught() as caught:
        reading = read_scan_page(file.scan.render(page), engine)
    if caught.error is not None:
        problem = caught.error.problem() | {"file": file.name, "page": page}
    return SourcePage(
        file=file.name, file_page=page, sha256=file.sha256, reading=reading, problem=problem
    )
