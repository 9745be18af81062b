"""Ours beside `tesseract -l vie`: the same rendered pages, the same cores, the same run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from rapidfuzz.distance import Levenshtein

from dossier.errors import EngineFailed
from models.bench.pages import BenchPage, render_pages, save_pages


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    engine: str
    threads: int
    """Cores that each reader may use."""
    max_pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRun:
    """What one process took and gave."""

    peak_mb: float
    cpu_s: float
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderResult:
    """One reader over all pages."""

    name: str
    seconds_a_page: float
    """Wall time over pages: what one machine with these cores does."""
    stages: dict[str, float]
    """Seconds a page of each stage; empty where the reader is one piece."""
    cpu_s_a_page: float
    """Seconds of all cores together; does not grow when something else runs beside."""
    peak_mb: float
    """Largest resident memory of one process."""
    processes: int
    """How many of them ran at a time."""
    values_found: float | None
    """Share of the written values that stand in the text, 0..1; None without truth."""
    cer: float | None
    """Character error rate over pages with their whole text; None without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    pages: int
    threads: int
    ours: ReaderResult
    tesseract: ReaderResult

    @property
    def ratio(self) -> float:
        """Tesseract's seconds a page over ours: above 1 we are faster."""
        return self.tesseract.seconds_a_page / self.ours.seconds_a_page


def run_bench(roots: Sequence[Path], options: BenchOptions) -> BenchResult:
    """Measure both readers. Raises InvalidRequest without pages, EngineFailed when one fails."""
    with tempfile.TemporaryDirectory() as work:
        pages = render_pages(roots, Path(work), options.max_pages)
        ours = _run_ours(pages, options, Path(work))
        tesseract = _run_tesseract(pages, options)
    return BenchResult(pages=len(pages), threads=options.threads, ours=ours, tesseract=tesseract)


def found_share(pages: Iterable[BenchPage], texts: Iterable[str]) -> float | None:
    """Share of the values of `pages` that stand in their `texts`, whatever the line breaks."""
    found = [
        _folded(value) in _folded(text)
        for page, text in zip(pages, texts, strict=True)
        for value in page.values
    ]
    return sum(found) / len(found) if found else None


def error_rate(pages: Iterable[BenchPage], texts: Iterable[str]) -> float | None:
    """Edits over characters of the whole text, over the pages that have one."""
    edits = letters = 0
    for page, text in zip(pages, texts, strict=True):
        if page.text is not None:
            truth = _spaced(page.text)
            edits += Levenshtein.distance(truth, _spaced(text))
            letters += len(truth)
    return edits / letters if letters else None


def _run_ours(pages: Sequence[BenchPage], options: BenchOptions, work: Path) -> ReaderResult:
    listed, out = work / "pages.json", work / "ours.json"
    save_pages(pages, listed)
    command = [sys.executable, "-m", "models.bench.ours", str(listed), str(out)]
    run = measure_command([*command, options.engine, str(options.threads)], quiet=False)
    body: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    rows = body["pages"]
    stages = {
        stage: sum(row["seconds"][stage] for row in rows) / len(rows)
        for stage in rows[0]["seconds"]
    }
    texts = [row["text"] for row in rows]
    return ReaderResult(
        name=f"sohoa ({options.engine})",
        seconds_a_page=sum(stages.values()),
        stages=stages,
        cpu_s_a_page=body["cpu_s"] / len(rows),
        peak_mb=run.peak_mb,
        processes=1,
        values_found=found_share(pages, texts),
        cer=error_rate(pages, texts),
    )


def _run_tesseract(pages: Sequence[BenchPage], options: BenchOptions) -> ReaderResult:
    """One process a page, as many at a time as there are cores, one thread each.

    That is how Tesseract is fastest: its own threads mostly wait for each other.
    """
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}

    def read(page: BenchPage) -> MeasuredRun:
        command = ["tesseract", str(page.png), "stdout", "-l", "vie", "--dpi", f"{page.dpi:.0f}"]
        return measure_command(command, environment)

    started = perf_counter()
    with ThreadPoolExecutor(options.threads) as pool:
        runs = list(pool.map(read, pages))
    seconds = perf_counter() - started
    texts = [unicodedata.normalize("NFC", run.printed) for run in runs]
    return ReaderResult(
        name="tesseract -l vie",
        seconds_a_page=seconds / len(pages),
        stages={},
        cpu_s_a_page=sum(run.cpu_s for run in runs) / len(runs),
        peak_mb=max(run.peak_mb for run in runs),
        processes=min(options.threads, len(pages)),
        values_found=found_share(pages, texts),
        cer=error_rate(pages, texts),
    )


def measure_command(
    command: Sequence[str], environment: dict[str, str] | None = None, *, quiet: bool = True
) -> MeasuredRun:
    """Run a command to its end. Raises EngineFailed when there is none or it fails."""
    with tempfile.TemporaryFile() as printed:
        try:
            process = subprocess.Popen(
                command,
                env=environment,
                stdout=printed,
                stderr=subprocess.DEVNULL if quiet else None,
            )
        except FileNotFoundError as exc:
            raise EngineFailed(f"không có lệnh / no such command: {command[0]}") from exc
        # wait4 and not wait: only it tells the memory of this very process.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise EngineFailed(f"{Path(command[0]).name}: exit code {process.returncode}")
        printed.seek(0)
        per_mb = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return MeasuredRun(
            peak_mb=usage.ru_maxrss / per_mb,
            cpu_s=usage.ru_utime + usage.ru_stime,
            printed=printed.read().decode("utf-8", "replace"),
        )


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()
