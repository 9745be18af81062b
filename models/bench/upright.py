"""How many pages come out upright, whichever way they were fed.

`python -m models.bench.upright DIR...` takes the pages of every dossier folder under DIR (as
written by `python -m samples.generator`), brings most of them down to 150, 125 and 100 dots an
inch in turn, turns each by the four quarters and straightens it. `--scans DIR` takes files of real
pages instead, as they are: whether they come out level is measured, and those that were turned are
listed, for a person to look at. Nothing is read but the few lines that `ocr.images.straighten`
asks for itself.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from models.bench.accuracy import find_folders
from ocr.engines.base import Pixels
from ocr.images.decode import open_scan
from ocr.images.facing import LineReader
from ocr.images.ink import find_ink
from ocr.images.scan import ScanImage
from ocr.images.skew import measure_skew
from ocr.images.straighten import straighten

_DPIS: Final = (150, 125, 100, None)
"""Dots an inch that pages are brought down to, in turn; None leaves them as they arrived."""
_QUARTERS: Final = (0, 90, 180, 270)
_LEVEL_DEG: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """One page as it was fed."""

    name: str
    group: str
    pixels: Pixels
    dpi: float
    rotation: int
    """Degrees clockwise by which it must be turned to stand upright; of a real page, taken to be 0.
    """


@dataclass(slots=True)
class Tally:
    pages: int = 0
    upright: int = 0
    level: int = 0
    cpu_s: float = 0.0


def made_pages(roots: Sequence[Path], levels: Sequence[str]) -> Iterator[Fed]:
    """The pages under `roots` of one of `levels` (all where empty), brought down in turn."""
    turn = 0
    for folder in find_folders(roots):
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        scans = [open_scan(folder / name, name) for name in truth["files"]]
        images = [scan.render(page + 1) for scan in scans for page in range(scan.page_count)]
        for image, page in zip(images, truth["pages"], strict=True):
            if not levels or page["level"] in levels:
                yield _brought_down(image, page, folder.name, _DPIS[turn % len(_DPIS)])
                turn += 1


def _brought_down(image: ScanImage, page: dict[str, object], name: str, dpi: int | None) -> Fed:
    factor = min(1.0, dpi / image.dpi) if dpi else 1.0
    pixels = image.pixels
    if factor < 1:
        pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return Fed(
        name=f"{name}-{page['page']}",
        group=str(page["level"]),
        pixels=np.asarray(pixels, dtype=np.uint8),
        dpi=image.dpi * factor,
        rotation=int(str(page["rotation"])),
    )


def real_pages(scans: Path) -> Iterator[Fed]:
    """Every page of the files in `scans`, as it is."""
    for path in sorted(scans.iterdir()):
        scan = open_scan(path, path.name)
        for number in range(1, scan.page_count + 1):
            page = scan.render(number)
            name = f"{path.stem}-{number}"
            yield Fed(name=name, group="real", pixels=page.pixels, dpi=page.dpi, rotation=0)


def measure(
    pages: Iterator[Fed], quarters: Sequence[int], reader: LineReader, keep: Path | None
) -> dict[str, Tally]:
    """Tallies by group; wrong pages are told and, with `keep`, written there as PNG."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for page in pages:
        for quarter in quarters:
            said = _measure_one(page, quarter, tallies[page.group], reader)
            if not said:
                continue
            print(f"{page.name} fed at {quarter}, {page.dpi:.0f} dpi: {said}", flush=True)
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(keep / f"{page.name}-{quarter}.png"), page.pixels)
    return tallies


def _measure_one(page: Fed, quarter: int, tally: Tally, reader: LineReader) -> str:
    """Feed `page` turned clockwise by `quarter`; what is wrong then, or ""."""
    pixels = np.ascontiguousarray(np.rot90(page.pixels, k=-quarter // 90))
    start = time.process_time()
    straight = straighten(ScanImage(pixels=pixels, dpi=page.dpi), reader)
    tally.cpu_s += time.process_time() - start
    wanted = (page.rotation - quarter) % 360
    leaning = abs(measure_skew(find_ink(straight.views)))
    tally.pages += 1
    tally.upright += straight.rotation == wanted
    tally.level += leaning <= _LEVEL_DEG
    wrong = []
    if straight.rotation != wanted:
        wrong.append(f"turned by {straight.rotation}, should be {wanted}")
    if leaning > _LEVEL_DEG:
        wrong.append(f"leans by {leaning:.2f} degrees")
    return "; ".join(wrong)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="*", type=Path)
    parser.add_argument("--level", nargs="*", default=(), help="made pages of these levels only")
    parser.add_argument("--scans", type=Path, help="folder of real scans")
    parser.add_argument("--keep", type=Path, help="write pages that came out wrong here")
    parser.add_argument("--engine", default="paddle")
    options = parser.parse_args(arguments)
    from ocr.engines.registry import make_engine

    engine = make_engine(options.engine)
    if options.scans:
        tallies = measure(real_pages(options.scans), (0,), engine, options.keep)
    else:
        pages = made_pages(options.roots, options.level)
        tallies = measure(pages, _QUARTERS, engine, options.keep)
    print(f"{'level':12s} {'fed':>6s} {'upright %':>10s} {'level %':>8s} {'CPU s':>7s}")
    for group, tally in sorted(tallies.items()):
        upright, level = (100 * n / tally.pages for n in (tally.upright, tally.level))
        cpu_s = tally.cpu_s / tally.pages
        print(f"{group:12s} {tally.pages:6d} {upright:10.2f} {level:8.2f} {cpu_s:7.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
