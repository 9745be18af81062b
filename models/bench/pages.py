"""The pages that readers are measured on, and what is known to stand on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, Literal

from dossier.errors import InvalidRequest
from models.train.real_lines import read_truth
from samples.generator import make_dossier
from samples.generator.degrade import Level
from samples.generator.truth import Quad
from samples.generator.writing import write_dossier

Group = Literal["clean", "office", "real"]
GROUPS: Final[tuple[Group, ...]] = ("clean", "office", "real")
MADE_LEVELS: Final[tuple[Level, ...]] = ("clean", "office")

# A list of its own, so that a new form does not change the pages that were measured before. Seeds
# above 9000 are nobody else's; the test share has faces and words that nothing was tuned on.
_FORMS: Final = (
    "birth_registration",
    "residence_ct01",
    "administrative_document",
    "death_registration",
    "marriage_registration",
    "marital_status_request",
)
_FIRST_SEED: Final = 9100
_DPI: Final = 300
_JPEG_QUALITY: Final = 85
"""Of the PDF that the made pages are read from, as office scanners write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthLine:
    """One line known to stand on a page."""

    text: str
    """NFC; each leader is one `…`."""
    quad: Quad
    """Top-left, top-right, bottom-right, bottom-left as fractions of the page as scanned."""
    boxed: bool = False
    """A row of boxes with a character each: read box by box, so no measure of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchPage:
    """One page of a scan."""

    name: str
    group: Group
    file: Path
    page: int
    """From 1 in the file."""
    lines: tuple[TruthLine, ...]
    whole: bool
    """True where `lines` are all that can be read on the page."""


def make_pages(wanted: int, folder: Path) -> Iterator[BenchPage]:
    """Make at least `wanted` pages, half clean and half as from an office scanner.

    A4 forms, typed, 300 dpi, share `test`, the same on every machine. Every dossier gets a folder
    under `folder` with `dossier.pdf` and `truth.json`, and is taken whole.
    """
    for level in MADE_LEVELS:
        made = 0
        for number in count():
            if made >= wanted / len(MADE_LEVELS):
                break
            pages = _make_dossier(number, level, folder)
            made += len(pages)
            yield from pages


def _make_dossier(number: int, level: Level, folder: Path) -> list[BenchPage]:
    seed, form = _FIRST_SEED + number, _FORMS[number % len(_FORMS)]
    dossier = make_dossier(seed, form=form, share="test", level=level, filling="typed", dpi=_DPI)
    name = f"{level}-{seed}"
    (file,) = write_dossier(dossier, folder / name, kind="pdf", quality=_JPEG_QUALITY)
    return [
        BenchPage(
            name=f"{name}-{page.page}",
            group="clean" if level == "clean" else "office",
            file=file,
            page=page.page,
            lines=tuple(
                TruthLine(text=line.text, quad=line.quad, boxed=line.boxed) for line in page.lines
            ),
            whole=True,
        )
        for page in dossier.truth.pages
    ]


def real_pages(truth: Path, scans: Path) -> list[BenchPage]:
    """The pages of `scans` of which the file `truth` knows printed lines (`real_lines.json`).

    Lines with handwriting in them are no measure of print and are left out. Raises InvalidRequest
    when a scan is not there.
    """
    known: dict[tuple[str, int], list[TruthLine]] = {}
    for entry in read_truth(truth):
        line = TruthLine(text=entry.text, quad=_quad(entry.quad.tolist()))
        known.setdefault((entry.file, entry.page), []).append(line)
    missing = sorted({file for file, _ in known if not (scans / file).is_file()})
    if missing:
        raise InvalidRequest(f"{scans}: không có / there is no {', '.join(missing)}")
    return [
        BenchPage(
            name=f"{Path(file).stem}-{page}",
            group="real",
            file=scans / file,
            page=page,
            lines=tuple(lines),
            whole=False,
        )
        for (file, page), lines in known.items()
    ]


def _quad(corners: list[list[float]]) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d
