"""`python -m tests.api.measure [TIMES]`: what calls of the API cost, p50 and p95.

A server of its own on SQLite, its folder in memory where the system has one, one caller. Processor
milliseconds are those of all threads of the server during a call, from the kernel's own count
(Linux); wall milliseconds are as the caller sees them, and show what else the machine does.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Final

import httpx

from tests.e2e.test_resumed_upload import api

_IN_MEMORY: Final = Path("/dev/shm")
_WARM: Final = 10
Call = Callable[[httpx.Client], httpx.Response]


def processor_ms(pid: int) -> float:
    """Of all threads until now; those that ended are left out, and a server keeps its own."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def upload(size: int) -> Call:
    def send(client: httpx.Client) -> httpx.Response:
        content = b"%PDF-" + secrets.token_bytes(size)
        return client.post("/v1/dossiers/H26-up/files", files=[("files", ("a.pdf", content))])

    return send


def register(*, once: bool = False) -> Call:
    def send(client: httpx.Client) -> httpx.Response:
        headers = {"Idempotency-Key": secrets.token_hex(12)} if once else {}
        return client.put(f"/v1/dossiers/H26-{secrets.token_hex(6)}", json={}, headers=headers)

    return send


def get(path: str) -> Call:
    return lambda client: client.get(path)


CALLS: Final[dict[str, Call]] = {
    "register": register(),
    "register with `Idempotency-Key`": register(once=True),
    "upload of 200 kB": upload(200_000),
    "upload of 1 MB": upload(1_000_000),
    "dossier of 300 files": get("/v1/dossiers/H26-300"),
    "list of dossiers": get("/v1/dossiers"),
    "events": get("/v1/events?after=0"),
    "review queue": get("/v1/review/queue"),
}


def measure(call: Call, client: httpx.Client, pid: int, times: int) -> tuple[list[float], ...]:
    """(processor milliseconds, wall milliseconds), without the first few calls."""
    processor, wall = [], []
    for number in range(times + _WARM):
        before, started = processor_ms(pid), time.perf_counter()
        call(client).raise_for_status()
        took = 1000 * (time.perf_counter() - started)
        if number >= _WARM:
            processor.append(processor_ms(pid) - before)
            wall.append(took)
    return processor, wall


def told(values: Sequence[float]) -> str:
    steps = quantiles(values, n=20, method="inclusive")
    return f"{steps[9]:.1f}; {steps[18]:.1f}"


def main(times: int) -> None:
    os.environ |= {"SOHOA_RATE_PER_S": "100000", "SOHOA_RATE_BURST": "100000"}
    folder = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    print("| call | processor ms, p50; p95 | wall ms, p50; p95 |\n|---|---|---|")
    with tempfile.TemporaryDirectory(dir=folder) as name, api(Path(name)) as (process, client):
        for code in ("H26-up", "H26-300"):
            client.put(f"/v1/dossiers/{code}", json={}).raise_for_status()
        files = [("files", (f"{n}.pdf", b"%PDF-" + secrets.token_bytes(99))) for n in range(300)]
        client.post("/v1/dossiers/H26-300/files", files=files).raise_for_status()
        for title, call in CALLS.items():
            processor, wall = measure(call, client, process.pid, times)
            print(f"| {title} | {told(processor)} | {told(wall)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
