"""Our reader in a process of its own: `python -m models.bench.ours JOB.json OUT.json`.

A job names a recogniser (none: the one of the manifest), what to do and the items to do it to. The
process loads, reads one item to warm up, says `ready` on stdout, waits for a line on stdin and goes
through the items once. One thread: a machine is filled with processes, as with Tesseract.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import cv2
import numpy as np
from PIL import Image

from dossier.geometry import PageTransform
from dossier.page import Line
from models import store
from models.bench.accuracy import judge
from models.bench.matching import words_of
from models.bench.stopwatch import Stopwatch, cpu_seconds
from ocr.engines.alphabet import prove_alphabet
from ocr.engines.base import CropReading, Letters, OcrEngine, Pixels, UprightImage
from ocr.engines.paddle import PaddleEngine
from ocr.engines.strips import Quad
from ocr.images.decode import open_scan
from ocr.images.straighten import straighten
from ocr.pipeline import SourcePage, assemble_record, read_scan_page

Item = dict[str, Any]
Work = Callable[[OcrEngine, Stopwatch, Item], Item]

STAGES: Final = ("decode", "prepare", "detect", "recognise", "cut", "layout", "fields")
"""`prepare`: blank or not, straightening, seals and leaders wiped; `cut`: lines sorted and cut out,
figures read again; `layout`: tables, boxes, seals, quality; `fields`: everything after."""
_THREADS: Final = 1


class TimedEngine(PaddleEngine):
    """The default engine with a stopwatch at its stages."""

    def __init__(self, watch: Stopwatch, recogniser: Path | None) -> None:
        super().__init__(
            detection_dir=store.locate("text_detection"),
            recognition_dir=recogniser or store.locate("vietnamese_rec"),
            figures_dir=store.locate("figures"),
            threads=_THREADS,
        )
        self._watch = watch

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        with self._watch.stage("cut"):
            lines = super().read(image)
        self._watch.go_on_as("layout")
        return lines

    def detect(self, page: Pixels, letters: Letters | None = None) -> tuple[Quad, ...]:
        with self._watch.stage("detect"):
            return super().detect(page, letters)

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        # Straightening and layout read strips too; that is their time.
        if not self._watch.is_running("cut"):
            return super().read_crops(crops)
        with self._watch.stage("recognise"):
            return super().read_crops(crops)


def prepare(engine: OcrEngine, _: Stopwatch, item: Item) -> Item:
    """Turn a page of a scan upright and write it as the picture that every reader gets."""
    file = Path(item["file"])
    upright = straighten(open_scan(file, file.name).render(item["page"]), engine).image
    picture = Image.fromarray(np.ascontiguousarray(upright.pixels[:, :, ::-1]))
    picture.save(item["png"], compress_level=1, dpi=(upright.dpi, upright.dpi))
    return {"dpi": upright.dpi, "to_scan": upright.transform.matrix}


def read(engine: OcrEngine, watch: Stopwatch, item: Item) -> Item:
    """Detection and recognition of an upright picture; the words with their places."""
    with watch.stage("decode"):
        pixels = cv2.imread(item["png"])
        if pixels is None:
            raise FileNotFoundError(item["png"])
    image = UprightImage(
        pixels=np.asarray(pixels, dtype=np.uint8), dpi=item["dpi"], transform=PageTransform()
    )
    lines = engine.read(image)
    return {"words": _words(lines)}


def read_page(engine: OcrEngine, watch: Stopwatch, item: Item) -> Item:
    """The whole way of a page, from its scan to the lines of the record; the words with their
    places on the upright page."""
    file = Path(item["file"])
    with watch.stage("decode"):
        image = open_scan(file, file.name).render(item["page"])
    with watch.stage("prepare"):
        lines = read_scan_page(image, engine).lines
    return {"words": _words(lines)}


def _words(lines: Sequence[Line]) -> list[Item]:
    return [asdict(word) for number, line in enumerate(lines) for word in words_of(line, number)]


def read_whole(engine: OcrEngine, watch: Stopwatch, item: Item) -> Item:
    """Everything from the bytes of a made dossier to its record, held against its truth."""
    file = Path(item["file"])
    pages = []
    with watch.stage("decode"):
        scan = open_scan(file, file.name)
    for number in range(1, scan.page_count + 1):
        with watch.stage("decode"):
            image = scan.render(number)
        with watch.stage("prepare"):
            reading = read_scan_page(image, engine)
        pages.append(SourcePage(file=file.name, file_page=number, sha256="", reading=reading))
    with watch.stage("fields"):
        record = assemble_record(file.parent.name, pages)
    outcomes = list(judge(file.parent, record))
    return {"fields": len(outcomes), "right": sum(outcome.right for outcome in outcomes)}


WORK: Final[dict[str, Work]] = {
    "prepare": prepare,
    "read": read,
    "page": read_page,
    "whole": read_whole,
}


def run(engine: OcrEngine, watch: Stopwatch, work: Work, items: Sequence[Item]) -> Item:
    """Go through `items`; what each gave, and what all took."""
    watch.seconds.clear()
    started, used = perf_counter(), cpu_seconds()
    done = [work(engine, watch, item) for item in items]
    return {
        "items": done,
        "wall_s": perf_counter() - started,
        "cpu_s": cpu_seconds() - used,
        "stages": dict(watch.seconds),
    }


def main(arguments: Sequence[str]) -> None:
    job_file, out = (Path(argument) for argument in arguments)
    job = json.loads(job_file.read_text(encoding="utf-8"))
    work, items = WORK[job["work"]], job["items"]
    watch = Stopwatch()
    recogniser = job["recogniser"]
    engine = prove_alphabet(
        TimedEngine(watch, Path(recogniser) if recogniser else None), frozenset()
    )
    work(engine, watch, items[0])
    print("ready", flush=True)
    sys.stdin.readline()
    body = run(engine, watch, work, items)
    out.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
