"""`sohoa watch`: upload what a scanner drops into a folder, when it is whole."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Annotated

import typer

from cli.scan import Jobs, Key, ScanExit, Server, Settle, secret

_LOOK_EVERY_S = 0.5


def watch(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, resolve_path=True)
    ],
    server: Server = "http://127.0.0.1:8000",
    key: Key = "",
    dossier: Annotated[
        str | None, typer.Option(help="Whose everything is that lies in DIR itself.")
    ] = None,
    seal_after: Annotated[
        float | None,
        typer.Option(
            min=1, help="Seal a dossier to which nothing was added for so many seconds. Else never."
        ),
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="End when everything that is there is safe.")
    ] = False,
    wait_held: Annotated[
        float,
        typer.Option(
            min=0,
            help="With --once: seconds that a file held by others, or a dossier that the server "
            "refuses, is waited for.",
        ),
    ] = 30.0,
    jobs: Jobs = 4,
    settle: Settle = 2.0,
) -> None:
    """Upload what is dropped into DIR, and delete it when the server holds it with the same hash.

    A file belongs to the dossier whose code its subfolder is called: DIR/CODE/page.jpg. In DIR
    itself separator sheets tell (`sohoa separators`), each for the pages after it. A file that
    cannot go along is moved to DIR/.sohoa/put-aside, with its reason in a text file; receipts are
    in DIR/.sohoa/receipts. Ends with Ctrl-C; started again it goes on where it was.

    \b
    Exit codes: 0 ended; 1 a fault; 2 bad usage, or another sohoa is at work in DIR; 3 with --once,
    files that others hold or whose dossier is refused stay in DIR.
    """
    from cli.branch.client import BranchClient, Patience
    from cli.branch.finding import STATE_FOLDER
    from cli.branch.journal import Journal
    from cli.branch.telling import tell, tell_now_and_then
    from cli.branch.watching import Watch

    patience = Patience(math.inf, on_wait=tell_now_and_then())
    with (
        BranchClient(server, secret(key), patience) as client,
        Journal(folder / STATE_FOLDER / "journal.sqlite") as journal,
    ):
        watching = Watch(
            client=client,
            journal=journal,
            root=folder,
            server=server,
            jobs=jobs,
            settle_s=settle,
            seal_after_s=seal_after,
            only=dossier,
            held_s=wait_held if once else math.inf,
        )
        try:
            while watching.look() or not once:
                time.sleep(_LOOK_EVERY_S)
        except KeyboardInterrupt:
            raise typer.Exit(ScanExit.DONE) from None
        held = watching.held()
    for path in held:
        tell(f"còn lại / left: {path}")
    if held:
        raise typer.Exit(ScanExit.PUT_ASIDE)
