"""Upload, then wait: the two steps of the demo that take time, with their progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.demo.client import DemoClient
from cli.demo.samples import Sample
from cli.demo.service import Service

_PATIENCE_S: Final = 600.0
_LOOK_EVERY_S: Final = 0.5
_FINAL: Final = {"completed", "needs_review", "rescan", "failed"}

Advance = Callable[[int], None]


def upload_samples(console: Console, client: DemoClient, samples: Sequence[Sample]) -> None:
    """Register, upload and seal every sample."""
    with _progress(console, "tải lên / uploading", len(samples)) as advance:
        for number, sample in enumerate(samples, start=1):
            client.register(sample)
            client.add_files(sample)
            advance(number)
    with _progress(console, "niêm phong / sealing", len(samples)) as advance:
        for number, sample in enumerate(samples, start=1):
            client.seal(sample)
            advance(number)


def await_records(
    console: Console, service: Service, client: DemoClient, samples: Sequence[Sample]
) -> dict[str, dict[str, Any]]:
    """The records by dossier code, of those that were made within ten minutes.

    Raises ServiceDied when the service ends meanwhile.
    """
    records: dict[str, dict[str, Any]] = {}
    open_codes = [sample.code for sample in samples]
    done = {sample.code: 0 for sample in samples}
    deadline = time.monotonic() + _PATIENCE_S
    pages = sum(sample.pages for sample in samples)
    with _progress(console, "đọc trang / reading pages", pages) as advance:
        while open_codes and time.monotonic() < deadline:
            service.require_alive()
            for code in tuple(open_codes):
                status = client.status(code)
                done[code] = status["progress"]["pages_done"]
                if status["state"] in _FINAL:
                    open_codes.remove(code)
                    if status["state"] != "failed":
                        records[code] = client.record(code)
            advance(sum(done.values()))
            time.sleep(_LOOK_EVERY_S)
    return records


@contextmanager
def _progress(console: Console, title: str, total: int) -> Iterator[Advance]:
    """A bar on a terminal; elsewhere a line whenever the number changes."""
    if not sys.stdout.isatty():
        last = -1

        def tell(done: int) -> None:
            nonlocal last
            if done != last:
                last = done
                console.print(f"{title}: {done}/{total}", highlight=False)

        yield tell
        return
    columns = (TextColumn("{task.description:28}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)
