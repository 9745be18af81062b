"""A branch and its server: the real API on a port, a worker beside it, a spool of small scans."""

from __future__ import annotations

import io
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from PIL import Image
from structlog.testing import capture_logs

from api.app import create_app
from api.context import Context, make_context
from api.settings import ApiSettings
from cli.branch.client import BranchClient, Patience
from dossier.store import dossiers, keys
from dossier.store.scope import EVERYWHERE
from dossier.store.states import Role
from tests.fakes.counting import count_until
from tests.fakes.databases import database_settings

CODE = "000.00.01.H26-261122-0042"


def page_image(number: int, side: int = 60) -> bytes:
    """A small PNG that no other number has; its bytes do not compress."""
    noise = random.Random(number).randbytes(side * side)
    out = io.BytesIO()
    Image.frombytes("L", (side, side), noise).save(out, "PNG")
    return out.getvalue()


def fill_spool(folder: Path, count: int, side: int = 60) -> list[Path]:
    """`count` scans as a scanner names them, in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"trang {n}.png" for n in range(1, count + 1)]
    for number, path in enumerate(paths, start=1):
        path.write_bytes(page_image(number, side))
    return paths


@dataclass(frozen=True, kw_only=True)
class Server:
    port: int
    key: str
    context: Context

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def register(self, code: str = CODE) -> None:
        with self.context.database.write() as session:
            dossiers.register(session, code, None, EVERYWHERE, now=datetime.now(UTC))

    def client(self) -> BranchClient:
        return BranchClient(self.url, self.key, Patience(5.0))

    def hashes(self, code: str = CODE) -> list[str]:
        """Of the files that the server holds and has counted, in its order."""
        with self.client() as client:
            return [f.sha256 for f in client.show_dossier(code).files if f.state == "split"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    # The worker's log must not stand between the lines of the command under test.
    with capture_logs(), database_settings("sqlite", tmp_path / "server") as names:
        context = make_context(ApiSettings(**names))  # type: ignore[arg-type]
        listening = uvicorn.Server(
            uvicorn.Config(create_app(context), port=0, log_config=None, access_log=False)
        )
        ended = threading.Event()
        threads = [
            threading.Thread(target=listening.run),
            threading.Thread(target=count_until, args=(context, ended)),
        ]
        for thread in threads:
            thread.start()
        while not listening.started:
            time.sleep(0.01)
        with context.database.write() as session:
            key = keys.create_key(
                session, role=Role.SCANNER, name="Quầy 3", branch="H26.01", now=datetime.now(UTC)
            )
        port = listening.servers[0].sockets[0].getsockname()[1]
        made = Server(port=port, key=key.secret, context=context)
        made.register()
        yield made
        ended.set()
        listening.should_exit = True
        for thread in threads:
            thread.join()
        context.database.dispose()
