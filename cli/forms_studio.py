"""`sohoa forms new` and `sohoa forms try`: declare a form from a sample, and see what it reads.

The way: `new` writes a draft; a person corrects its names and kinds in the file, looking at the
picture; `check` says what is wrong, by line; `try` reads other samples. A file in the `forms`
folder of the data is then read by `sohoa read` and the service like any other form.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.forms.definition import FormDefinition
    from dossier.forms.draft import DraftForm
    from dossier.forms.sample import SamplePage, Trial
    from ocr.engines.base import OcrEngine

_SHOWN = 60
"""Letters of a value or a label in a listing."""


def new(
    scan: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A blank form or a filled sample.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="File of the draft, FORM.toml; without it: stdout.")
    ] = None,
    sample: Annotated[
        list[Path] | None, typer.Option(help="Try the draft on these too; may be repeated.")
    ] = None,
    overlay: Annotated[
        Path | None, typer.Option(help="Folder for page pictures with the proposed fields.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
    engine: Annotated[str | None, typer.Option(help="paddle or tesseract.")] = None,
) -> None:
    """Propose the declaration of a form from a sample of it: title, labels, fields, kinds, tables.

    The draft is TOML as in the product's own catalogue; names are of the catalogue where it knows
    the label, else made of the label. What it reads on the sample is told on stderr.
    """
    import sys
    from datetime import date

    from cli.forms import catalogue
    from cli.output import stdout_kept_clean
    from cli.read import load_engine
    from dossier.errors import InvalidRequest
    from dossier.forms.draft import definition_of
    from dossier.forms.writing import write_definition
    from ocr.studio import propose_form

    if out is not None and out.exists() and not force:
        raise InvalidRequest(f"{out.name}: đã có / is there already: --force")
    forms = catalogue()
    with stdout_kept_clean():
        reader = load_engine(engine)
        pages = read_sample(scan, reader)
        draft = propose_form(pages, forms, today=date.today())
        form = definition_of(draft)
        if overlay is not None:
            _draw_draft(draft, scan, overlay)
        tried = [(scan, try_on(form, pages))]
        tried += [(path, try_on(form, read_sample(path, reader))) for path in sample or ()]
    text = write_definition(form)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"{out}: {len(form.fields)} trường / fields", err=True)
    for path, trial in tried:
        tell_trial(form, path, trial, err=True)


def try_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A declaration.")],
    scans: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Samples.")],
    overlay: Annotated[
        Path | None, typer.Option(help="Folder for page pictures with the fields drawn in.")
    ] = None,
    engine: Annotated[str | None, typer.Option(help="paddle or tesseract.")] = None,
) -> None:
    """Read samples by a declaration and print every field; each file is one document.

    Exit code 1 with lines and advice where the declaration is not sound.
    """
    from cli.forms import load_sound
    from cli.output import stdout_kept_clean
    from cli.read import load_engine

    form = load_sound(file)
    tried: list[tuple[Path, Trial]] = []
    with stdout_kept_clean():
        reader = load_engine(engine)
        for path in scans:
            trial = try_on(form, read_sample(path, reader))
            tried.append((path, trial))
            if overlay is not None:
                _draw_trial(trial, path, overlay)
    for path, trial in tried:
        tell_trial(form, path, trial)


def read_sample(path: Path, engine: OcrEngine) -> list[SamplePage]:
    """All pages of one file. Raises NotFound, InputRefused, EngineFailed."""
    from cli.reading import open_file
    from ocr.images.limits import ImageLimits
    from ocr.studio import read_sample_page

    scan = open_file(path, ImageLimits()).scan
    numbers = range(1, scan.page_count + 1)
    return [read_sample_page(scan.render(number), engine) for number in numbers]


def try_on(form: FormDefinition, pages: Sequence[SamplePage]) -> Trial:
    """What `form` reads from `pages`, among all forms of the catalogue."""
    from cli.forms import catalogue
    from ocr.studio import try_form

    return try_form(form, pages, catalogue())


def tell_trial(form: FormDefinition, path: Path, trial: Trial, *, err: bool = False) -> None:
    """Print one sample's fields: state, key, value as it was read."""
    known = trial.recognised_as or "không rõ / unknown"
    verdict = "đúng / right" if trial.recognised_as == form.key else f"! {known}"
    typer.echo(f"{path.name}: {verdict}; nhãn / labels {round(100 * trial.coverage)} %", err=err)
    for spec in form.fields:
        field = trial.document.fields[spec.key]
        value = field.raw or ""
        mark = "?" if field.review else " "
        typer.echo(
            f"  {mark} {field.state.value:10} {spec.key:32} {value[:_SHOWN]}".rstrip(), err=err
        )
    for label in trial.missing_labels:
        typer.echo(f"  ! không thấy nhãn / label not found: {label[:_SHOWN]}", err=err)


def _draw_draft(draft: DraftForm, scan: Path, folder: Path) -> None:
    from cli.overlay import Mark, draw_pages

    marks: dict[int, list[Mark]] = {}
    for label in draft.labels:
        key = ", ".join(field.key for field in label.fields)
        box = label.value_box or label.box
        marks.setdefault(label.page, []).append(Mark(key=key, box=box, flagged=not label.fields))
    draw_pages(scan, marks, folder)


def _draw_trial(trial: Trial, scan: Path, folder: Path) -> None:
    from cli.overlay import Mark, draw_pages

    marks: dict[int, list[Mark]] = {}
    for key, field in trial.document.fields.items():
        if field.page is not None and field.box is not None:
            mark = Mark(key=key, box=field.box, flagged=field.review)
            marks.setdefault(field.page, []).append(mark)
    draw_pages(scan, marks, folder)
