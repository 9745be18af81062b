"""Servers of our own, on ports of their own: they may be killed, and brokers emptied."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
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


class OwnRabbit:
    """A RabbitMQ node."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port, self._between = folder, free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}//"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # Debian's wrapper in the path becomes another user; the server itself does not.
        found = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
        command = str(found) if found.exists() else program("rabbitmq-server")
        (self._folder / "plugins").write_text("[].")
        told = {
            "HOME": str(self._folder),
            "RABBITMQ_NODENAME": f"sohoa-{self._port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DIST_PORT": str(self._between),
            "RABBITMQ_MNESIA_BASE": str(self._folder / "kept"),
            "RABBITMQ_LOG_BASE": str(self._folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self._folder / "none"),
            "RABBITMQ_CONF_ENV_FILE": str(self._folder / "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._folder / "plugins"),
        }
        self._process = subprocess.Popen(
            [command], env=os.environ | told, stdout=subprocess.DEVNULL, start_new_session=True
        )
        wait_for(lambda: answers(self.url))

    def kill(self) -> None:
        """kill -9 of the node and all that it started."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def empty(self) -> None:
        """Of a node that was killed: it comes back without queues and messages."""
        shutil.rmtree(self._folder / "kept")


@contextmanager
def own_rabbit(folder: Path) -> Iterator[OwnRabbit]:
    rabbit = OwnRabbit(folder)
    try:
        rabbit.start()
        yield rabbit
    finally:
        rabbit.kill()


class OwnPostgres:
    """A PostgreSQL cluster. It takes no orders from root, so for root it runs as its own user."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.url = f"postgresql+psycopg://owner@127.0.0.1:{self._port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None
        self._user: str | None = None
        if os.geteuid() == 0:
            self._user = "postgres"
            entry = pwd.getpwnam(self._user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        make = [_postgres("initdb"), "-D", str(folder / "kept"), "-A", "trust", "-U", "owner", "-N"]
        subprocess.run(make, check=True, cwd=folder, user=self._user, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        told = [
            *(f"listen_addresses=127.0.0.1 port={self._port}".split()),
            *(f"unix_socket_directories={self._folder} max_connections=60 fsync=off".split()),
        ]
        options = [word for setting in told for word in ("-c", setting)]
        self._process = subprocess.Popen(
            [_postgres("postgres"), "-D", str(self._folder / "kept"), *options],
            cwd=self._folder,
            user=self._user,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._answers)

    def kill(self) -> None:
        """Every process of it ends at once; what was not committed is gone, the log is replayed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        asking = [_postgres("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self._port)]
        return subprocess.run(asking, check=False).returncode == 0


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    # Not the test's own folder: that is closed to other users.
    with tempfile.TemporaryDirectory(prefix="sohoa-postgres-") as folder:
        postgres = OwnPostgres(Path(folder))
        try:
            postgres.start()
            yield postgres
        finally:
            postgres.kill()


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


def _postgres(name: str) -> str:
    """A program of the newest version; Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else program(name)


def _missing(name: str) -> str:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    pytest.skip(f"{name} is not installed")
