"""The calls that a branch makes, typed by the API's own wire models, patient on bad lines."""

from __future__ import annotations

import base64
import hashlib
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, Self

import httpx

from api.tus import CONTENT_TYPE, PREFIX, VERSION
from api.wire.dossiers import DossierSummary, DossierView
from api.wire.uploads import UploadView
from dossier.errors import InvalidRequest, RequestRefused, ServiceFault

_TUS: Final = {"Tus-Resumable": VERSION}
_PASSES: Final = frozenset({408, 423, 425, 429, 460, 500, 502, 503, 504, 507})
"""Answers after which the same call may succeed. 460: the bytes were damaged on the way."""
_LONGEST_PAUSE_S: Final = 30.0
_TIMEOUT: Final = httpx.Timeout(120.0, connect=10.0, write=60.0)
"""Of single reads and writes: a slow line is no dead line."""


class Unreached(ServiceFault):
    """The service did not answer, or could not do it now; the same call may be made again."""

    code = "unreached"
    title_vi = "Không kết nối được máy chủ"
    title_en = "The server cannot be reached"


class Refused(RequestRefused):
    """The service said no, and would say so again."""

    code = "refused_by_server"
    title_vi = "Máy chủ từ chối"
    title_en = "The server refused"

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(str(problem.get("detail") or problem.get("title") or status))
        self.reason = str(problem.get("code", ""))
        """The stable name of the server's problem."""
        self.answered = status
        self.told = problem


@dataclass(slots=True)
class Patience:
    """How long to go on without an answer, over all threads; any answer starts it anew."""

    seconds: float
    stop: threading.Event = field(default_factory=threading.Event)
    """Set: give up at once (Ctrl-C)."""
    on_wait: Callable[[str], object] = lambda _reason: None
    _heard: float = field(default_factory=monotonic)

    def heard(self) -> None:
        self._heard = monotonic()

    def wait(self, attempt: int, error: Unreached) -> None:
        """Pause before try `attempt` (from 1). Raises `error` when patience is at its end."""
        self.on_wait(f"đang chờ máy chủ / waiting for the server: {error.detail}")
        asked = float(error.context.get("retry_after_s", 0.0))
        # Spread out: thirty counters come back at once when a server does.
        pause = max(asked, min(_LONGEST_PAUSE_S, 0.5 * 2 ** min(attempt, 8)) * random.random())
        if monotonic() + pause - self._heard > self.seconds or self.stop.wait(pause):
            raise error


class BranchClient:
    """One server, one key. Safe to share between threads."""

    def __init__(
        self,
        server: str,
        key: str,
        patience: Patience,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Raises InvalidRequest when `server` is no URL."""
        if not server.startswith(("http://", "https://")):
            raise InvalidRequest(f"--server {server}: http(s)://")
        self._http = httpx.Client(
            base_url=server,
            headers={"Authorization": f"Bearer {key}"},
            timeout=_TIMEOUT,
            transport=transport,
        )
        self._patience = patience

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def show_dossier(self, code: str) -> DossierView:
        """Raises Refused (404: not registered, or another branch's), Unreached."""
        return DossierView.model_validate(self._call("GET", f"/v1/dossiers/{code}").json())

    def seal(self, code: str, pages: int) -> DossierSummary:
        """Raises Refused, with `declared` and `counted` in `told` where they differ."""
        answer = self._call("POST", f"/v1/dossiers/{code}/seal", json={"pages": pages})
        return DossierSummary.model_validate(answer.json())

    def open_upload(self, code: str, name: str, size: int, *, once: str) -> str:
        """Announce a file of `size` bytes; the id of its upload, the same for the same `once`."""
        told = {"dossier": code, "filename": name}
        pairs = [f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in told.items()]
        headers = {
            "Upload-Length": str(size),
            "Upload-Metadata": ",".join(pairs),
            "Idempotency-Key": once,
        }
        answer = self._call("POST", PREFIX, headers=_TUS | headers)
        return UploadView.model_validate(answer.json()).id

    def offset(self, upload: str) -> int:
        """Bytes that have come. Raises Refused (404, 410: open another one)."""
        answer = self._call("HEAD", f"{PREFIX}/{upload}", headers=_TUS)
        return int(answer.headers["Upload-Offset"])

    def append(self, upload: str, offset: int, chunk: bytes) -> int:
        """Add bytes at `offset`; the new one. With their checksum: all of them count, or none.

        Not tried again here: after a failure only the server knows the offset. Raises Unreached,
        Refused.
        """
        digest = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
        headers = {
            "Content-Type": CONTENT_TYPE,
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {digest}",
        }
        answer = self._once("PATCH", f"{PREFIX}/{upload}", headers=_TUS | headers, content=chunk)
        return int(answer.headers["Upload-Offset"])

    def show_upload(self, upload: str) -> UploadView:
        """Raises Refused, Unreached."""
        return UploadView.model_validate(self._call("GET", f"{PREFIX}/{upload}").json())

    def end_upload(self, upload: str) -> None:
        """Give an upload up. Raises Refused, Unreached."""
        self._call("DELETE", f"{PREFIX}/{upload}", headers=_TUS)

    def pause(self, attempt: int, error: Unreached) -> None:
        """Wait before another try of `append`. Raises `error` when patience is at its end."""
        self._patience.wait(attempt, error)

    def stop(self) -> None:
        """Let every thread give up at its next pause."""
        self._patience.stop.set()

    def _call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A call that changes nothing when it is made twice, until it is answered."""
        attempt = 0
        while True:
            try:
                return self._once(method, path, **options)
            except Unreached as error:
                attempt += 1
                self._patience.wait(attempt, error)

    def _once(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **options)
        except httpx.TransportError as exc:
            raise Unreached(type(exc).__name__) from exc
        problem = {} if answer.is_success else _problem(answer)
        if answer.status_code in _PASSES or problem.get("code") == "not_ready":
            wait = problem.get("retry_after_s") or answer.headers.get("Retry-After", "0")
            if answer.status_code < 500:
                self._patience.heard()
            raise Unreached(f"HTTP {answer.status_code}", retry_after_s=_seconds(wait))
        self._patience.heard()
        if not answer.is_success:
            raise Refused(answer.status_code, problem)
        return answer


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:  # a proxy's page, or the empty body of an answer to HEAD
        return {}
    return body if isinstance(body, dict) else {}


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:  # Retry-After may be a date
        return 0.0
