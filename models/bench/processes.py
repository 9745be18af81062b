"""Readers as they fill a machine: one process of one thread a core, each with its share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeVar

from dossier.errors import EngineFailed
from models.bench.matching import Word

Item = dict[str, Any]
_T = TypeVar("_T")
Pages = Sequence[Sequence[Word]]

_ONE_THREAD: Final = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_PER_MB: Final = 1 << 20 if sys.platform == "darwin" else 1 << 10
_TSV_WORD: Final = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a run over all pages took."""

    wall_s: float
    """From the moment all processes may begin until the last has ended."""
    cpu_s: float
    """Of all processes together; does not grow when something else runs beside."""
    peak_mb: float
    """Largest resident memory of one process."""
    processes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRun:
    """What one process took and printed."""

    peak_mb: float
    cpu_s: float
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OurRun:
    cost: Cost
    items: tuple[Item, ...]
    """What each item gave, in their order."""
    stages: dict[str, float]
    """CPU seconds of every stage, all items together."""


def run_ours(work: str, items: Sequence[Item], *, recogniser: Path | None, cores: int) -> OurRun:
    """Do `work` (see `models.bench.ours`) to all `items`. Raises EngineFailed."""
    shares = _shares(items, cores)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        jobs = []
        for number, share in enumerate(shares):
            job = {"work": work, "items": share, "recogniser": recogniser and str(recogniser)}
            jobs.append((folder / f"{number}.json", folder / f"{number}-out.json"))
            jobs[-1][0].write_text(json.dumps(job), encoding="utf-8")
        module = [sys.executable, "-m", "models.bench.ours"]
        commands = [[*module, str(job), str(out)] for job, out in jobs]
        started = [stack.enter_context(_Worker(command)) for command in commands]
        for process in started:
            process.await_ready()
        began = perf_counter()
        for process in started:
            process.let_go()
        peaks = [process.finish() for process in started]
        wall_s = perf_counter() - began
        bodies = [json.loads(out.read_text(encoding="utf-8")) for _, out in jobs]
    done = _deal_back([body["items"] for body in bodies])
    stages: dict[str, float] = {}
    for body in bodies:
        for stage, seconds in body["stages"].items():
            stages[stage] = stages.get(stage, 0.0) + seconds
    cost = Cost(
        wall_s=wall_s,
        cpu_s=sum(body["cpu_s"] for body in bodies),
        peak_mb=max(peaks),
        processes=len(shares),
    )
    return OurRun(cost=cost, items=tuple(done), stages=stages)


def run_tesseract(pictures: Sequence[Path], *, cores: int) -> tuple[Cost, Pages]:
    """Read all `pictures` with `tesseract -l vie`. Raises EngineFailed.

    Every process gets a list of pictures, so that it loads its model once; that start is part of
    what it takes. Pictures carry their resolution.
    """
    shares = _shares(pictures, cores)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        commands = []
        for number, share in enumerate(shares):
            listed = folder / f"{number}.txt"
            listed.write_text("".join(f"{path}\n" for path in share), encoding="utf-8")
            commands.append(["tesseract", str(listed), "stdout", "-l", "vie", "tsv"])
        began = perf_counter()
        with ThreadPoolExecutor(len(shares)) as pool:
            runs = list(pool.map(measure_command, commands, [os.environ | _ONE_THREAD] * cores))
        wall_s = perf_counter() - began
    words = _deal_back(
        [read_tsv(run.printed, len(share)) for run, share in zip(runs, shares, strict=True)]
    )
    cost = Cost(
        wall_s=wall_s,
        cpu_s=sum(run.cpu_s for run in runs),
        peak_mb=max(run.peak_mb for run in runs),
        processes=len(shares),
    )
    return cost, words


def read_tsv(table: str, pages: int) -> list[list[Word]]:
    """The words of each of `pages` pages of Tesseract's TSV."""
    found: list[list[Word]] = [[] for _ in range(pages)]
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if cells[0] == _TSV_WORD and len(cells) == 12 and cells[11].strip():
            left, top, width, height = (float(cell) for cell in cells[6:10])
            block, paragraph, line = (int(cell) for cell in cells[2:5])
            text = unicodedata.normalize("NFC", cells[11].strip())
            number = (block * 1000 + paragraph) * 1000 + line
            word = Word(text=text, x=left + width / 2, y=top + height / 2, line=number)
            found[int(cells[1]) - 1].append(word)
    return found


def measure_command(
    command: Sequence[str], environment: dict[str, str] | None = None
) -> MeasuredRun:
    """Run a command to its end. Raises EngineFailed when there is none or it fails."""
    with tempfile.TemporaryFile() as printed:
        try:
            process = subprocess.Popen(
                command, env=environment, stdout=printed, stderr=subprocess.DEVNULL
            )
        except FileNotFoundError as exc:
            raise EngineFailed(f"không có lệnh / no such command: {command[0]}") from exc
        peak_mb, cpu_s = _end(process, Path(command[0]).name)
        printed.seek(0)
        text = printed.read().decode("utf-8", "replace")
    return MeasuredRun(peak_mb=peak_mb, cpu_s=cpu_s, printed=text)


class _Worker:
    """A process of ours that waits until all of them are ready."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, env=os.environ | _ONE_THREAD, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def await_ready(self) -> None:
        """Wait for the line that says so. Raises EngineFailed when the process ends instead."""
        # Libraries may print things of their own while they load.
        if self._process.stdout and b"ready\n" not in self._process.stdout:
            self.finish()

    def let_go(self) -> None:
        if self._process.stdin:
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()

    def finish(self) -> float:
        """Wait for the end; peak memory, MB. Raises EngineFailed."""
        return _end(self._process, "models.bench.ours")[0]


def _end(process: subprocess.Popen[bytes], name: str) -> tuple[float, float]:
    """Wait for `process`; its peak memory in MB and CPU seconds. Raises EngineFailed."""
    # wait4 and not wait: only it tells the memory of this very process.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise EngineFailed(f"{name}: exit code {process.returncode}")
    return usage.ru_maxrss / _PER_MB, usage.ru_utime + usage.ru_stime


def _shares(items: Sequence[_T], cores: int) -> list[list[_T]]:
    """Deal `items` out; nobody gets none."""
    return [list(items[i::cores]) for i in range(min(cores, len(items)))]


def _deal_back(shares: Sequence[Sequence[_T]]) -> list[_T]:
    """The items of `_shares` in their first order."""

    def by_turns() -> Iterator[_T]:
        for turn in range(max(map(len, shares), default=0)):
            yield from (share[turn] for share in shares if turn < len(share))

    return list(by_turns())
