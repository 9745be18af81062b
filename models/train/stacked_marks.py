"""Times-like faces whose tone marks stand on top of the circumflex, as Times New Roman has them.

Free faces of that design set the mark beside the circumflex. On scans of papers set in Times New
Roman a recogniser that has only seen those reads `số` as `só` and `ổ` as `ỗ`.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any, Final

import numpy as np
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

_CIRCUMFLEX: Final = "âêôÂÊÔ"
_MARKS: Final = {"\u0301": "´", "\u0300": "`", "\u0309": None, "\u0303": "˜"}
# Where the mark's middle stands beside the letter's, share of the em: lowest, highest.
_ASIDE: Final = {
    "\u0301": (0.03, 0.10),
    "\u0300": (-0.06, 0.06),
    "\u0309": (0.01, 0.07),
    "\u0303": (-0.01, 0.02),
}


def restack(source: Path, target: Path, seed: int) -> None:
    """Write `source`, a TrueType face, with its doubly marked letters composed anew."""
    font, chance = TTFont(source), np.random.default_rng(seed)
    cmap: dict[int, str] = font.getBestCmap()
    em = font["head"].unitsPerEm
    scale = float(chance.uniform(0.82, 1.0))
    gap = float(chance.uniform(-0.07, 0.015)) * em
    for mark, spacing in _MARKS.items():
        mark_name = cmap.get(ord(mark)) or (cmap.get(ord(spacing)) if spacing else None)
        aside = float(chance.uniform(*_ASIDE[mark])) * em
        for letter in _CIRCUMFLEX:
            whole = ord(unicodedata.normalize("NFC", letter + mark))
            if mark_name and whole in cmap and ord(letter) in cmap:
                names = (cmap[whole], cmap[ord(letter)], mark_name)
                _compose(font, names, scale=scale, aside=aside, gap=gap)
    font.save(target)


def _compose(
    font: Any, names: tuple[str, str, str], *, scale: float, aside: float, gap: float
) -> None:
    whole, letter, mark = names
    glyphs = font["glyf"]
    base, tone = glyphs[letter], glyphs[mark]
    base.recalcBounds(glyphs)
    tone.recalcBounds(glyphs)
    middle = (base.xMin + base.xMax) / 2 + aside
    pen = TTGlyphPen(glyphs)
    pen.addComponent(letter, (1, 0, 0, 1, 0, 0))
    across = middle - scale * (tone.xMin + tone.xMax) / 2
    up = base.yMax + gap - scale * tone.yMin
    pen.addComponent(mark, (scale, 0, 0, scale, round(across), round(up)))
    glyphs[whole] = pen.glyph()
    glyphs[whole].recalcBounds(glyphs)
    font["hmtx"][whole] = (font["hmtx"][letter][0], glyphs[whole].xMin)
