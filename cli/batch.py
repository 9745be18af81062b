"""`sohoa read --batch`: a list of dossiers in, one line of JSON a dossier out.

A line in: `{"id": ..., "files": [...], "submitted": {...} | null}`. A line out: `{"id", "record"}`,
or `{"id", "problem"}` where nothing of the dossier could be read. The dossiers are read in
processes of their own (`cli.workers`), so that one which kills its reader costs only itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cli.output import as_line, encoded, report_problem
from cli.workers import Pool
from dossier.errors import EngineFailed, InvalidRequest
from dossier.json_text import parse_json

OnItem = Callable[[int, int], None]
Result = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """What every reading process is told."""

    engine: str
    threads: int
    form: str | None = None
    procedure: str | None = None
    with_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the list."""

    id: Any
    """Whatever the list says, handed back as it is; None where the line has none."""
    line: int
    """From 1."""
    files: tuple[Path, ...] = ()
    submitted: Any = None
    problem: Result | None = None
    """Why the line cannot be used."""


def read_batch(
    batch: Path,
    out: Path,
    options: BatchOptions,
    *,
    jobs: int,
    on_item: OnItem = lambda done, total: None,
    start: Callable[[BatchOptions], Callable[[Item], Result]],
) -> bool:
    """Read every dossier of `batch` into `out`; True when none had any problem.

    Lines are written and flushed as dossiers are done, in any order. `start` makes the reader
    inside a worker process (`start_reader`, or a test's). Raises InvalidRequest when the list
    cannot be read or `out` cannot be written, ServiceFault when no reader can start.
    """
    total = _count_lines(batch)
    pool = Pool(start, options, processes=min(jobs, max(total, 1)))
    clean, done = True, 0
    with _open_out(out) as sink, pool:
        for item, answer in pool.map(_items(batch)):
            result = answer if answer is not None else _died(item)
            sink.write(encoded(as_line(result)))
            sink.flush()
            for problem in _problems(result):
                clean = False
                report_problem(problem | {"id": item.id})
            done += 1
            on_item(done, total)
    return clean


def start_reader(options: BatchOptions) -> Callable[[Item], Result]:
    """Load the engine and give what reads one item. Runs in a worker process."""
    from cli.forms import catalogue
    from ocr.engines.registry import EngineSettings, make_engine

    catalogue()
    engine = make_engine(options.engine, EngineSettings(threads=options.threads))

    def read_item(item: Item) -> Result:
        if item.problem is not None:
            return failed(item, item.problem)
        from cli.reading import Caught, problems_of, read_dossier
        from cli.submitted import parse_submission

        with Caught() as caught:
            submission = None if item.submitted is None else parse_submission(item.submitted)
            record = read_dossier(
                item.files,
                engine,
                code=str(item.id),
                submission=submission,
                form=options.form,
                procedure=options.procedure,
                with_text=options.with_text,
            )
            problems = problems_of(record)
            if problems and all(page.problem is not None for page in record.pages):
                return failed(item, problems[0], problems)
            return {"id": item.id, "record": record.to_json()}
        return failed(item, (caught.error or EngineFailed()).problem())

    return read_item


def failed(item: Item, problem: Result, problems: list[Result] | None = None) -> Result:
    """The line out of an item that gave no record; with several problems all are in the first."""
    if problems and len(problems) > 1:
        problem = problem | {"problems": problems}
    return {"id": item.id, "problem": problem | {"line": item.line}}


def parse_item(line: bytes, number: int, folder: Path) -> Item:
    """One line of the list; a line that cannot be used becomes an item with a problem.

    Files are taken from the current folder, else from `folder`, where the list is.
    """
    try:
        body = parse_json(line)
    except ValueError:
        return _bad_item(None, number, "không phải JSON / not JSON")
    if not isinstance(body, dict) or body.get("id") is None:
        return _bad_item(None, number, "thiếu id / no id")
    files = body.get("files")
    if not isinstance(files, list) or not files or not all(isinstance(f, str) for f in files):
        return _bad_item(body["id"], number, "files phải là danh sách tên / a list of names")
    return Item(
        id=body["id"],
        line=number,
        files=tuple(_find(name, folder) for name in files),
        submitted=body.get("submitted"),
    )


def _bad_item(item_id: Any, number: int, reason: str) -> Item:
    problem = InvalidRequest(f"dòng / line {number}: {reason}").problem()
    return Item(id=item_id, line=number, problem=problem)


def _find(name: str, folder: Path) -> Path:
    beside_list = folder / name
    return beside_list if not _exists(Path(name)) and _exists(beside_list) else Path(name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a NUL
        return False


def _items(batch: Path) -> Iterator[Item]:
    with batch.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield parse_item(line, number, batch.parent)


def _count_lines(batch: Path) -> int:
    try:
        with batch.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError as exc:
        raise InvalidRequest(f"{batch.name}: {exc.strerror}") from exc


def _open_out(out: Path) -> BinaryIO:
    try:
        return out.open("wb")
    except OSError as exc:
        raise InvalidRequest(f"{out.name}: {exc.strerror}") from exc


def _problems(result: Result) -> list[Result]:
    if "problem" in result:
        return [result["problem"]]
    record = result["record"]
    return [*record["problems"], *(p["problem"] for p in record["pages"] if p.get("problem"))]


def _died(item: Item) -> Result:
    error = EngineFailed(
        "tiến trình đọc hồ sơ này đã dừng đột ngột (có thể do hết bộ nhớ) / "
        "the process that read this dossier ended suddenly (perhaps out of memory)"
    )
    return failed(item, error.problem())
