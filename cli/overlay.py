"""Page pictures with the fields drawn in: what `sohoa read --overlay DIR` writes.

Green: read and sure. Orange: flagged for review. Only keys are written, the page shows the values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    key: str
    box: BoxList
    """Fractions of the page as scanned."""
    flagged: bool


def write_overlays(record: Record, files: Sequence[Path], folder: Path) -> list[Path]:
    """Draw the fields of every page that has any; gives the files written.

    The pages are rendered again one at a time. A page that cannot be is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    marks = _marks(record)
    written: list[Path] = []
    for number, picture in _pictures(record, files, set(marks)):
        path = folder / f"page-{number:03}.jpg"
        draw(picture, marks[number]).save(path, quality=80)
        written.append(path)
    return written


def draw_pages(path: Path, marks: Mapping[int, Sequence[Mark]], folder: Path) -> list[Path]:
    """Draw `marks` by page (from 1) on the pages of one file; gives the files written.

    Raises NotFound, InputRefused.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scan = open_file(path, ImageLimits()).scan
    written: list[Path] = []
    for number in sorted(marks):
        picture = Image.fromarray(scan.render(number).pixels[:, :, ::-1])
        target = folder / f"{path.stem}-{number:03}.jpg"
        draw(picture, marks[number]).save(target, quality=80)
        written.append(target)
    return written


def draw(picture: Image.Image, marks: Sequence[Mark]) -> Image.Image:
    """A copy of `picture`, 1240 pixels wide, with the boxes and keys of `marks`."""
    height = round(picture.height * _WIDTH_PX / picture.width)
    drawn = picture.resize((_WIDTH_PX, height), Image.Resampling.LANCZOS).convert("RGB")
    pen = ImageDraw.Draw(drawn)
    font = ImageFont.load_default(_FONT_PX)
    boxes = [_pixels(mark.box, height) for mark in marks]
    for mark, box in zip(marks, boxes, strict=True):
        colour = _FLAGGED if mark.flagged else _SURE
        pen.rectangle(box, outline=colour, width=2)
        label = _place_label(pen, mark.key, font, box, [b for b in boxes if b is not box])
        pen.rectangle(label, fill=colour)
        pen.text(label[:2], mark.key, font=font, anchor="lt", fill="white")
    return drawn


def _pixels(box: BoxList, height: int) -> Rectangle:
    left, top, right, bottom = (
        fraction * side for fraction, side in zip(box, (_WIDTH_PX, height) * 2, strict=True)
    )
    return left - 2, top - 2, right + 2, bottom + 2


def _place_label(
    pen: ImageDraw.ImageDraw,
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    box: Rectangle,
    others: Sequence[Rectangle],
) -> Rectangle:
    """Right of the box, where a form has its dots; above it where that is taken."""
    left, top, right, bottom = box
    _, _, width, height = pen.textbbox((0, 0), text, font=font, anchor="lt")
    middle = (top + bottom - height) / 2
    beside = (right + 2, middle, right + 2 + width, middle + height)
    if beside[2] < _WIDTH_PX and not any(_overlap(beside, other) for other in others):
        return beside
    return left, top - height - 1, left + width, top - 1


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


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
