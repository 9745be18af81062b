"""The committed type faces, which share each belongs to, and how they are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

FONTS = Path(__file__).parent.parent / "fonts"

FaceShare = Literal["development", "test", "calibration"]
"""`calibration`: faces that no recogniser of ours was trained on and no test page is set in. How
often a reader is right is fitted on them: what it was trained on flatters it."""
Cut = Literal["Regular", "Bold", "Italic", "BoldItalic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A face by the name of its files; `size_factor` makes its lower case as tall as Tinos'."""

    name: str
    share: FaceShare
    hand: bool = False
    size_factor: float = 1.0

    def file(self, cut: Cut) -> Path:
        """Return the file of one cut; handwriting has only the regular one."""
        return FONTS / f"{self.name}-{'Regular' if self.hand else cut}.ttf"


FAMILIES: tuple[Family, ...] = (
    Family(name="Tinos", share="development"),
    Family(name="Arimo", share="development", size_factor=0.92),
    Family(name="NotoSerif", share="development", size_factor=0.9),
    Family(name="BeVietnamPro", share="development", size_factor=0.86),
    Family(name="STIXTwoText", share="test", size_factor=0.98),
    Family(name="Roboto", share="test", size_factor=0.92),
    Family(name="EBGaramond", share="test", size_factor=1.06),
    Family(name="PatrickHand", share="development", hand=True, size_factor=1.22),
    Family(name="Mali", share="development", hand=True, size_factor=1.0),
    Family(name="Itim", share="development", hand=True, size_factor=1.12),
    Family(name="Pangolin", share="development", hand=True, size_factor=1.1),
    Family(name="DancingScript", share="development", hand=True, size_factor=1.28),
    Family(name="FuzzyBubbles", share="development", hand=True, size_factor=0.98),
    Family(name="Sriracha", share="test", hand=True, size_factor=1.1),
    Family(name="PlaypenSans", share="test", hand=True, size_factor=0.95),
    Family(name="Mynerve", share="test", hand=True, size_factor=1.12),
    Family(name="Charm", share="test", hand=True, size_factor=1.2),
    Family(name="ShantellSans", share="test", hand=True, size_factor=0.98),
    Family(name="SquarePeg", share="test", hand=True, size_factor=1.75),
    Family(name="Gelasio", share="calibration", size_factor=0.92),
    Family(name="IbmPlexSans", share="calibration", size_factor=0.9),
    Family(name="Literata", share="calibration", size_factor=0.92),
    Family(name="Mansalva", share="calibration", hand=True, size_factor=1.0),
    Family(name="Merienda", share="calibration", hand=True, size_factor=0.92),
    Family(name="Qwigley", share="calibration", hand=True, size_factor=1.5),
    Family(name="Ephesis", share="calibration", hand=True, size_factor=1.25),
    Family(name="KolkerBrush", share="calibration", hand=True, size_factor=1.6),
)


def families(share: FaceShare, *, hand: bool) -> tuple[Family, ...]:
    """Return the faces that pages of `share` may use, the most usual first."""
    return tuple(f for f in FAMILIES if f.share == share and f.hand == hand)


@lru_cache(maxsize=256)
def load_font(file: Path, size_px: int) -> ImageFont.FreeTypeFont:
    """Load a face at `size_px` pixels an em, with the layout engine every Pillow has."""
    return ImageFont.truetype(str(file), size_px, layout_engine=ImageFont.Layout.BASIC)
