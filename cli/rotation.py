"""`sohoa admin keys rotate`: what is stored is encrypted anew with the newest encryption key."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.database import DataOption, note, open_database, store_settings


def rotate(
    new: Annotated[
        bool,
        typer.Option(
            "--new",
            help="First make a new key in the key file. Not with SOHOA_ENCRYPTION_KEYS: put the "
            "new one first there and start every process again.",
        ),
    ] = False,
    data: DataOption = None,
) -> None:
    """Encrypt what is stored with the newest key, while the service runs.

    One that was stopped goes on where it was. Exit code 4: some of it was written with an old key
    meanwhile; run it once more. Old keys may be thrown away when it names them.
    """
    from dossier.errors import Misconfigured
    from dossier.store import rotation
    from dossier.store.keyring import add_to_key_file, new_key_id
    from dossier.store.objects import open_objects

    settings = store_settings(data)
    if new:
        if settings.encryption_keys is not None:
            raise Misconfigured("--new: SOHOA_ENCRYPTION_KEYS")
        with open_database(data):
            # The first key, where there is none yet: it must not be the new one.
            add_to_key_file(settings.key_file, new_key_id(datetime.now(UTC)))
    with open_database(data) as database:
        with database.write() as session:
            note(session, "keys_rotate", database.active_key or "off")
        rotated = rotation.rotate(
            database, open_objects(settings), now=lambda: datetime.now(UTC), progress=_show
        )
    typer.echo(f"{rotated.changed} đã mã hóa lại / encrypted anew")
    for key_id in rotated.retired:
        typer.echo(f"{key_id}: không còn dùng, có thể bỏ / not needed any more")
    if not rotated.done:
        typer.echo("chạy lại sau một phút / run it again in a minute", err=True)
        raise typer.Exit(4)


def _show(part: str, changed: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{part}: {changed}   ", err=True, nl=False)
