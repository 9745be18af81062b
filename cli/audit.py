"""`sohoa audit`: whether the log of who saw and changed what still is what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.database import DataOption, open_database

if TYPE_CHECKING:
    from dossier.store.audit import Head

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Nhật ký / the audit log.")

EXIT_BROKEN = 4


@app.callback()
def _group() -> None:
    """Keeps `verify` a command of its own although it is the only one."""


@app.command()
def verify(
    expect: Annotated[
        str | None,
        typer.Option(metavar="SEQ:HASH", help="A head noted earlier; it must still be there."),
    ] = None,
    data: DataOption = None,
) -> None:
    """Check every entry against the one before; print the head. Exit code 4: it does not hold."""
    from dossier.store import audit

    expected = _parse(expect)
    with open_database(data) as database, database.read() as session:
        verdict = audit.verify(session, expected=expected)
    if verdict.head is not None:
        typer.echo(f"{verdict.head.seq}:{verdict.head.hash}")
    if verdict.broken:
        typer.echo(verdict.broken, err=True)
        raise typer.Exit(EXIT_BROKEN)
    typer.echo(f"{verdict.entries} mục, nguyên vẹn / entries, whole", err=True)


def _parse(text: str | None) -> Head | None:
    from dossier.store.audit import Head

    if text is None:
        return None
    seq, _, digest = text.partition(":")
    if not (seq.isdecimal() and len(digest) == 64):
        raise typer.BadParameter("SEQ:HASH")
    return Head(seq=int(seq), hash=digest)
