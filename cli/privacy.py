"""`sohoa admin export-person | incident | export-corrections`: personal data given out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.database import DataOption, note, open_database, operator, store_settings

_TIMES = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]
OutOption = Annotated[Path, typer.Option(dir_okay=False, help="Where it goes.")]


def export_person(
    out: OutOption,
    name: Annotated[str, typer.Option(help="With --dob, in place of a number.")] = "",
    dob: Annotated[str, typer.Option(help="YYYY-MM-DD.")] = "",
    with_pages: Annotated[bool, typer.Option("--pages/--no-pages", help="Pictures too.")] = True,
    data: DataOption = None,
) -> None:
    """Write all that is held about a person as a zip: JSON, a page to read, pictures.

    The identity number is asked for, so that it stands in no shell history; empty with --name.
    """
    from api.services.person_export import Asked, write_archive
    from dossier.lifecycle.person import Wanted
    from dossier.store.objects import open_objects
    from dossier.store.scope import EVERYWHERE

    number = "" if name else typer.prompt("Số định danh / identity number", err=True)
    asked = Asked(
        wanted=Wanted.parse(id_number=number, name=name, dob=dob),
        scope=EVERYWHERE,
        actor=operator(),
        branch=None,
        with_pages=with_pages,
    )
    with open_database(data) as database:
        with database.write() as session:
            note(session, "export_person", "")
        with _made(out).open("wb") as target:
            count = write_archive(
                database,
                open_objects(store_settings(data)),
                asked,
                target,
                now=datetime.now(UTC),
                progress=_show,
            )
    typer.echo(f"{count} hồ sơ / dossiers: {out}", err=True)


def incident(
    since: Annotated[datetime, typer.Option(formats=_TIMES, help="Without a zone: Việt Nam.")],
    until: Annotated[datetime, typer.Option(formats=_TIMES, help="Before this.")],
    out: Annotated[Path, typer.Option(help="Where it goes: .json or .pdf.")],
    key: Annotated[list[str] | None, typer.Option(help="Id of a key, or operator:login.")] = None,
    branch: Annotated[str | None, typer.Option(help="Of the dossiers.")] = None,
    office: Annotated[str, typer.Option(help="Who tells, as printed over the paper.")] = "",
    data: DataOption = None,
) -> None:
    """Write which dossiers and people were seen or changed, by whom: JSON, or the notification."""
    from dossier.lifecycle.incident import draw_pack
    from dossier.store import incident as store
    from dossier.store.incident import Question
    from dossier.store.scope import EVERYWHERE

    question = Question(since=_zoned(since), until=_zoned(until), keys=key or (), branch=branch)
    with open_database(data) as database:
        with database.write() as session:
            note(session, "incident_pack", branch or "")
        with database.read() as session:
            pack = store.make_pack(session, question, EVERYWHERE, now=datetime.now(UTC))
    target = _made(out)
    if out.suffix == ".pdf":
        target.write_bytes(draw_pack(pack, office=office))
    else:
        target.write_text(pack.model_dump_json(by_alias=True, indent=1) + "\n", encoding="utf-8")
    typer.echo(
        f"{len(pack.dossiers)} hồ sơ / dossiers, {pack.persons} người / people: {out}", err=True
    )


def export_corrections(out: OutOption, data: DataOption = None) -> None:
    """Write what reviewers said of fields as a zip: crops, before, after; no names, no numbers.

    For `sohoa calibrate --samples` and `models.train.corrected`. Delete it by the day that its
    manifest names.
    """
    from api.services.corrections_export import write_archive
    from dossier.lifecycle.rules import load_retention
    from dossier.store.objects import open_objects
    from dossier.store.scope import EVERYWHERE

    settings = store_settings(data)
    rules = load_retention(settings.retention_file)
    with open_database(data) as database:
        with database.write() as session:
            note(session, "export_corrections", "")
        with _made(out).open("wb") as target:
            done = write_archive(
                database,
                open_objects(settings),
                rules,
                EVERYWHERE,
                target,
                now=datetime.now(UTC),
                progress=_show,
            )
    left = ", ".join(f"{kind} {count}" for kind, count in sorted(done.left_out.items()))
    typer.echo(f"{done.fields} trường / fields: {out}", err=True)
    typer.echo(f"để lại / left out: {left or '-'}", err=True)
    if done.delete_by is not None:
        typer.echo(f"phải xóa trước / delete by: {done.delete_by:%Y-%m-%d}", err=True)


def _made(out: Path) -> Path:
    """A file that nobody else may read."""
    out.touch(mode=0o600)
    return out


def _zoned(moment: datetime) -> datetime:
    from dossier.vietnam_time import VIETNAM

    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VIETNAM)


def _show(count: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{count}   ", err=True, nl=False)
