"""`sohoa admin accounts` and `sessions`: people who sign in with a password of this machine.

Where people sign in at their organisation (SOHOA_OIDC_ISSUER) accounts come by themselves; `list`,
`disable`, `sessions` and `end` are for those too.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.database import DataOption, note, open_database
from cli.roles import RoleName

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Tài khoản người dùng / people's accounts."
)

_Who = Annotated[str, typer.Argument(help="Login, or the id of the account.")]


@app.command("create")
def create(
    login: Annotated[str, typer.Argument()],
    role: Annotated[RoleName, typer.Option(help="What the person may do.")],
    name: Annotated[str, typer.Option(help="As colleagues see it.")],
    branch: Annotated[str | None, typer.Option(help="Default: every branch.")] = None,
    data: DataOption = None,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    from dossier.errors import InvalidRequest
    from dossier.store import accounts
    from dossier.store.states import Role

    if role is RoleName.DOSSIER_SYSTEM:
        raise InvalidRequest("Hệ thống hồ sơ dùng khóa API / a dossier system has an API key")
    standing = accounts.Standing(name=name, role=Role(role.value), branch=branch)
    password = _ask()
    with open_database(data) as database, database.write() as session:
        row = accounts.create_local(session, login, password, standing, now=datetime.now(UTC))
        note(session, "accounts_create", row.id)
    typer.echo(f"{row.id}  {row.login}  {row.role.value}")


@app.command("password")
def password(who: _Who, data: DataOption = None) -> None:
    """Give a new password; all sessions of the account end."""
    from dossier.store import accounts

    secret = _ask()
    with open_database(data) as database, database.write() as session:
        row = accounts.find(session, who)
        accounts.set_password(session, row.id, secret, now=datetime.now(UTC))
        note(session, "accounts_password", row.id)
    typer.echo(f"{row.id}: đã đổi mật khẩu / has a new password")


@app.command("disable")
def disable(who: _Who, data: DataOption = None) -> None:
    """Let somebody in no more; what they have open ends at once."""
    from dossier.store import accounts

    with open_database(data) as database, database.write() as session:
        row = accounts.find(session, who)
        accounts.disable(session, row.id, now=datetime.now(UTC))
        note(session, "accounts_disable", row.id)
    typer.echo(f"{row.id}: đã khóa / disabled")


@app.command("list")
def list_accounts(data: DataOption = None) -> None:
    """Print all accounts, disabled ones too."""
    from dossier.store import accounts

    with open_database(data) as database, database.read() as session:
        for row in accounts.list_all(session):
            state = "đã khóa / disabled" if row.disabled else "đang dùng / active"
            place = row.branch or "*"
            told = f"{row.role.value:15}  {place:12}  {state}"
            typer.echo(f"{row.id}  {row.login or row.issuer}  {told}  {row.name}")


@app.command("sessions")
def list_sessions(data: DataOption = None) -> None:
    """Print who is signed in: since when, last seen when, from where."""
    from dossier.store import sessions

    with open_database(data) as database, database.read() as session:
        for row, account in sessions.list_open(session, now=datetime.now(UTC)):
            times = f"{row.created:%Y-%m-%d %H:%M}  {row.seen:%Y-%m-%d %H:%M}"
            typer.echo(f"{row.id}  {times}  {row.address:15}  {row.way:12}  {account.name}")


@app.command("end")
def end(
    session_id: Annotated[str, typer.Argument(metavar="SESSION")], data: DataOption = None
) -> None:
    """End a session at once."""
    from dossier.store import sessions

    with open_database(data) as database, database.write() as session:
        sessions.end_by_id(session, session_id, now=datetime.now(UTC))
        note(session, "sessions_end", session_id)
    typer.echo(f"{session_id}: đã kết thúc / ended")


def _ask() -> str:
    """Typed twice at a terminal, never shown and never in the list of processes."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt(
        "Mật khẩu / password", hide_input=True, confirmation_prompt="Lần nữa / again"
    )
    return asked
