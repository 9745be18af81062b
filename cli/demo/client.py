"""The few calls of the HTTP API that the demo makes; a dossier system makes the same."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any

import httpx

from cli.demo.samples import Sample

_SEAL_TRIES = 60


class DemoClient:
    """Raises httpx.HTTPStatusError for any answer that is not a success."""

    def __init__(self, http: httpx.Client, key: str) -> None:
        self._http = http
        self._http.headers["Authorization"] = f"Bearer {key}"

    def register(self, sample: Sample) -> None:
        self._call("PUT", f"/v1/dossiers/{sample.code}", json={"submitted": sample.submitted})

    def add_files(self, sample: Sample) -> None:
        with ExitStack() as opened:
            files = [
                ("files", (path.name, opened.enter_context(path.open("rb"))))
                for path in sample.files
            ]
            self._call("POST", f"/v1/dossiers/{sample.code}/files", files=files)

    def seal(self, sample: Sample) -> None:
        """Declare the dossier complete; waits while the service still counts pages."""
        for _ in range(_SEAL_TRIES):
            answer = self._http.post(
                f"/v1/dossiers/{sample.code}/seal", json={"pages": sample.pages}
            )
            if answer.status_code != 409 or answer.json().get("code") != "not_ready":
                break
            time.sleep(float(answer.headers.get("Retry-After", 1)))
        answer.raise_for_status()

    def status(self, code: str) -> dict[str, Any]:
        return self._call("GET", f"/v1/dossiers/{code}")

    def record(self, code: str) -> dict[str, Any]:
        return self._call("GET", f"/v1/dossiers/{code}/record")

    def _call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        answer = self._http.request(method, path, **body)
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content
