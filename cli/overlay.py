"""Page pictures with the fields drawn in: what `sohoa read --overlay DIR` writes.

Green: read and sure. Orange: flagged for review. Only keys are written, the page shows the values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from cli.reading import Caught, open_file
from dossier.record import BoxList, Record
from ocr.images.limits import ImageLimits

_SURE: Final = (22, 128, 61)
_FLAGGED: Final = (217, 98, 0)
_WIDTH_PX: Final = 1240
"""Of the picture: A4 at 150 dpi, enough to read a form on a screen."""
_FONT_PX: Final = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    key: str
    box: BoxList
    """Fractions of the page as scanned."""
    flagged: bool


def write_overlays(record: Record, files: Sequence[Path], folder: Path) -> list[Path]:
    """Draw the fields of every page that has any; gives the PNG files written.

    The pages are rendered again one at a time. A page that cannot be is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    marks = _marks(record)
    written: list[Path] = []
    for number, picture in _pictures(record, files, set(marks)):
        path = folder / f"page-{number:03}.png"
        draw(picture, marks[number]).save(path, optimize=True)
        written.append(path)
    return written


def draw(picture: Image.Image, marks: Sequence[Mark]) -> Image.Image:
    """A copy of `picture`, 1240 pixels wide, with the boxes and keys of `marks`."""
    height = round(picture.height * _WIDTH_PX / picture.width)
    drawn = picture.resize((_WIDTH_PX, height), Image.Resampling.LANCZOS).convert("RGB")
    pen = ImageDraw.Draw(drawn)
    font = ImageFont.load_default(_FONT_PX)
    for mark in marks:
        colour = _FLAGGED if mark.flagged else _SURE
        left, top, right, bottom = (
            fraction * side
            for fraction, side in zip(mark.box, (_WIDTH_PX, height) * 2, strict=True)
        )
        pen.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=colour, width=2)
        label = pen.textbbox((left - 2, top - 4), mark.key, font=font, anchor="lb")
        pen.rectangle(label, fill=colour)
        pen.text((left - 2, top - 4), mark.key, font=font, anchor="lb", fill="white")
    return drawn


def _marks(record: Record) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = defaultdict(list)
    for document in record.documents:
        for key, field in document.fields.items():
            if field.page is not None and field.box is not None:
                marks[field.page].append(Mark(key=key, box=field.box, flagged=field.review))
    return marks


def _pictures(
    record: Record, files: Sequence[Path], wanted: set[int]
) -> Iterator[tuple[int, Image.Image]]:
    pages = iter(record.pages)
    for path in files:
        with Caught() as caught:
            opened = open_file(path, ImageLimits())
        if caught.error is not None:
            continue  # it gave no pages to the record either
        for file_page in range(1, opened.scan.page_count + 1):
            page = next(pages)
            if page.page in wanted:
                pixels = opened.scan.render(file_page).pixels
                yield page.page, Image.fromarray(pixels[:, :, ::-1])
