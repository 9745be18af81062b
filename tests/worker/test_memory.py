"""A worker that is never replaced stays as large as it is: pages leave nothing behind.

The worker is the product's own process, with its real engine or with one that answers by heart, on
SQLite and the folder queue; `SOHOA_MAX_TASKS` is set beyond reach, so nothing hides what a page
leaves. The process that forks a child for every file counts with it.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Final

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import func, select

from dossier.messages import StepKind
from dossier.store import dossiers, pages
from dossier.store.database import Database
from dossier.store.dossiers import NewFile
from dossier.store.objects import FolderObjects, measure, open_objects
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState, StepState
from dossier.store.tables import FileRow, StepRow
from tests.fakes import run_replaying_worker
from tests.fakes.reader import scan
from tests.fakes.run_worker import COMMAND as FAKE_WORKER
from tests.faults.made_dossiers import MadePages
from worker.keeper import run_keeper
from worker.settings import WorkerSettings

REAL_WORKER: Final = (sys.executable, "-m", "worker", "run", "--watch-parent")
PAGES_A_FILE: Final = 10
NEVER: Final = 10**9
GROWTH_MB: Final = 40.0
"""Over 2,000 pages. A page that left one kilobyte of every line behind would be beyond it; what
the allocator keeps in reserve goes up and down by less."""
WORDS: Final = ("TỜ KHAI", "KHAI SINH", "Kính gửi", "Ủy ban", "nhân dân", "phường", "họ tên")


@dataclass(frozen=True, kw_only=True)
class Sample:
    pages: int
    """Read until then."""
    rss_mb: float


def growth_mb(samples: Sequence[Sample], *, over: int) -> float:
    """What `over` pages add, by the line through the samples of the later three quarters: until
    then models, caches and the allocator's arenas are being filled."""
    late = [s for s in samples if s.pages >= samples[-1].pages / 4]
    return float(np.polyfit([s.pages for s in late], [s.rss_mb for s in late], 1)[0]) * over


def tiny_scan(chance: random.Random, folder: Path) -> Path:
    """A TIFF of small pages with a few lines each, no two alike."""
    face = ImageFont.truetype("samples/fonts/Arimo-Regular.ttf", 26)
    drawn = []
    for _ in range(PAGES_A_FILE):
        page = Image.new("L", (640, 480), 255)
        pen = ImageDraw.Draw(page)
        for line in range(4):
            text = " ".join(chance.choices(WORDS, k=5)) + f" {chance.randrange(10**9)}"
            pen.text((30, 50 + 90 * line), text[:38], font=face, fill=chance.randrange(60))
        drawn.append(page)
    path = folder / "a.tif"
    drawn[0].save(path, save_all=True, append_images=drawn[1:], dpi=(100, 100))
    return path


