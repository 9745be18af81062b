"""`sohoa admin`: API keys and the tables; the work in hand is in `cli.operations`.

Works on the database itself, so it needs no key: whoever may read the data folder is the operator.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli import accounts, operations, privacy, reprocess, retention, rotation
from cli.database import DataOption, note, open_database
from cli.roles import RoleName

if TYPE_CHECKING:
    from dossier.store.keys import KeyInfo

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Quản trị / administration.")
keys_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Khóa API, khóa mã hóa / API and encryption keys.",
)
app.add_typer(keys_app, name="keys")
app.add_typer(retention.app, name="retention")
app.add_typer(retention.hold_app, name="hold")
app.add_typer(accounts.app, name="accounts")
for _command in (
    *(operations.queues, operations.quarantine, operations.release),
    *(operations.redeliver, operations.ledger),
    *(reprocess.reprocess, reprocess.diff),
    *(privacy.export_person, privacy.incident, privacy.export_corrections),
):
    app.command()(_command)
keys_app.command("rotate")(rotation.rotate)


@keys_app.command("create")
def create_key(
    role: Annotated[RoleName, typer.Option(help="What the key may do.")],
    name: Annotated[str, typer.Option(help="Who holds it, for the list.")],
    branch: Annotated[str | None, typer.Option(help="A scanner's branch.")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Ends after so many days.")] = None,
    data: DataOption = None,
) -> None:
    """Make a key and print it. It is shown once and kept nowhere."""
    from dossier.store import keys
    from dossier.store.states import Role

    now = datetime.now(UTC)
    with open_database(data) as database, database.write() as session:
        made = keys.create_key(
            session,
            role=Role(role.value),
            name=name,
            branch=branch,
            expires=None if days is None else now + timedelta(days=days),
            now=now,
        )
        note(session, "keys_create", made.id)
    typer.echo(made.secret)
    typer.echo(f"{made.id}: {made.role.value}; chỉ hiện một lần / shown only once", err=True)


@keys_app.command("list")
def list_keys(data: DataOption = None) -> None:
    """Print all keys, revoked ones too, never their secrets."""
    from dossier.store import keys

    with open_database(data) as database, database.read() as session:
        for key in keys.list_keys(session):
            typer.echo(
                f"{key.id}  {key.role.value:14}  {key.branch or '-':12}  {_state(key)}  {key.name}"
            )


@keys_app.command("renew")
def renew_key(
    key_id: Annotated[str, typer.Argument()],
    overlap_h: Annotated[
        float, typer.Option(min=0, help="Hours that the old key opens beside the new one.")
    ] = 24.0,
    data: DataOption = None,
) -> None:
    """Make a new key in an old one's place and print it. Both open until the overlap is over."""
    from dossier.store import keys

    with open_database(data) as database, database.write() as session:
        overlap = timedelta(hours=overlap_h)
        made = keys.renew_key(session, key_id, overlap=overlap, now=datetime.now(UTC))
        note(session, "keys_renew", key_id)
    typer.echo(made.secret)
    typer.echo(
        f"{made.id}: chỉ hiện một lần / shown only once; "
        f"{key_id}: còn {overlap_h:g} giờ / opens {overlap_h:g} more hours",
        err=True,
    )


@keys_app.command("revoke")
def revoke_key(key_id: Annotated[str, typer.Argument()], data: DataOption = None) -> None:
    """End a key at once."""
    from dossier.store import keys

    with open_database(data) as database, database.write() as session:
        keys.revoke_key(session, key_id, now=datetime.now(UTC))
        note(session, "keys_revoke", key_id)
    typer.echo(f"{key_id}: đã thu hồi / revoked")


@app.command()
def migrate(
    to: Annotated[
        str | None, typer.Option(help="A version, as `0001`, to go back to. Default: the newest.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Bring the tables to this program's version. Stop the service and make a backup first.

    SQLite is brought there by every start; PostgreSQL only by this command.
    """
    from dossier.store import schema

    target = to or schema.HEAD
    with open_database(data, prepare=False) as database:
        database.migrate(target)
    typer.echo(f"phiên bản / version {target}")


def _state(key: KeyInfo) -> str:
    if key.revoked is not None:
        return f"thu hồi / revoked {key.revoked:%Y-%m-%d}"
    if key.expires is not None:
        return f"đến / until {key.expires:%Y-%m-%d}"
    return "đang dùng / active"
