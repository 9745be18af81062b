"""Our pipeline over rendered pages, stage by stage, in a process of its own.

`python -m models.bench.ours PAGES.json OUT.json ENGINE THREADS`. The stages are timed from outside
(the engine is wrapped, the whole page is read by `read_scan_page`), so the order of stages stays
written once, in `ocr.pipeline`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

from dossier.page import Line, PageReading
from models.bench.pages import BenchPage, load_pages
from ocr.engines.base import CropReading, OcrEngine, Pixels, UprightImage
from ocr.engines.registry import EngineSettings, make_engine
from ocr.images.decode import open_scan
from ocr.images.straighten import straighten
from ocr.pipeline import SourcePage, assemble_record, read_scan_page

STAGES = ("decode", "straighten", "lines", "layout", "extract")
"""`lines` is detection and recognition; `layout` also holds the quality verdict."""


class TimedEngine:
    """An engine that adds up the seconds spent on whole pages."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.seconds = 0.0

    @property
    def name(self) -> str:
        return self._engine.name

    def fingerprint(self) -> str:
        return self._engine.fingerprint()

    def alphabet(self) -> frozenset[str]:
        return self._engine.alphabet()

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        started = perf_counter()
        lines = self._engine.read(image)
        self.seconds += perf_counter() - started
        return lines

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        return self._engine.read_crops(crops)


def time_page(page: BenchPage, engine: OcrEngine) -> tuple[dict[str, float], PageReading]:
    """Seconds of each stage, and what was read."""
    started = perf_counter()
    image = open_scan(page.png, page.png.name).render(1)
    decoded = perf_counter()
    straighten(image, engine)
    straightened = perf_counter()
    timed = TimedEngine(engine)
    reading = read_scan_page(image, timed)
    read = perf_counter()
    source = SourcePage(file=page.name, file_page=1, sha256="", reading=reading)
    assemble_record(page.name, [source])
    assembled = perf_counter()
    turning = straightened - decoded
    seconds = {
        "decode": decoded - started,
        "straighten": turning,
        "lines": timed.seconds,
        "layout": max(0.0, read - straightened - turning - timed.seconds),
        "extract": assembled - read,
    }
    return seconds, reading


def main(arguments: Sequence[str]) -> None:
    """Read every page once, after one page that only warms the models up."""
    pages_file, out, engine_name, threads = arguments
    pages = load_pages(Path(pages_file))
    started = perf_counter()
    engine = make_engine(engine_name, EngineSettings(threads=int(threads)))
    time_page(pages[0], engine)
    loaded = perf_counter() - started
    rows = []
    used = process_time()
    for page in pages:
        seconds, reading = time_page(page, engine)
        text = "\n".join(line.text for line in reading.lines)
        rows.append({"seconds": seconds, "text": text})
        print(f"ours {page.name} {sum(seconds.values()):.2f} s", file=sys.stderr, flush=True)
    # The measurement straightens each page once more than reading does (see `time_page`).
    body = {"load_s": loaded, "cpu_s": process_time() - used, "pages": rows}
    Path(out).write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
