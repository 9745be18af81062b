"""`sohoa admin retention` and `sohoa admin hold`: how long what is kept, and what was removed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.database import DataOption, note, open_database, operator, store_settings

if TYPE_CHECKING:
    from dossier.store.lifecycle_tables import HoldRow

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Thời hạn lưu và hủy dữ liệu / retention and removal.",
)
hold_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Lệnh giữ hồ sơ / legal holds."
)
EXIT_FAULT = 4
_SHOWN = 20

ReasonOption = Annotated[str, typer.Option(help="The case; no citizen's data.")]


def _now() -> datetime:
    return datetime.now(UTC)


@app.command()
def rules(data: DataOption = None) -> None:
    """Print the rules in force, with their sources."""
    from dossier.lifecycle.rules import load_retention

    found = load_retention(store_settings(data).retention_file)
    for rule in found.in_order():
        typer.echo(f"{rule.key:24} {rule.keep:8} {rule.counted_from:9} {rule.source}")
    typer.echo(f"xác nhận / confirmed: {found.confirmed or 'CHƯA / NOT YET'}", err=True)
    when = f"{found.schedule.hour} h" if found.schedule.on else "tắt / off"
    typer.echo(f"lịch / schedule: {when}", err=True)


@app.command()
def plan(
    limit: Annotated[int, typer.Option(min=1, help="So many of each kind are named.")] = _SHOWN,
    data: DataOption = None,
) -> None:
    """A dry run: print what `run` would remove, and what must stay all the same."""
    from dossier.lifecycle.rules import load_retention
    from dossier.store import purging
    from dossier.store.scope import EVERYWHERE

    found = load_retention(store_settings(data).retention_file)
    with open_database(data) as database:
        purging.classify(database, found, _now)
        with database.read() as session:
            planned = purging.plan(session, found, EVERYWHERE, now=_now(), limit=limit)
    for one in planned:
        stays = ", ".join(f"{why.value} {count}" for why, count in one.stays.items())
        typer.echo(f"{one.kind.value:14} {one.may_go:8}  {f'giữ / kept: {stays}' if stays else ''}")
        for due in one.first:
            typer.echo(f"  {due.subject}  {due.closed:%Y-%m-%d}  {due.rule.key} {due.rule.keep}")
    if not found.confirmed:
        typer.echo("quy tắc chưa được xác nhận / the rules are not confirmed yet", err=True)


@app.command("run")
def run_now(
    limit: Annotated[int, typer.Option(min=1, help="Dossiers and samples, at most.")] = 1000,
    data: DataOption = None,
) -> None:
    """Remove what has served its time, for good. Stopped anywhere, the next run goes on.

    Exit code 4: the object store would not let some originals be removed.
    """
    from dossier.lifecycle.rules import load_retention
    from dossier.store import purging
    from dossier.store.objects import open_objects
    from dossier.store.scope import EVERYWHERE

    settings = store_settings(data)
    found = load_retention(settings.retention_file)
    with open_database(data) as database:
        done = purging.run(
            database,
            open_objects(settings),
            found,
            EVERYWHERE,
            actor=operator(),
            clock=_now,
            limit=limit,
            progress=_show,
        )
    for kind, count in done.removed.items():
        typer.echo(f"{kind:14} {count:8} đã hủy / removed")
    for why, count in done.stayed.items():
        typer.echo(f"{why.value:14} {count:8} giữ lại / stay")
    if done.head:
        typer.echo(done.head)
    if done.unremoved:
        typer.echo(f"kho chưa cho xóa / refused by the store: {done.unremoved}", err=True)
        raise typer.Exit(EXIT_FAULT)


@app.command()
def statement(
    out: Annotated[Path, typer.Option(help="Where it goes: .json or .pdf.")],
    after: Annotated[int, typer.Option(min=0, help="Entries after this number.")] = 0,
    office: Annotated[str, typer.Option(help="Who removed, as printed over the paper.")] = "",
    data: DataOption = None,
) -> None:
    """Write the statement of what was removed: what, when, by which rule, counts and digests."""
    from dossier.lifecycle.papers import draw_statement
    from dossier.lifecycle.statement import Statement
    from dossier.store import purging
    from dossier.store.scope import EVERYWHERE

    with open_database(data) as database, database.read() as session:
        found = list(purging.entries(session, EVERYWHERE, after=after))
    made = Statement(made=_now(), entries=found)
    if out.suffix == ".pdf":
        out.write_bytes(draw_statement(made, office=office))
    else:
        out.write_text(made.model_dump_json(by_alias=True, indent=1) + "\n", encoding="utf-8")
    typer.echo(f"{len(found)} mục / entries: {out}", err=True)


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A statement as JSON.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Check the chain of entries, the audit log's word for it, and that what it names is gone.

    With FILE only that statement is checked, without any database. Exit code 4: it does not hold.
    """
    if file is not None:
        _verify_file(file)
        return
    from dossier.store import purge_proof
    from dossier.store.objects import open_objects

    with open_database(data) as database, database.read() as session:
        proof = purge_proof.verify(session, open_objects(store_settings(data)))
    if proof.head:
        typer.echo(proof.head)
    for fault in proof.faults:
        typer.echo(fault, err=True)
    if proof.faults:
        raise typer.Exit(EXIT_FAULT)
    waiting = f", {proof.waiting} chờ xóa / to be removed" if proof.waiting else ""
    typer.echo(f"{proof.entries} mục, nguyên vẹn / entries, whole{waiting}", err=True)


