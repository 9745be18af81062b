from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from samples.generator.faces import FAMILIES, FONTS

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_SIGNS = "0123456789.,:;-–()/\"'…%+“”@|?!&"


def accented_letters() -> set[str]:
    """Return the 134 Vietnamese letters that ASCII lacks, both cases."""
    made = {unicodedata.normalize("NFC", v + t) for v in _VOWELS for t in _TONES} | {"đ"}
    lower = {letter for letter in made if not letter.isascii()}
    return lower | {letter.upper() for letter in lower}


def test_there_are_134_accented_letters() -> None:
    assert len(accented_letters()) == 134


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda f: f.stem)
def test_a_face_can_write_vietnamese(file: Path) -> None:
    with TTFont(str(file)) as font:
        glyphs = font.getBestCmap()
        outlines = font["glyf"]
        wanted = accented_letters() | set(_SIGNS)
        missing = {c for c in wanted if ord(c) not in glyphs}
        empty = {c for c in wanted - missing if outlines[glyphs[ord(c)]].numberOfContours == 0}
    assert not missing
    assert not empty


def test_every_committed_face_has_a_share_and_the_shares_are_disjoint() -> None:
    names = {file.stem.rsplit("-", 1)[0] for file in FONTS.glob("*.ttf")}
    shares = {family.name: family.share for family in FAMILIES}
    assert names == set(shares)
    assert len(shares) == len(FAMILIES)


def test_every_face_has_its_licence() -> None:
    for family in FAMILIES:
        name = "Croscore" if family.name in {"Tinos", "Arimo"} else family.name
        text = (FONTS / f"LICENSE-{name}.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_the_faces_stay_small() -> None:
    assert sum(file.stat().st_size for file in FONTS.iterdir()) <= 4_000_000
