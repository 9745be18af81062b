"""`sohoa read`: one dossier from local files, or many from a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.record import Record
    from ocr.engines.base import OcrEngine

_EXIT_UNREADABLE = 3


def read(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="PDF, TIFF, JPEG, PNG: one dossier, in this order."),
    ] = None,
    submitted: Annotated[
        Path | None, typer.Option(help="JSON with the submitted data, to compare with.")
    ] = None,
    form: Annotated[str | None, typer.Option(help="Take all pages for this form.")] = None,
    procedure: Annotated[
        str | None,
        typer.Option(help="Code of the procedure whose papers must be there; auto: by the form."),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Add every text line.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="The record on one line, also on a terminal.")
    ] = False,
    progress: Annotated[bool, typer.Option("--progress/--no-progress")] = True,
    engine: Annotated[str | None, typer.Option(help="paddle or tesseract.")] = None,
    overlay: Annotated[
        Path | None,
        typer.Option(help="Folder for page pictures with the fields drawn in."),
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help="List of dossiers, one JSON object a line.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the batch's records go.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes of a batch.")] = 1,
) -> None:
    """Read a dossier and print its record.

    Exit code 0: done, whatever was flagged; 2: bad usage; 3: a file cannot be read (the problem
    is on stderr as JSON, the other files are done).
    """
    if batch is not None:
        _only_without_files(files, submitted, overlay)
        if out is None:
            raise typer.BadParameter("--batch needs --out")
        ok = _read_list(
            batch,
            out,
            jobs=jobs,
            form=form,
            procedure=procedure,
            text=text,
            engine=engine,
            progress=progress,
        )
    elif files:
        if out is not None:
            raise typer.BadParameter("--out goes with --batch; the record goes to stdout")
        ok = _read_one(
            files,
            submitted=submitted,
            form=form,
            procedure=procedure,
            text=text,
            engine=engine,
            overlay=overlay,
            progress=progress,
            one_line=as_json,
        )
    else:
        raise typer.BadParameter("give the files of a dossier, or --batch LIST --out OUT")
    if not ok:
        raise typer.Exit(_EXIT_UNREADABLE)


def _only_without_files(
    files: Sequence[Path] | None, submitted: Path | None, overlay: Path | None
) -> None:
    if files or submitted or overlay:
        raise typer.BadParameter("--batch names its own files and submitted data")


def _read_one(
    files: Sequence[Path],
    *,
    submitted: Path | None,
    form: str | None,
    procedure: str | None,
    text: bool,
    engine: str | None,
    overlay: Path | None,
    progress: bool,
    one_line: bool,
) -> bool:
    """Print the record; True when every file and page could be read."""
    from cli.output import progress_bar, report_problem, stdout_kept_clean, write_json

    with stdout_kept_clean():
        from cli.submitted import load_submission

        require_form(form)
        require_procedure(procedure)
        submission = None if submitted is None else load_submission(submitted)
        # Only now: what reads pages takes seconds to load.
        from cli.reading import problems_of, read_dossier

        reader = load_engine(engine)
        with progress_bar(wanted=progress) as bar:
            task = bar.add_task("trang / pages", total=None)
            record = read_dossier(
                files,
                reader,
                submission=submission,
                form=form,
                procedure=procedure,
                with_text=text,
                on_page=lambda done, total: bar.update(task, completed=done, total=total),
            )
        if overlay is not None:
            _draw(record, files, overlay)
    problems = problems_of(record)
    for problem in problems:
        report_problem(problem)
    write_json(record.to_json(), one_line=one_line)
    return not problems


def _read_list(
    batch: Path,
    out: Path,
    *,
    jobs: int,
    form: str | None,
    procedure: str | None,
    text: bool,
    engine: str | None,
    progress: bool,
) -> bool:
    """Write one line a dossier to `out`; True when none had a problem."""
    from cli.batch import BatchOptions, read_batch, start_reader
    from cli.output import progress_bar, stdout_kept_clean
    from cli.settings import ReadSettings

    settings = ReadSettings()
    options = BatchOptions(
        engine=engine or settings.engine,
        threads=settings.threads(jobs),
        form=form,
        procedure=procedure,
        with_text=text,
    )
    with stdout_kept_clean():
        require_form(form)
        require_procedure(procedure)
        with progress_bar(wanted=progress) as bar:
            task = bar.add_task("hồ sơ / dossiers", total=None)
            return read_batch(
                batch,
                out,
                options,
                jobs=jobs,
                start=start_reader,
                on_item=lambda done, total: bar.update(task, completed=done, total=total),
            )


def require_form(form: str | None) -> None:
    """Say what is wrong with the forms before minutes go into reading.

    Raises InvalidRequest for an unknown form, Misconfigured for an unsound definition.
    """
    from cli.forms import catalogue, find

    if form is None:
        catalogue()
    else:
        find(form)


def require_procedure(code: str | None) -> None:
    """Say what is wrong with the procedures before minutes go into reading.

    Raises InvalidRequest for an unknown code, Misconfigured for an unsound catalogue.
    """
    from dossier.procedures import AUTO, procedure_of

    if code is not None and code != AUTO:
        procedure_of(code)


def load_engine(name: str | None, jobs: int = 1) -> OcrEngine:
    """The engine of the option, else of SOHOA_ENGINE. Raises Misconfigured, ModelMissing."""
    from cli.settings import ReadSettings
    from ocr.engines.registry import EngineSettings, make_engine

    settings = ReadSettings()
    return make_engine(name or settings.engine, EngineSettings(threads=settings.threads(jobs)))


def _draw(record: Record, files: Sequence[Path], folder: Path) -> None:
    from cli.overlay import write_overlays

    write_overlays(record, files, folder)