@hold_app.command("place")
def place_hold(
    dossier: Annotated[str, typer.Argument()], reason: ReasonOption, data: DataOption = None
) -> None:
    """Keep a dossier from being removed by any rule. Prints the hold's id."""
    from dossier.store import holds
    from dossier.store.scope import EVERYWHERE

    with open_database(data) as database, database.write() as session:
        row = holds.place(session, dossier, EVERYWHERE, reason=reason, by=operator(), now=_now())
        note(session, "hold_placed", dossier)
    typer.echo(row.id)


@hold_app.command("release")
def release_hold(
    hold: Annotated[str, typer.Argument()], reason: ReasonOption, data: DataOption = None
) -> None:
    """Take a hold away. It stays in the list, with who released it and why."""
    from dossier.store import holds
    from dossier.store.scope import EVERYWHERE

    with open_database(data) as database, database.write() as session:
        row = holds.release(session, hold, EVERYWHERE, reason=reason, by=operator(), now=_now())
        note(session, "hold_released", row.dossier)
    typer.echo(f"{hold}: đã gỡ / released")


@hold_app.command("list")
def list_holds(
    released: Annotated[bool, typer.Option("--all", help="Released ones too.")] = False,
    data: DataOption = None,
) -> None:
    """Print the holds, the newest first."""
    from dossier.store import holds
    from dossier.store.scope import EVERYWHERE

    with open_database(data) as database, database.read() as session:
        for row in holds.list_holds(
            session, EVERYWHERE, dossier=None, with_released=released, limit=100_000
        ):
            typer.echo(_line(row))


def _line(row: HoldRow) -> str:
    ended = f"  gỡ / released {row.released:%Y-%m-%d}: {row.release_reason}" if row.released else ""
    return f"{row.id}  {row.dossier}  {row.placed:%Y-%m-%d}  {row.placed_by}  {row.reason}{ended}"


def _verify_file(file: Path) -> None:
    from pydantic import ValidationError

    from dossier.lifecycle.statement import Statement, follow

    try:
        found = Statement.model_validate_json(file.read_bytes())
    except ValidationError as exc:
        raise typer.BadParameter("sohoa.purge/v1") from exc
    chain = follow(found.entries, whole=found.branch is None)
    if chain.broken:
        typer.echo(chain.broken, err=True)
        raise typer.Exit(EXIT_FAULT)
    typer.echo(f"{chain.entries} mục, nguyên vẹn / entries, whole: {chain.head}", err=True)


def _show(kind: str, count: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{kind}: {count}   ", err=True, nl=False)
