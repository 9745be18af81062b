"""A broker of our own, on a port of its own: it may be killed and emptied."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError

from tests.fakes.brokers import connect

_PATIENCE_S = 90.0


class OwnRedis:
    """A Redis that keeps nothing on the disk: whatever ends it empties it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [program("redis-server"), "--port", str(self._port), "--save", ""]
        self._process = subprocess.Popen(
            [*command, "--dir", str(self._folder)], stdout=subprocess.DEVNULL
        )
        wait_for(lambda: answers(self.url))

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    redis = OwnRedis(folder)
    redis.start()
    try:
        yield redis
    finally:
        redis.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a broker is there."""
    with connect(url) as connection:
        try:
            connection.ensure_connection(max_retries=1, timeout=2)
        except (OperationalError, OSError):
            return False
    return True


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < end, "a server did not start"
        time.sleep(0.1)


def program(name: str) -> str:
    """The path of an installed server; the test is skipped, or with CI set fails, without it."""
    return shutil.which(name) or _missing(name)


def _missing(name: str) -> str:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    pytest.skip(f"{name} is not installed")
