"""A clamd on a socket, obedient or not: it finds the EICAR text, or says what it is told."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

# In two pieces: scanners find the text in any file, this one too.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every scanner calls malware."""


@dataclass
class FakeClamd:
    """What it was asked, and how it answers."""

    url: str
    answer: str | None = None
    """Instead of a verdict."""
    most_bytes: int = 1 << 30
    """Of a stream; beyond it hangs up, as clamd does."""
    silent: bool = False
    dropping: bool = False
    """It takes lines and cuts them."""
    scanned: list[bytes] = field(default_factory=list)

    def serve(self, line: socket.socket) -> None:
        command = _until_zero(line)
        if self.dropping or self.silent:
            while self.silent and line.recv(1 << 16):
                pass  # until the asker hangs up
            return
        if command == b"zPING":
            line.sendall(b"PONG\0")
        elif command == b"zINSTREAM":
            content = _stream(line, self.most_bytes)
            if content is None:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            self.scanned.append(content)
            line.sendall((self.answer or _verdict(content)).encode() + b"\0")


@contextmanager
def fake_clamd(folder: Path) -> Iterator[FakeClamd]:
    """On a unix socket in `folder`."""
    path = folder / "clamd.ctl"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        clamd = FakeClamd(url=f"unix://{path}")
        thread = threading.Thread(target=_answer_all, args=(door, clamd))
        thread.start()
        try:
            yield clamd
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join()
            path.unlink()


def _answer_all(door: socket.socket, clamd: FakeClamd) -> None:
    while True:
        try:
            line, _ = door.accept()
        except OSError:
            return
        with line, suppress(OSError):
            clamd.serve(line)


def _verdict(content: bytes) -> str:
    return "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"


def _until_zero(line: socket.socket) -> bytes:
    heard = b""
    while not heard.endswith(b"\0"):
        heard += line.recv(1) or b"\0"
    return heard[:-1]


def _stream(line: socket.socket, most: int) -> bytes | None:
    content = b""
    while size := struct.unpack(">I", _exactly(line, 4))[0]:
        if len(content) + size > most:
            return None
        content += _exactly(line, size)
    return content


def _exactly(line: socket.socket, size: int) -> bytes:
    heard = b""
    while len(heard) < size:
        piece = line.recv(size - len(heard))
        if not piece:
            raise ConnectionError
        heard += piece
    return heard
