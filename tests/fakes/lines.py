"""A telephone line between a client and a server that goes dead at given bytes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class BadLine:
    """A TCP proxy on loopback. Counts what clients send, over all connections.

    When a cut is reached, not one byte more is passed on, `on_cut` is told, and all connections
    end. New ones go through, up to the next cut.
    """

    def __init__(self, port: int, cuts: list[int], on_cut: Callable[[int], None]) -> None:
        self._target = ("127.0.0.1", port)
        self._cuts = sorted(cuts)
        self._on_cut = on_cut
        self._sent = 0
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def cuts_left(self) -> int:
        return len(self._cuts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._door.close()
        with self._lock:
            self._hang_up()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
                server = socket.create_connection(self._target)
            except OSError:
                return
            with self._lock:
                self._open += [client, server]
            for source, target, counted in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._pass_on, args=(source, target, counted), daemon=True
                ).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                if not counted:
                    target.sendall(data)
                    continue
                with self._lock:
                    room = self._cuts[0] - self._sent if self._cuts else len(data) + 1
                    self._sent += len(data)
                    target.sendall(data[: max(0, room)])
                    if room <= len(data):
                        cut = self._cuts.pop(0)
                        self._hang_up()
                        self._on_cut(cut)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def _hang_up(self) -> None:
        for end in self._open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()
