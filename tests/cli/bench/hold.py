"""`python -m tests.cli.bench.hold [DOSSIERS]`: the capacity model held against a load on a service.

Starts `sohoa serve` on a folder of its own, sends an A4 sheet of a demo dossier, nine to a dossier,
as `sohoa bench load --jpeg` does, and adds up the processor seconds of all its processes. Before
it, a dossier of the same nine is read here by the same functions: what the model calls `read_page`.
Processor seconds, so that other work on the machine shows less. The children that open files end
unseen by this count, so what opening costs is timed here and added.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Final

import httpx

from cli.bench.capacity import load_costs
from cli.bench.load import CALLS, Load, run_load
from cli.bench.report import as_json
from dossier.calibration.model import SHIPPED
from ocr.engines.registry import EngineSettings, make_engine
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenHere
from worker.reader import OcrPageReader
from worker.reading import StoredPage
from worker.settings import WorkerSettings

PAGE: Final = Path("samples/demo/03-agency-paper/page-1.jpg")
PAGES: Final = 9
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def spent_s(pid: int) -> float:
    """Processor seconds of a process, its threads and children, those that ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / _TICKS
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return own + sum(spent_s(int(child)) for child in children)


def read_here() -> tuple[float, float]:
    """Processor seconds a page: (from the file to the record, all of it; opening the file)."""
    settings, opener = WorkerSettings(), OpenHere(ImageLimits())
    engine = make_engine(settings.engine, EngineSettings(threads=settings.engine_threads))
    reader = OcrPageReader(engine, opener)
    reader.read_page(PAGE, PAGE.name, 1)  # loads what the first page loads
    started = process_time()
    for _ in range(PAGES):
        opener.render(PAGE, PAGE.name, 1)
    opening = process_time() - started
    pages = [
        StoredPage(
            file=f"{n}.jpg", file_page=1, sha256="", problem=None, quarantined=False,
            reading=reader.read_page(PAGE, PAGE.name, 1),
        )
        for n in range(PAGES)
    ]  # fmt: skip
    reader.assemble(
        "H26-1", pages, submission=None, procedure=None, calibration=SHIPPED,
        problems=[], with_text=True,
    )  # fmt: skip
    return (process_time() - started - opening) / PAGES, opening / PAGES


@contextmanager
def service(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    command = [sys.executable, "-m", "cli", "serve", "--port", "8797", "--data", str(data)]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    url = "http://127.0.0.1:8797"
    try:
        while not _ready(url):
            assert process.poll() is None, (data / "log").read_text()[-2000:]
            time.sleep(0.5)
        yield process, url
    finally:
        process.terminate()
        process.wait()


def _ready(url: str) -> bool:
    try:
        answer = httpx.get(f"{url}/readyz", timeout=5)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200 and answer.json()["status"] == "ok"


def main(count: int) -> None:
    """Print what was measured, what the model says, and the one through the other."""
    read_page, opening = read_here()
    print(f"read_page here: {read_page:.2f} s, opening it {opening:.3f}", flush=True)
    load = Load(
        dossiers=count, pages_each=PAGES, connections=2, rate=0, burst=1,
        page_bytes=500_000, cut=0.0, patience_s=1500, jpeg=PAGE.read_bytes(),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as name, service(Path(name)) as (process, url):
        key = (Path(name) / "admin.key").read_text().strip()
        # One dossier first: what is loaded with the first page is no page's cost.
        run_load(dataclasses.replace(load, dossiers=1, seed=2), url, key, lambda _line: None)
        while not _ready_records(url, key, 1):
            time.sleep(1)
        before, started = spent_s(process.pid), time.monotonic()
        told = run_load(load, url, key, lambda _line: None)
        while not _ready_records(url, key, count + 1):
            time.sleep(1)
        spent, took = spent_s(process.pid) - before, time.monotonic() - started
    pages, costs = count * PAGES, load_costs()
    measured = spent / pages + opening
    others = sum(len(told.seconds[call]) for call in CALLS if call != "upload") / pages
    model = read_page + costs.cpu.upload_call + others * costs.cpu.other_call
    model += costs.cpu.keeper_page + costs.cpu.idle * took / pages
    print(json.dumps(as_json(told), indent=1))
    print(f"{pages} pages in {took:.0f} s on {spent / took:.2f} cores, {others:.1f} calls a page")
    print(f"measured {measured:.3f} s a page, model {model:.3f}: {measured / model:.2f}")


def _ready_records(url: str, key: str, count: int) -> bool:
    """Whether so many dossiers have theirs: making one is a page's cost too."""
    headers = {"Authorization": f"Bearer {key}"}
    found = httpx.get(f"{url}/v1/dossiers", params={"limit": 200}, headers=headers, timeout=60)
    states = [one["state"] for one in found.raise_for_status().json()["dossiers"]]
    return len(states) == count and not {"open", "sealed"} & set(states)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
