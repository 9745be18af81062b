"""The pages both readers get: rendered once, as PNG, with what is known to stand on them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import cv2

from dossier.errors import InputRefused, InvalidRequest
from ocr.images.decode import open_scan

_SCANS: Final = {".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchPage:
    """One rendered page."""

    name: str
    png: Path
    dpi: float
    values: tuple[str, ...] = ()
    """What the truth says is written on the page, field by field, as on the paper."""
    text: str | None = None
    """The whole text of the page, where `<file>.txt` stands beside a one-page file."""


def render_pages(roots: Iterable[Path], folder: Path, max_pages: int) -> list[BenchPage]:
    """Render at most `max_pages` of the scans in `roots` into `folder`.

    Scans that are refused are left out. Raises InvalidRequest when no page is left.
    """
    pages: list[BenchPage] = []
    for path in _find_scans(roots):
        try:
            for page in _render(path, folder, max_pages - len(pages)):
                pages.append(page)
        except InputRefused:
            continue
    if not pages:
        raise InvalidRequest("không có trang nào để đo / there is no page to measure on")
    return pages


def save_pages(pages: Sequence[BenchPage], path: Path) -> None:
    """Write the list for a process of its own to read."""
    rows = [asdict(page) | {"png": str(page.png)} for page in pages]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def load_pages(path: Path) -> list[BenchPage]:
    """What `save_pages` wrote."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        BenchPage(**row | {"png": Path(row["png"]), "values": tuple(row["values"])}) for row in rows
    ]


def _find_scans(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        found = sorted(root.rglob("*")) if root.is_dir() else [root]
        yield from (path for path in found if path.suffix.lower() in _SCANS)


def _render(path: Path, folder: Path, most: int) -> Iterator[BenchPage]:
    scan = open_scan(path, path.name)
    values = _values_by_page(path)
    for number in range(1, min(scan.page_count, most) + 1):
        image = scan.render(number)
        png = folder / f"{path.parent.name}-{path.stem}-{number:03}.png"
        cv2.imwrite(str(png), image.pixels)
        yield BenchPage(
            name=png.stem,
            png=png,
            dpi=image.dpi,
            values=values.get(number, ()),
            text=_whole_text(path) if scan.page_count == 1 else None,
        )


def _values_by_page(path: Path) -> dict[int, tuple[str, ...]]:
    """Field values by page of the file, for dossiers of `samples` that are one file."""
    truth_file = path.parent / "truth.json"
    if not truth_file.exists():
        return {}
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    first = _first_page(path)
    values: dict[int, list[str]] = {}
    for document in truth["documents"]:
        for field in document["fields"].values():
            if field["state"] == "read" and field.get("page") and field.get("raw"):
                values.setdefault(field["page"] - first + 1, []).append(str(field["raw"]))
    return {page: tuple(texts) for page, texts in values.items()}


def _first_page(path: Path) -> int:
    """The dossier's page number of the file's first page: samples hold one page a picture."""
    match path.stem.rpartition("-"):
        case ("page", _, number) if number.isdigit():
            return int(number)
        case _:
            return 1


def _whole_text(path: Path) -> str | None:
    beside = path.with_suffix(".txt")
    if not beside.exists():
        return None
    return unicodedata.normalize("NFC", beside.read_text(encoding="utf-8"))
