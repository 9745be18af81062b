"""Serving the API, and what the very first start prepares.

`sohoa serve` composes, because the API may not know the worker:

    api_settings, worker_settings = ApiSettings(data=data), WorkerSettings(data=data)
    first = prepare_service(api_settings)
    if first is not None: print(first)                      # where the admin key is
    with supervise(worker_settings):                        # worker.supervisor; embedded mode only
        run_api(api_settings, host=host, port=port, on_ready=print)
"""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.context import Context, make_context, utc_now
from api.multipart import remove_left_spools
from api.services import uploads
from api.settings import ApiSettings
from dossier.errors import Misconfigured
from dossier.store import keys
from dossier.store.database import Database


def prepare_service(settings: ApiSettings) -> Path | None:
    """Make the schema and, on the very first start in one-machine mode, an admin key.

    Returns the file that holds the new key (mode 0600), or None when there was nothing to make.
    Raises StorageUnavailable, Misconfigured.
    """
    settings.make_data_folder()
    database = Database.from_settings(settings)
    database.prepare_schema()
    made = False
    if settings.one_machine:
        with database.write() as session:
            made = keys.ensure_admin_key(session, settings.admin_key_file, now=utc_now())
    database.dispose()
    return settings.admin_key_file if made else None


def run_api(
    settings: ApiSettings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; calls in hand are finished first.

    `on_ready` gets the URL once connections are taken; port 0 takes a free one. SIGTERM ends in
    SystemExit, so that the contexts around this call are left in order. Raises Misconfigured when
    the address is taken.
    """
    listener = _listen(host, port)
    context = make_context(settings)
    _tidy(context)
    app = create_app(context)
    warm_up(app, context)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=10)
    logging.getLogger("uvicorn.error").addFilter(_without_traceback)
    server = _Server(config, _url(listener), on_ready)
    # uvicorn raises the signal again once it has stopped; unhandled it would end the process
    # before the workers are told.
    previous = signal.signal(signal.SIGTERM, _leave)
    try:
        server.run(sockets=[listener])
    finally:
        signal.signal(signal.SIGTERM, previous)
        context.database.dispose()


def warm_up(app: FastAPI, context: Context) -> None:
    """Do beforehand what the first person's first calls would wait for.

    A router makes its routes when a call first asks it for one: 0.2 s of processor time for those
    of the review desk and what stands before them. The process that opens originals takes as long.
    """
    nowhere = {"type": "http", "method": "GET", "path": "/nowhere", "root_path": "", "headers": []}
    for route in app.routes:
        route.matches(dict(nowhere))
    context.pictures.get_ready()


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, url: str, on_ready: Callable[[str], None] | None
    ) -> None:
        super().__init__(config)
        self._url = url
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._on_ready is not None:
            self._on_ready(self._url)


def _tidy(context: Context) -> None:
    """What calls left behind whose process was killed."""
    kept = timedelta(hours=context.settings.upload_kept_h)
    remove_left_spools(context.settings.spool_folder, before=context.clock() - kept)
    uploads.remove_orphans(context)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as exc:
        listener.close()
        raise Misconfigured(
            f"{host}:{port}: {exc.strerror}; chọn cổng khác / choose another --port"
        ) from exc
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "localhost"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _without_traceback(entry: logging.LogRecord) -> bool:
    """A traceback's last line may quote what stands on a page; `api.problems` logs the place."""
    entry.exc_info = None
    return True


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)
