"""`sohoa forms`: the forms known, one form's fields, whether a definition is sound, new forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import forms_studio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.forms.definition import FieldSpec, FormDefinition

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Biểu mẫu / forms.")
app.command("new")(forms_studio.new)
app.command("try")(forms_studio.try_)


@app.command("list")
def list_forms() -> None:
    """Print key, title, number of fields and editions of every form."""
    from dossier.forms.catalog import describe

    for key, title, fields, editions in describe(list(catalogue().values())):
        typer.echo(f"{key:32} {fields:3} {editions:24} {title}")


@app.command()
def show(key: Annotated[str, typer.Argument(help="Such as birth_registration.")]) -> None:
    """Print the fields of one form."""
    form = find(key)
    typer.echo(f"{form.key}: {form.title}")
    for edition in form.editions:
        typer.echo(f"  {edition.id} {edition.circular}".rstrip())
    for spec in form.fields:
        typer.echo(f"  {spec.key:32} {spec.kind:14} {_notes(spec)}".rstrip())


@app.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A definition.")],
) -> None:
    """Say whether a definition is sound; exit code 1 with every line to mend if not."""
    form = load_sound(file)
    typer.echo(
        f"{file.name}: đúng / sound: {form.key}, {len(form.fields)} trường / fields, "
        f"{len(form.labels)} nhãn / labels"
    )


def load_sound(file: Path) -> FormDefinition:
    """The form in a file. Raises Misconfigured with every fault: its line and what to do."""
    from dossier.errors import Misconfigured
    from dossier.forms.added import told_faults
    from dossier.forms.catalog import load_definition

    if told := told_faults(file, may_replace=True):
        raise Misconfigured(told)
    return load_definition(file)


def catalogue() -> Mapping[str, FormDefinition]:
    """The product's forms and those of the data's `forms` folder, which this process uses then.

    Raises Misconfigured with every fault of a form that is not sound.
    """
    from cli.settings import ReadSettings
    from dossier.forms.added import FOLDER, load_added
    from dossier.forms.catalog import catalog, use_forms

    use_forms(load_added(ReadSettings().data / FOLDER))
    return catalog()


def find(key: str) -> FormDefinition:
    """The form of that key. Raises InvalidRequest, which names those that there are."""
    from dossier.errors import InvalidRequest

    forms = catalogue()
    if key not in forms:
        raise InvalidRequest(
            f"không có biểu mẫu / no such form: {key}; có / known: {', '.join(forms)}"
        )
    return forms[key]


def _notes(spec: FieldSpec) -> str:
    notes = [
        "bắt buộc / required" if spec.required else "",
        f"{spec.digit_boxes} ô / boxes" if spec.digit_boxes else "",
        ", ".join(spec.options),
        ", ".join(column.key for column in spec.columns),
        f"({spec.title})" if spec.title else "",
    ]
    return "  ".join(note for note in notes if note)
