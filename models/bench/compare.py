"""Ours beside `tesseract -l vie`: the same upright pictures, the same cores, the same run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from models.bench.lines import read_with_ours, read_with_tesseract
from models.bench.matching import Counts, PlacedLine, Word, compare, fold
from models.bench.pages import GROUPS, BenchPage, Group, make_pages, real_pages
from models.bench.processes import Cost, Item, run_ours, run_tesseract
from models.train import real_lines
from models.train.alphabet import MODEL_DIR
from models.train.measure import Score, score_texts

TESSERACT: Final = "tesseract -l vie"
WHOLE_WAY: Final = ", cả đường / whole way"
REAL_TRUTH: Final = Path(__file__).parents[2] / "tests" / "accuracy" / "truth" / "real_lines.json"
_BESIDE_CHECKOUT: Final = Path(__file__).parents[3] / "shared" / "data"

Say = Callable[[str], None]
"""Tells a person how far the measurement is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    pages: int
    """Made pages, half clean and half office."""
    cores: int
    """Processes of each reader that run side by side, one thread each."""
    scans: Path | None
    """Folder with the scans of `REAL_TRUTH`; None measures no real pages."""
    real_pages: int | None = None
    """About so many pages of the scans, taken evenly; None takes all."""
    recognisers: tuple[Path, ...] = ()
    """Further inference folders, measured as ours beside the one of the manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _PagesRead:
    """So many pages by one reader, and what they cost."""

    reader: str
    pages: int
    cost: Cost

    @property
    def pages_a_second(self) -> float:
        return self.pages / self.cost.wall_s

    @property
    def cpu_s_a_page(self) -> float:
        return self.cost.cpu_s / self.pages


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult(_PagesRead):
    """Detection and recognition by one reader of one group of pages: a picture in, lines out."""

    group: Group
    whole: bool
    """False: only some lines of each page are known, so extra letters and the bag say nothing."""
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeResult(_PagesRead):
    """From the bytes of made dossiers to their records, by one reader of ours."""

    stages: dict[str, float]
    """CPU seconds a page of every stage."""
    fields: int
    right: int
    """Fields whose value is exactly the true one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResult:
    """Recognition alone: printed lines cut out of real scans at boxes marked by eye."""

    reader: str
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    cores: int
    lines: tuple[LineResult, ...]
    """Empty without real scans."""
    read: tuple[ReadResult, ...]
    whole: tuple[WholeResult, ...]

    def of(self, group: Group) -> tuple[ReadResult, ...]:
        """The readers of one group, Tesseract last; empty where it was not measured."""
        return tuple(result for result in self.read if result.group == group)

    def tesseract(self, group: Group) -> ReadResult:
        return next(result for result in self.of(group) if result.reader == TESSERACT)

    def speed_ratio(self, result: ReadResult) -> float:
        """Tesseract's CPU seconds over those of `result`: above 1 it is faster."""
        return self.tesseract(result.group).cpu_s_a_page / result.cpu_s_a_page

    def error_ratio(self, result: ReadResult) -> float | None:
        """CER of `result` over Tesseract's: below 1 it errs less. None: Tesseract does not err."""
        against = self.tesseract(result.group).counts.cer
        return result.counts.cer / against if against else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An upright page as every reader gets it."""

    page: BenchPage
    png: Path
    dpi: float
    lines: tuple[PlacedLine, ...]


def find_scans(measuring_data: str | None) -> Path | None:
    """The folder of scans in `measuring_data`, or in that beside the checkout; None without."""
    scans = Path(measuring_data or _BESIDE_CHECKOUT) / "scans"
    return scans if scans.is_dir() and REAL_TRUTH.is_file() else None


def run_bench(options: BenchOptions, say: Say) -> BenchResult:
    """Measure all readers on all pages.

    Raises InvalidRequest when a scan is missing, EngineFailed when a reader fails.
    """
    with tempfile.TemporaryDirectory() as work:
        say(f"làm trang / making pages: {options.pages}")
        pages = list(make_pages(options.pages, Path(work)))
        if options.scans:
            real = real_pages(REAL_TRUTH, options.scans)
            pages += real[:: max(1, len(real) // (options.real_pages or len(real)))]
        say(f"dựng thẳng / turning upright: {len(pages)}")
        pictures = turn_upright(pages, Path(work), options.cores)
        readers = {"sohoa": None} | {_name(folder): folder for folder in options.recognisers}
        read = []
        for group in GROUPS:
            chosen = [picture for picture in pictures if picture.page.group == group]
            if chosen:
                read += _read_group(group, chosen, readers, options.cores, say)
        lines = _read_lines(pages, options.scans, readers, say) if options.scans else ()
        whole = []
        for reader, folder in readers.items():
            say(f"{reader}: từ tệp đến trường / files to fields")
            whole.append(_read_whole(reader, folder, pages, options.cores))
    return BenchResult(cores=options.cores, lines=lines, read=tuple(read), whole=tuple(whole))


def turn_upright(pages: Sequence[BenchPage], folder: Path, cores: int) -> list[Picture]:
    """Straighten every page once, before anything is measured."""
    items: list[Item] = [
        {"file": str(page.file), "page": page.page, "png": str(folder / f"{page.name}.png")}
        for page in pages
    ]
    run = run_ours("prepare", items, recogniser=None, cores=cores)
    return [
        Picture(
            page=page,
            png=Path(item["png"]),
            dpi=made["dpi"],
            lines=place_lines(page, made["to_scan"]),
        )
        for page, item, made in zip(pages, items, run.items, strict=True)
    ]


def place_lines(page: BenchPage, to_scan: Sequence[float]) -> tuple[PlacedLine, ...]:
    """The lines of `page` on its upright picture; `to_scan` is `PageTransform.matrix`."""
    from_scan = np.linalg.inv(np.array(to_scan, dtype=np.float64).reshape(3, 3))
    return tuple(
        PlacedLine(
            text=line.text,
            corners=cv2.perspectiveTransform(np.array([line.quad]), from_scan)[0],
            boxed=line.boxed,
        )
        for line in page.lines
    )


def count_errors(pictures: Sequence[Picture], words: Sequence[Sequence[Word]]) -> Counts:
    """What a reader made of the lines of all `pictures`."""
    counts = (
        compare(picture.lines, read, whole=picture.page.whole)
        for picture, read in zip(pictures, words, strict=True)
    )
    return reduce(add, counts, Counts())


def _read_group(
    group: Group,
    pictures: Sequence[Picture],
    readers: dict[str, Path | None],
    cores: int,
    say: Say,
) -> list[ReadResult]:
    items: list[Item] = [{"png": str(p.png), "dpi": p.dpi} for p in pictures]
    runs: list[tuple[str, Cost, Sequence[Sequence[Word]]]] = []
    for reader, folder in readers.items():
        say(f"{reader}: {group}, {len(pictures)} trang / pages")
        ours = run_ours("read", items, recogniser=folder, cores=cores)
        words = [[Word(**word) for word in item["words"]] for item in ours.items]
        runs.append((reader, ours.cost, words))
    if group == "real":
        # Seals, shadows and tables are what scans have and made pages have not: the reader alone
        # does not know them, the stages around it do.
        runs += [_whole_way(name, folder, pictures, cores) for name, folder in readers.items()]
    say(f"{TESSERACT}: {group}, {len(pictures)} trang / pages")
    cost, read = run_tesseract([picture.png for picture in pictures], cores=cores)
    runs.append((TESSERACT, cost, read))
    return [
        ReadResult(
            reader=reader,
            group=group,
            pages=len(pictures),
            whole=all(picture.page.whole for picture in pictures),
            cost=cost,
            counts=count_errors(pictures, words),
        )
        for reader, cost, words in runs
    ]


def _whole_way(
    reader: str, folder: Path | None, pictures: Sequence[Picture], cores: int
) -> tuple[str, Cost, list[list[Word]]]:
    """The lines of the record, from the scan on; straightening gives the same picture again."""
    items: list[Item] = [{"file": str(p.page.file), "page": p.page.page} for p in pictures]
    ours = run_ours("page", items, recogniser=folder, cores=cores)
    words = [[Word(**word) for word in item["words"]] for item in ours.items]
    return f"{reader}{WHOLE_WAY}", ours.cost, words


def _read_lines(
    pages: Sequence[BenchPage], scans: Path, readers: dict[str, Path | None], say: Say
) -> tuple[LineResult, ...]:
    """The marked lines of the real pages among `pages`, each as a picture of its own."""
    chosen = {(page.file.name, page.page) for page in pages if page.group == "real"}
    marked = [
        line for line in real_lines.read_truth(REAL_TRUTH) if (line.file, line.page) in chosen
    ]
    crops = real_lines.cut_lines(marked, scans)
    truths = [fold(line.text) for line in marked]
    results = []
    for reader, folder in [*readers.items(), (TESSERACT, None)]:
        say(f"{reader}: {len(crops)} dòng cắt ra / cut-out lines")
        if reader == TESSERACT:
            texts = read_with_tesseract(crops)
        else:
            texts = read_with_ours(crops, (folder or MODEL_DIR) / "inference.onnx")
        score = score_texts([fold(text) for text in texts], truths)
        results.append(LineResult(reader=reader, score=score))
    return tuple(results)


def _read_whole(
    reader: str, recogniser: Path | None, pages: Sequence[BenchPage], cores: int
) -> WholeResult:
    made = [page for page in pages if page.whole]
    files = sorted({str(page.file) for page in made})
    run = run_ours("whole", [{"file": file} for file in files], recogniser=recogniser, cores=cores)
    return WholeResult(
        reader=reader,
        pages=len(made),
        cost=run.cost,
        stages={stage: seconds / len(made) for stage, seconds in run.stages.items()},
        fields=sum(item["fields"] for item in run.items),
        right=sum(item["right"] for item in run.items),
    )


def _name(folder: Path) -> str:
    return f"sohoa {folder.resolve().name}"
