"""`sohoa explain RECORD`: how each value of a record came to be."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dossier.explain import Words
    from dossier.record import Record


class Language(StrEnum):
    BOTH = "both"
    VI = "vi"
    EN = "en"


def explain(
    record: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A record as `sohoa read` prints it."),
    ],
    field: Annotated[
        str, typer.Option(help="Only this: form.field, a form, or a field's key.")
    ] = "",
    lang: Annotated[Language, typer.Option(help="vi, en, or both.")] = Language.BOTH,
) -> None:
    """Tell what stood on the paper, all sources, checks, confidence, reasons and decision."""
    from cli.forms import catalogue
    from cli.output import encoded
    from dossier.errors import InvalidRequest
    from dossier.explain import explain as tell

    told = False
    for story in tell(load_record(record), catalogue(), only=field):
        told = True
        sys.stdout.buffer.write(encoded(story.title))
        for step in story.steps:
            line = f"  {_in(step.about, lang)}: {_in(step.says, lang)}"
            sys.stdout.buffer.write(encoded(line))
    sys.stdout.flush()
    if not told:
        raise InvalidRequest(f"bản ghi không có trường này / no such field in the record: {field}")


def load_record(path: Path) -> Record:
    """The record in a file. Raises InvalidRequest with the reason where there is none."""
    from pydantic import ValidationError

    from dossier.errors import InvalidRequest
    from dossier.json_text import parse_json
    from dossier.record import Record

    try:
        return Record.model_validate(parse_json(path.read_bytes()))
    except (ValueError, ValidationError) as exc:
        kind = type(exc).__name__
        raise InvalidRequest(f"{path.name}: không phải bản ghi / no record: {kind}") from exc


def _in(words: Words, lang: Language) -> str:
    match lang:
        case Language.VI:
            return words.vi
        case Language.EN:
            return words.en
        case Language.BOTH:
            return words.both()