@contextmanager
def worker(settings: WorkerSettings, command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """One worker child that nobody replaces, and the keeper that relays to it."""
    stop = Event()
    keeper = Thread(target=run_keeper, args=(settings, stop))
    keeper.start()
    environment = os.environ | settings.as_environment()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        assert process.stdin is not None
        process.stdin.close()
        stop.set()
        keeper.join()


def add_file(database: Database, objects: object, path: Path, code: str) -> None:
    now, content = datetime.now(UTC), measure(path)
    assert isinstance(objects, FolderObjects)
    objects.put(path, content)
    new = NewFile(name="a.tif", content=content, media_type="image/tiff", uploaded_by=None)
    with database.write() as session:
        dossiers.register(session, code, None, EVERYWHERE, now=now)
        dossiers.add_file(session, code, new, EVERYWHERE, problem=None, now=now)


def seal_what_is_split(database: Database, codes: set[str]) -> None:
    """As a branch would: once the pages of a dossier are counted."""
    with database.read() as session:
        split = select(FileRow.dossier).where(FileRow.state == FileState.SPLIT)
        found = codes.intersection(session.scalars(split))
    for code in found:
        with database.write() as session:
            row = dossiers.lock(session, code, EVERYWHERE)
            row.state, row.declared_pages = DossierState.SEALED, PAGES_A_FILE
            row.sealed_at = datetime.now(UTC)
            pages.number_pages(session, code)
            pages.start_assembly_if_ready(session, code, now=datetime.now(UTC))
        codes.discard(code)


def count_done(database: Database, kind: StepKind) -> int:
    done = (StepRow.kind == kind, StepRow.state == StepState.DONE)
    with database.read() as session:
        return session.scalar(select(func.count()).where(*done)) or 0


def rss_mb(pid: int) -> float:
    """Of a process and those that it started itself; the children of these live for one file."""
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages_of_memory = 0
    for one in (str(pid), *started):
        pages_of_memory += int(Path(f"/proc/{one}/statm").read_text().split()[1])
    return pages_of_memory * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def run_through(folder: Path, files: Sequence[Path], command: Sequence[str]) -> list[Sample]:
    """Let one worker do everything about `files`; its size as it went."""
    settings = WorkerSettings(data=folder / "data", max_tasks=NEVER, max_memory_mb=NEVER)
    database = Database.from_settings(settings)
    database.prepare_schema()
    objects = open_objects(settings)
    codes = {f"H26-{number:05}" for number in range(len(files))}
    samples: list[Sample] = []
    with worker(settings, command) as process:
        for code, path in zip(sorted(codes), files, strict=True):
            add_file(database, objects, path, code)
        while count_done(database, StepKind.ASSEMBLE_DOSSIER) < len(files):
            assert process.poll() is None, "the worker ended"
            seal_what_is_split(database, codes)
            done = count_done(database, StepKind.READ_PAGE)
            samples.append(Sample(pages=done, rss_mb=rss_mb(process.pid)))
            time.sleep(0.25)
        samples.append(
            Sample(pages=count_done(database, StepKind.READ_PAGE), rss_mb=rss_mb(process.pid))
        )
    database.dispose()
    return samples


def test_a_leak_would_show() -> None:
    steady = [Sample(pages=n, rss_mb=500 + n % 7) for n in range(0, 2000, 20)]
    leaking = [Sample(pages=n, rss_mb=500 + n * 0.05) for n in range(0, 2000, 20)]
    assert abs(growth_mb(steady, over=2000)) < 1
    assert growth_mb(leaking, over=2000) == pytest.approx(100)


def test_the_steps_themselves_leave_nothing(tmp_path: Path) -> None:
    """Everything but the reading, which the long test has."""
    files = []
    for number in range(12):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_bytes(scan(PAGES_A_FILE, note=str(number)))
    samples = run_through(tmp_path, files, FAKE_WORKER)
    assert samples[-1].pages == 120
    assert samples[-1].rss_mb - samples[len(samples) // 2].rss_mb < 30


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_thousand_pages_leave_nothing(tmp_path: Path) -> None:
    chance, files = random.Random(11), []
    for number in range(200):
        folder = tmp_path / f"f{number}"
        folder.mkdir()
        files.append(tiny_scan(chance, folder))
    require_flat(run_through(tmp_path, files, REAL_WORKER))


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_thousand_replayed_pages_leave_nothing(tmp_path: Path) -> None:
    """Everything but the engine, in a tenth of the time."""
    chance, truth = random.Random(12), MadePages(40, tmp_path)
    files = []
    for number in range(200):
        made = truth.dossier(str(number), (PAGES_A_FILE,), chance)
        files.append(tmp_path / f"{number}.tif")
        files[-1].write_bytes(next(file.content for file in made.files if file.pictures))
    require_flat(run_through(tmp_path, files, run_replaying_worker.command(truth.recording)))


def require_flat(samples: Sequence[Sample]) -> None:
    assert samples[-1].pages == 2000
    grown = growth_mb(samples, over=2000)
    told = ", ".join(f"{s.pages}:{s.rss_mb:.0f}" for s in each_hundred(samples))
    print(f"pages:MB {told}; {grown:+.1f} MB over 2,000 pages")
    assert grown < GROWTH_MB, told


def each_hundred(samples: Sequence[Sample]) -> list[Sample]:
    """The first sample of every hundred pages, and the last."""
    firsts = {sample.pages // 100: sample for sample in reversed(samples)}
    return [*sorted(firsts.values(), key=lambda sample: sample.pages), samples[-1]]
