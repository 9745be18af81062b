"""`sohoa serve`: API, workers, relay and sweeper on one machine."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="0.0.0.0: reachable from other machines.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of database, queue and originals. Default SOHOA_DATA, ./data."),
    ] = None,
    no_workers: Annotated[
        bool,
        typer.Option(
            "--no-workers",
            help="The API alone; workers and keeper run elsewhere: python -m worker run | keep.",
        ),
    ] = False,
) -> None:
    """Run the whole service until Ctrl-C or SIGTERM; the page in hand is finished first.

    Database, queue and object store are a folder, or what SOHOA_DATABASE_URL, SOHOA_BROKER_URL
    and SOHOA_S3_URL name.
    """
    from api.server import prepare_service, run_api
    from api.settings import ApiSettings
    from dossier.errors import Misconfigured
    from dossier.logs import configure_logs
    from dossier.tracing import configure_tracing
    from worker.settings import WorkerSettings
    from worker.supervisor import supervise

    configure_logs(as_json=not sys.stderr.isatty())
    configure_tracing("sohoa-api")
    api_settings = ApiSettings() if data is None else ApiSettings(data=data)
    worker_settings = WorkerSettings() if data is None else WorkerSettings(data=data)
    if no_workers and api_settings.embedded:
        # Its queue is a folder: there is no elsewhere.
        raise Misconfigured("--no-workers: thiếu / needs SOHOA_BROKER_URL")
    first_key = prepare_service(api_settings)
    if first_key is not None:
        typer.echo(f"khóa quản trị / admin key: {first_key}", err=True)
    with nullcontext() if no_workers else supervise(worker_settings):
        run_api(
            api_settings,
            host=host,
            port=port,
            on_ready=lambda url: typer.echo(f"sohoa: {url}  (Ctrl-C: dừng / stop)", err=True),
        )
