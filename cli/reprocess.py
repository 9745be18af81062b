"""`sohoa admin reprocess` and `diff`: dossiers read again by newer models, and what changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.database import DataOption, note, open_database

if TYPE_CHECKING:
    from dossier.differences import Change
    from dossier.record import FieldReading


def reprocess(
    codes: Annotated[list[str], typer.Argument(metavar="DOSSIER...")], data: DataOption = None
) -> None:
    """Let dossiers be read again; corrections of reviewers are kept. Then: `sohoa admin diff`."""
    from dossier.store import reprocess as store

    now = datetime.now(UTC)
    with open_database(data) as database:
        for code in codes:
            with database.write() as session:
                pages = store.read_again(session, code, now=now)
                note(session, "reprocess", code)
            typer.echo(f"{code}: {pages} trang sẽ đọc lại / pages will be read again")


def diff(
    code: Annotated[str, typer.Argument(metavar="DOSSIER")],
    before: Annotated[
        int | None, typer.Option("--from", min=1, help="A version of the record.")
    ] = None,
    after: Annotated[int | None, typer.Option("--to", min=1)] = None,
    values: Annotated[
        bool, typer.Option("--values", help="Show what stands there: a citizen's data.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Print what the newest record of a dossier says otherwise than the one before it."""
    from dossier.differences import differences
    from dossier.errors import NotFound
    from dossier.record import Record
    from dossier.store import records

    with open_database(data) as database, database.write() as session:
        newest = records.latest(session, code)
        last = after or (newest.version if newest else 0)
        first = before or last - 1
        old, new = (records.get(session, code, version) for version in (first, last))
        note(session, "diff", code)
    if old is None or new is None:
        raise NotFound("không có hai bản ghi để so / there are no two records to compare")
    typer.echo(f"{first} → {last}: {old.fingerprint} → {new.fingerprint}")
    bodies = (Record.model_validate(row.body) for row in (old, new))
    for change in differences(*bodies):
        typer.echo(_line(change, values=values))


def _line(change: Change, *, values: bool) -> str:
    told = f"{change.kind.value:14} {change.form}"
    if not change.field:
        return told
    told = f"{told}.{change.field}: {_state(change.before)} → {_state(change.after)}"
    return f"{told}   {_value(change.before)} → {_value(change.after)}" if values else told


def _state(reading: FieldReading | None) -> str:
    if reading is None:
        return "-"
    return f"{reading.state.value} {reading.confidence:.2f}" + (" !" if reading.review else "")


def _value(reading: FieldReading | None) -> str:
    return "-" if reading is None else repr(reading.value)
