"""A branch that talks HTTP to an API that may die, and says everything until it is heard."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx

from dossier.store import keys
from dossier.store.states import Role
from tests.fakes.servers import free_port
from tests.faults.installation import PATIENCE_S, Installation

Call = tuple[str, str, dict[str, Any]]
_LONGEST_PAUSE_S = 2.0


class Branch:
    """Holds the port that each API of the installation is to listen on."""

    def __init__(self, it: Installation, *, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self.port = free_port()
        with it.database.write() as session:
            key = keys.create_key(session, role=Role.ADMIN, name="branch", now=it.clock())
        self._headers = {"X-Api-Key": key.secret}

    def say(
        self, method: str, path: str, alive: Callable[[], bool] = lambda: True, **told: Any
    ) -> httpx.Response | None:
        """The answer, however late; None when `alive` says that there will be none."""
        end, pause_s = time.monotonic() + self._patience_s, 0.1
        while True:
            try:
                # A line of its own for every call: the API at its other end may be another one.
                with httpx.Client(
                    base_url=f"http://127.0.0.1:{self.port}", headers=self._headers, timeout=60
                ) as client:
                    answer = client.request(method, path, **told)
            except httpx.TransportError:
                if not alive():
                    return None
            else:
                if not (answer.status_code == 503 or _comes_later(answer)):
                    return answer.raise_for_status()
            assert time.monotonic() < end, f"no answer in time: {method} {path}"
            time.sleep(pause_s)
            # Pages of a long queue take minutes: asking ten times a second only holds them up.
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


def calls_for(code: str, page_count: int, *files: tuple[str, bytes]) -> list[Call]:
    """Register, upload, seal; those that need it under a key that makes them happen once."""
    path = f"/v1/dossiers/{code}"
    return [
        ("PUT", path, {"json": {}, "headers": {"Idempotency-Key": f"{code}-put"}}),
        ("POST", f"{path}/files", {"files": [("files", file) for file in files]}),
        (
            "POST",
            f"{path}/seal",
            {"json": {"pages": page_count}, "headers": {"Idempotency-Key": f"{code}-seal"}},
        ),
    ]


def _comes_later(answer: httpx.Response) -> bool:
    """Pages are still being counted, or an API died over the same call less than a minute ago."""
    if answer.status_code != 409:
        return False
    told = answer.json()
    return told["code"] == "not_ready" or "in flight" in told["detail"]
