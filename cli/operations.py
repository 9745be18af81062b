"""`sohoa admin` for the work in hand: queues, what was put aside, webhooks, the page ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from cli.database import DataOption, note, open_database

EXIT_GAP = 4


def queues(data: DataOption = None) -> None:
    """Print what waits: steps by kind and state, messages, webhooks; workers that live."""
    from dossier.store import heartbeats, outbox, steps, webhooks

    now = datetime.now(UTC)
    with open_database(data) as database, database.read() as session:
        for (kind, state), count in sorted(steps.count_unfinished(session).items()):
            typer.echo(f"{kind.value:17} {state.value:12} {count}")
        oldest = steps.oldest_due(session, now=now)
        waited = 0 if oldest is None else int((now - oldest).total_seconds())
        typer.echo(f"đợi lâu nhất / longest wait   {waited} s")
        typer.echo(f"tin chưa gửi / unsent         {outbox.count_unsent(session)}")
        for delivery, count in webhooks.count_by_state(session).items():
            typer.echo(f"webhook           {delivery.value:12} {count}")
        for kind_of in (heartbeats.WORKER, heartbeats.KEEPER):
            alive = heartbeats.count_alive(session, kind_of, now=now)
            typer.echo(f"{kind_of:17} {'alive':12} {alive}")


def quarantine(
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100, data: DataOption = None
) -> None:
    """Print what was put aside after failing too often, each with its reason."""
    from dossier.store import quarantine as store

    with open_database(data) as database, database.read() as session:
        for held in store.list_held(session, limit=limit):
            typer.echo(
                f"{held.step_id}  {held.kind.value:16}  {held.dossier}  "
                f"{held.created:%Y-%m-%d %H:%M}  {held.reason}"
            )


def release(
    step: Annotated[
        str | None, typer.Argument(help="`step` of the page's problem, or of `admin quarantine`.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Everything in quarantine.")] = False,
    data: DataOption = None,
) -> None:
    """Let a step that was put aside be tried again, after its cause was mended.

    A record that was made without it is made again, as a new version.
    """
    from dossier.errors import NotFound
    from dossier.store import quarantine as store

    if (step is None) == (not every):
        raise typer.BadParameter("STEP hoặc / or --all")
    now = datetime.now(UTC)
    with open_database(data) as database, database.write() as session:
        if step is None:
            released = store.release_all(session, now=now)
        elif store.release(session, step, now=now):
            released = [step]
        else:
            raise NotFound("không có bước nào bị cách ly như vậy / no such step in quarantine")
        for step_id in released:
            note(session, "release", step_id)
    for step_id in released:
        typer.echo(f"{step_id}: sẽ thử lại / will be tried again")


def redeliver(data: DataOption = None) -> None:
    """Send every webhook again that was given up after ten tries."""
    from dossier.store import webhooks

    with open_database(data) as database, database.write() as session:
        count = webhooks.redeliver_exhausted(session, now=datetime.now(UTC))
        note(session, "redeliver", "")
    typer.echo(f"{count} sẽ gửi lại / will be sent again")


def ledger(
    day: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Default: today in Việt Nam.")
    ] = None,
    grace_h: Annotated[
        float, typer.Option(min=0, help="What was sealed so recently may still be on its way.")
    ] = 2.0,
    data: DataOption = None,
) -> None:
    """Print a day's pages of each branch: scanned, stored, read, delivered. Exit code 4: a gap."""
    from dossier.store import ledger as store
    from dossier.vietnam_time import VIETNAM

    now = datetime.now(UTC)
    chosen = _day(day) or now.astimezone(VIETNAM).date()
    with open_database(data) as database, database.read() as session:
        lines = store.of_day(session, chosen, before=now - timedelta(hours=grace_h))
    typer.echo(f"{'branch':20} dossiers  scanned   stored     read  delivered")
    for line in lines:
        mark = "" if line.whole else "  !"
        typer.echo(
            f"{line.branch or '-':20} {line.dossiers:8} {line.scanned:8} {line.stored:8} "
            f"{line.read:8} {line.delivered:10}{mark}"
        )
    if not all(line.whole for line in lines):
        typer.echo("! lệch số trang / pages do not add up", err=True)
        raise typer.Exit(EXIT_GAP)


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as exc:
        raise typer.BadParameter("YYYY-MM-DD") from exc
