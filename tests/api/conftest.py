"""The API in process, on a real database and a real object folder; workers are played by hand."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.context import Context, make_context
from api.settings import ApiSettings
from dossier.store import keys, outbox
from dossier.store.states import Role
from tests.fakes.databases import BACKENDS, database_settings
from tests.fakes.reader import FakeReader
from worker.reading import PageReader
from worker.runtime import Runtime
from worker.settings import WorkerSettings
from worker.steps import run_step

CODE = "000.00.01.H26-261122-0042"


def announce_headers(
    length: int, name: str = "a.pdf", code: str = CODE, **more: str
) -> dict[str, str]:
    """The headers that open a resumable upload."""
    metadata = {"dossier": code, "filename": name}
    pairs = [
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items()
    ]
    return {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(length),
        "Upload-Metadata": ",".join(pairs),
        **more,
    }


@dataclass
class Office:
    """A running API, a key for each role, and a worker that works when told."""

    context: Context
    client: httpx.AsyncClient
    secrets: dict[Role, str] = field(default_factory=dict)

    async def call(
        self, method: str, path: str, *, role: Role | None = Role.ADMIN, **options: Any
    ) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if role is not None:
            headers["Authorization"] = f"Bearer {self.secrets[role]}"
        return await self.client.request(method, path, headers=headers, **options)

    async def register(self, code: str = CODE, submitted: Any = None) -> None:
        answer = await self.call("PUT", f"/v1/dossiers/{code}", json={"submitted": submitted})
        assert answer.status_code in (200, 201), answer.text

    async def upload(self, *files: tuple[str, bytes], code: str = CODE) -> httpx.Response:
        parts = [("files", (name, content)) for name, content in files]
        return await self.call("POST", f"/v1/dossiers/{code}/files", files=parts)

    async def seal(self, pages: int, code: str = CODE) -> httpx.Response:
        return await self.call("POST", f"/v1/dossiers/{code}/seal", json={"pages": pages})

    def work(
        self,
        steps: int = 1_000_000,
        *,
        reader: PageReader | None = None,
        max_attempts: int = 3,
    ) -> None:
        """Answer every bell in the outbox until it is empty, or so many steps are done."""
        runtime = Runtime(
            settings=WorkerSettings(data=self.context.settings.data, max_attempts=max_attempts),
            database=self.context.database,
            objects=self.context.objects,
            reader=reader or FakeReader(),
            scanner=self.context.scanner,
            clock=self.context.clock,
        )
        while True:
            with self.context.database.write() as session:
                waiting = outbox.unsent(session, limit=100)
                outbox.mark_sent(session, [m.id for m in waiting], now=datetime.now(UTC))
            if not waiting:
                return
            for message in waiting:
                run_step(message.payload["step_id"], runtime)
                steps -= 1
                if steps == 0:
                    return


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


OpenOffice = Callable[[Context], Office]


@pytest.fixture(params=BACKENDS)
def context(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Context]:
    with database_settings(request.param, tmp_path) as names:
        settings = ApiSettings(
            **names,  # type: ignore[arg-type]
            max_file_bytes=100_000,
            max_request_bytes=1_000_000,
            max_json_bytes=20_000,
            max_files=20,
        )
        made = make_context(settings)
        yield made
        made.database.dispose()


@pytest.fixture
async def office(context: Context) -> AsyncIterator[Office]:
    # Not raised into the test: what a client sees of an unexpected error is under test too.
    transport = httpx.ASGITransport(create_app(context), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        made = Office(context=context, client=client)
        with context.database.write() as session:
            for role in Role:
                key = keys.create_key(
                    session, role=role, name=role.value, branch="H26.01", now=datetime.now(UTC)
                )
                made.secrets[role] = key.secret
        yield made
