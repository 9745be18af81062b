"""Every picture mode comes out as the colours that were meant."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.images.decode import open_scan
from ocr.images.pixels import to_bgr
from ocr.images.resolution import believable_dpi

SIZE = (60, 80)


def _plain(mode: str, colour: object) -> Image.Image:
    return Image.new(mode, SIZE, colour)  # type: ignore[arg-type]


def _palette(transparent: bool) -> Image.Image:
    picture = Image.new("P", SIZE, 1)
    picture.putpalette([255, 0, 0, 10, 20, 30])
    if transparent:
        picture.info["transparency"] = 1
    return picture


PICTURES: dict[str, tuple[Image.Image, tuple[int, int, int]]] = {
    "black and white": (_plain("1", 1), (255, 255, 255)),
    "grey": (_plain("L", 77), (77, 77, 77)),
    "colour": (_plain("RGB", (10, 20, 30)), (30, 20, 10)),
    "16 bits, middle": (_plain("I;16", 32768), (128, 128, 128)),
    "16 bits, white": (_plain("I;16", 65535), (255, 255, 255)),
    "12 bits in 16, white": (_plain("I;16", 4095), (255, 255, 255)),
    "32 bits holding 8": (_plain("I", 200), (200, 200, 200)),
    "float of 0..1": (_plain("F", 0.5), (128, 128, 128)),
    "CMYK, pure cyan": (_plain("CMYK", (255, 0, 0, 0)), (255, 255, 0)),
    "palette": (_palette(False), (30, 20, 10)),
    "palette, transparent": (_palette(True), (255, 255, 255)),
    "grey and alpha, through": (_plain("LA", (0, 0)), (255, 255, 255)),
    "grey and alpha, solid": (_plain("LA", (50, 255)), (50, 50, 50)),
    "colour and alpha, half": (_plain("RGBA", (0, 0, 0, 128)), (127, 127, 127)),
}


@pytest.mark.parametrize("case", PICTURES)
def test_modes(case: str) -> None:
    picture, bgr = PICTURES[case]
    pixels = to_bgr(picture)
    assert pixels.shape == (80, 60, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[40, 30].astype(int) - bgr).max() <= 1


def test_deep_pages_keep_their_greys() -> None:
    ramp = np.tile(np.linspace(0, 65535, 256, dtype=np.uint16), (60, 1))
    grey = to_bgr(Image.fromarray(ramp))[0, :, 0].astype(int)
    assert np.abs(grey - np.arange(256)).max() <= 1


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_deep_files(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "deep"
    Image.fromarray(np.full((300, 200), 40000, np.uint16)).save(path, kind)
    assert open_scan(path, "deep").render(1).pixels[0, 0].tolist() == [156, 156, 156]


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_jpegs_that_are_not_rgb(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (200, 300), (200, 200, 200)).convert(mode).save(path, quality=95)
    pixels = open_scan(path, "a.jpg").render(1).pixels
    assert np.abs(pixels.astype(int) - 200).max() <= 3


@pytest.mark.parametrize(
    ("declared", "dpi"),
    [(200, 200), (None, 200), (0, 200), (99999, 200), (1, 200), (72, 200), (300, 300)],
)
def test_resolution_is_believed_only_where_it_makes_a_sheet(
    declared: float | None, dpi: float
) -> None:
    assert believable_dpi(declared, 1654, 2339) == pytest.approx(dpi, abs=0.1)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_exif_orientation_is_applied_once(orientation: int, kind: str, tmp_path: Path) -> None:
    """A picture stored in each of the eight ways is shown with its red corner at the top left."""
    shown = np.full((160, 240, 3), 255, np.uint8)
    shown[:40, :60] = (255, 0, 0)
    stored = {
        1: shown,
        2: shown[:, ::-1],
        3: shown[::-1, ::-1],
        4: shown[::-1],
        5: shown.transpose(1, 0, 2),
        6: np.rot90(shown, 1),
        7: shown[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(shown, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a"
    Image.fromarray(np.ascontiguousarray(stored[orientation])).save(path, kind, exif=exif)
    pixels = open_scan(path, "a").render(1).pixels
    assert pixels.shape == (160, 240, 3)
    assert pixels[20, 30, 2] > 200 > 100 > pixels[20, 30, 0]
    assert pixels[140, 220].min() > 230
