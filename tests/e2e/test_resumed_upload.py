"""A resumable upload over a real connection, with the server killed in the middle of it."""

from __future__ import annotations

import base64
import hashlib
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {"Content-Type": "application/offset+octet-stream"}
CODE = "H26-1"


@contextmanager
def api(data: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Start the API, end it without asking."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.run_api"],
        env=os.environ | {"SOHOA_DATA": str(data)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        headers = {"X-Api-Key": (data / "admin.key").read_text().strip()}
        with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
            yield process, client
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def open_upload(client: httpx.Client, length: int) -> str:
    client.put(f"/v1/dossiers/{CODE}", json={}).raise_for_status()
    told = {"dossier": CODE, "filename": "a.pdf"}
    pairs = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items()]
    headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": ",".join(pairs)}
    answer = client.post("/v1/uploads", headers=headers).raise_for_status()
    return str(answer.headers["Location"])


def offset_of(client: httpx.Client, where: str) -> int:
    return int(client.head(where, headers=TUS).raise_for_status().headers["Upload-Offset"])


def send_some(client: httpx.Client, where: str, start: int, content: bytes, stop: int) -> None:
    """Announce all that is left, send until `stop`, and say no more."""
    url = urlsplit(str(client.base_url))
    lines = {
        "Host": url.netloc,
        "X-Api-Key": client.headers["X-Api-Key"],
        "Upload-Offset": str(start),
        "Content-Length": str(len(content) - start),
        **TUS,
        **BYTES,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with socket.create_connection((url.hostname or "", url.port or 0), timeout=30) as connection:
        connection.sendall(f"PATCH {where} HTTP/1.1\r\n{head}\r\n".encode())
        connection.sendall(content[start:stop])
        # What was sent must have been taken before the end of the connection is.
        time.sleep(0.3)


def resume_over_kills(data: Path, content: bytes, cuts: list[int]) -> None:
    with api(data) as (_, client):
        where = open_upload(client, len(content))
    for stop in cuts:
        with api(data) as (process, client):
            start = offset_of(client, where)
            if start < stop:
                send_some(client, where, start, content, stop)
            process.kill()
    with api(data) as (_, client):
        start = offset_of(client, where)
        assert start > 0, "nothing outlived a kill"
        headers = TUS | BYTES | {"Upload-Offset": str(start)}
        client.patch(where, headers=headers, content=content[start:]).raise_for_status()
        (file,) = client.get(f"/v1/dossiers/{CODE}").json()["files"]
        assert file["sha256"] == hashlib.sha256(content).hexdigest()


def test_killed_in_the_middle_and_gone_on_with(tmp_path: Path) -> None:
    content = random.Random(7).randbytes(3_000_000)
    resume_over_kills(tmp_path, content, [1_234_567])


@pytest.mark.long
def test_a_hundred_megabytes_over_many_kills(tmp_path: Path) -> None:
    chance = random.Random(8)
    content = chance.randbytes(100_000_000)
    resume_over_kills(tmp_path, content, sorted(chance.sample(range(len(content)), 8)))
