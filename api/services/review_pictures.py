"""Pictures for the review desk: a page in web size, or the crop around a field, always upright.

Derived from the original each time it is asked for, and kept in memory only: no second copy of a
citizen's paper comes to lie on a disk. Files are opened in a confined child
(`api.services.picture_calls`); here are pixels only.
"""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from PIL import Image

from dossier.confined import Bounds, Confined, ParserCrashed
from dossier.errors import DamagedFile, EngineTimeout
from dossier.record import BoxList
from dossier.store.objects import ObjectStore

MEDIA_TYPE: Final = "image/webp"
_DRAWER: Final = Confined("api.services.picture_calls", Bounds(cpu_s=60, wall_s=120, answer_mb=64))
_PAGES_KEPT: Final = 4
_BYTES_KEPT: Final = 64 << 20
_QUALITY: Final = 62
_RECIPE: Final = "1"
"""Changes when the same request gives other bytes."""

_TURNS: Final = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Clockwise degrees -> Pillow's name, which counts the other way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOf:
    """Which picture: of one page of one original, whole or cut, how wide."""

    sha256: str
    file_page: int
    rotation: int
    """Clockwise degrees that stand the scan upright: 0, 90, 180, 270."""
    width_px: int
    box: tuple[float, float, float, float] | None = None
    """Fractions 0..1 of the upright page; None: all of it."""

    @property
    def tag(self) -> str:
        """An `ETag`: the original's name is its content, so nothing has to be drawn for it."""
        said = [self.sha256, self.file_page, self.rotation, self.width_px, self.box, _RECIPE]
        return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


def turned(box: BoxList, rotation: int) -> BoxList:
    """A box of the page as scanned, on the page turned clockwise by `rotation` degrees."""
    left, top, right, bottom = box
    match rotation:
        case 90:
            return [1 - bottom, left, 1 - top, right]
        case 180:
            return [1 - right, 1 - bottom, 1 - left, 1 - top]
        case 270:
            return [top, 1 - right, bottom, 1 - left]
        case _:
            return box


class PagePictures:
    """Draws and keeps the last pictures. Safe to share between threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, int, int], Image.Image] = OrderedDict()
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        # One page at a time: each is drawn in a process of its own, and takes memory there.
        self._drawing = Lock()

    def get_ready(self) -> None:
        """Start the process that opens originals, which the first picture would wait for."""
        _DRAWER.get_ready()

    def draw(self, objects: ObjectStore, wanted: PictureOf) -> bytes:
        """The WebP bytes. Raises NotFound, DamagedFile, StorageUnavailable."""
        with self._lock:
            if (kept := self._answers.get(wanted.tag)) is not None:
                self._answers.move_to_end(wanted.tag)
                return kept
        answer = _encode(_cut(self._page(objects, wanted), wanted))
        self._keep(wanted.tag, answer)
        return answer

    def cut(self, objects: ObjectStore, wanted: PictureOf) -> Image.Image:
        """The same as pixels, not kept. Raises as `draw`."""
        return _cut(self._page(objects, wanted), wanted)

    def _page(self, objects: ObjectStore, wanted: PictureOf) -> Image.Image:
        key = (wanted.sha256, wanted.file_page, wanted.rotation)
        with self._drawing:
            if (kept := self._pages.get(key)) is not None:
                self._pages.move_to_end(key)
                return kept
            with objects.path(wanted.sha256) as path:
                page = _draw(path, wanted.file_page)
            if turn := _TURNS.get(wanted.rotation):
                page = page.transpose(turn)
            self._pages[key] = page
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
            return page

    def _keep(self, tag: str, answer: bytes) -> None:
        with self._lock:
            if tag in self._answers:
                return
            self._answers[tag] = answer
            self._size += len(answer)
            while self._size > _BYTES_KEPT:
                _, dropped = self._answers.popitem(last=False)
                self._size -= len(dropped)


def _draw(path: Path, file_page: int) -> Image.Image:
    """One page as scanned, RGB. Raises DamagedFile, ServiceFault."""
    try:
        drawn = _DRAWER.ask("page", path, file_page=file_page)
    except (ParserCrashed, EngineTimeout) as exc:
        # It will do so again, and who looks at the dossier or asks for a copy of it must get on.
        raise DamagedFile("Trang không vẽ được / the page cannot be drawn") from exc
    return Image.frombytes("RGB", tuple(drawn.values["size"]), bytes(drawn.content))


def _cut(page: Image.Image, wanted: PictureOf) -> Image.Image:
    if wanted.box is not None:
        left, top, right, bottom = wanted.box
        width, height = page.size
        page = page.crop(
            (
                int(left * width),
                int(top * height),
                max(int(right * width), int(left * width) + 1),
                max(int(bottom * height), int(top * height) + 1),
            )
        )
    if page.width <= wanted.width_px:
        return page
    height = max(1, round(page.height * wanted.width_px / page.width))
    return page.resize((wanted.width_px, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encode(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=2)
    return out.getvalue()
