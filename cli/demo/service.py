"""`sohoa serve` in a process of its own, on a fresh data folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import httpx

from cli.settings import cores

_START_S: Final = 60.0
_STOP_S: Final = 45.0
_LOG_TAIL: Final = 2000
_CORES_PER_WORKER: Final = 2
_MOST_WORKERS: Final = 4


class PortTaken(Exception):
    """Somebody else listens on the port."""


class ServiceDied(Exception):
    """The service ended or never answered; the message has the end of its log."""


class Service:
    """A context manager; leaving it stops the service."""

    def __init__(self, *, port: int, folder: Path) -> None:
        self.url = f"http://localhost:{port}"
        self._port = port
        # By port: another demo that still runs keeps its folder.
        self._data = folder / f"data-{port}"
        self._log = folder / f"service-{port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def key_file(self) -> Path:
        return self._data / "admin.key"

    def __enter__(self) -> Self:
        _require_free(self._port)
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(parents=True)
        command = [sys.executable, "-m", "cli", "serve"]
        command += ["--port", str(self._port), "--data", str(self._data)]
        workers = max(1, min(_MOST_WORKERS, cores() // _CORES_PER_WORKER))
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env={"SOHOA_WORKERS": str(workers)} | dict(os.environ),
                # Ctrl-C is ours to pass on: the service gets one signal, after the demo's own end.
                start_new_session=True,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process = self._running()
        if process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def wait_until_ready(self) -> None:
        """Block until the API answers. Raises ServiceDied."""
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            self.require_alive()
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5).is_success:
                    return
            except httpx.TransportError:
                pass  # not listening yet
            time.sleep(0.2)
        raise ServiceDied(f"không trả lời / no answer in {_START_S:.0f} s\n{self._log_tail()}")

    def require_alive(self) -> None:
        """Raise ServiceDied, with the end of the log, when the process has ended."""
        if self._running().poll() is not None:
            raise ServiceDied(f"dịch vụ đã dừng / the service ended\n{self._log_tail()}")

    def admin_key(self) -> str:
        return self.key_file.read_text(encoding="utf-8").strip()

    def wait(self) -> None:
        """Block until the service ends or the user interrupts."""
        self._running().wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ServiceDied("chưa chạy / not started")
        return self._process

    def _log_tail(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:]


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as exc:
            raise PortTaken(str(port)) from exc
