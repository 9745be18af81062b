"""Builds the committed faces from unpacked upstream packages: Latin and Vietnamese only.

    python samples/fonts/build.py UNPACKED_PACKAGES

`UNPACKED_PACKAGES` holds one folder a package (`npm pack @fontsource/NAME`, untarred),
`croscore/` with the TTF files of Debian's fonts-croscore and `ocr-b/` with the OTF files of its
fonts-ocr-b.
README.md beside this file names the versions.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
_SUBSETS = ("latin", "latin-ext", "vietnamese")

# package -> {style of the committed file: "weight-slant" of the upstream file}
_UPRIGHT = {"Regular": "400-normal"}
_TEXT = {**_UPRIGHT, "Bold": "700-normal", "Italic": "400-italic", "BoldItalic": "700-italic"}
FONTSOURCE: dict[str, dict[str, str]] = {
    "noto-serif": _TEXT,
    "be-vietnam-pro": _TEXT,
    "stix-two-text": _TEXT,
    "roboto": _TEXT,
    "eb-garamond": _TEXT,
    "patrick-hand": _UPRIGHT,
    "mali": _UPRIGHT,
    "itim": _UPRIGHT,
    "pangolin": _UPRIGHT,
    "dancing-script": _UPRIGHT,
    "fuzzy-bubbles": _UPRIGHT,
    "sriracha": _UPRIGHT,
    "playpen-sans": _UPRIGHT,
    "mynerve": _UPRIGHT,
    "charm": _UPRIGHT,
    "shantell-sans": _UPRIGHT,
    "square-peg": _UPRIGHT,
    "gelasio": _TEXT,
    "literata": _TEXT,
    "ibm-plex-sans": _TEXT,
    "mansalva": _UPRIGHT,
    "merienda": _UPRIGHT,
    "qwigley": _UPRIGHT,
    "ephesis": _UPRIGHT,
    "kolker-brush": _UPRIGHT,
}
CROSCORE = (
    "Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic", "Arimo-Regular",
    "Arimo-Bold", "Arimo-Italic", "Arimo-BoldItalic",
)  # fmt: skip


def wanted_characters() -> set[int]:
    """Return the code points kept: Latin, Vietnamese, and the signs that forms and letters use."""
    spans = [(0x20, 0x7E), (0xA0, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129)]
    spans += [(0x168, 0x169), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1EA0, 0x1EF9)]
    signs = {0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AB}
    return {code for low, high in spans for code in range(low, high + 1)} | signs


def keep(font: TTFont, codes: set[int]) -> TTFont:
    """Reduce `font` to `codes`, without hints and layout tables: made pages need neither."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "gasp", "meta", "DSIG"]
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


def join_subsets(package: Path, name: str, cut: str, scratch: Path) -> TTFont:
    """Join one face's web subsets, each letter taken from the first subset that has it."""
    missing = wanted_characters()
    parts: list[str] = []
    for subset in _SUBSETS:
        source = package / "files" / f"{name}-{subset}-{cut}.woff2"
        if not source.exists():
            continue
        font = TTFont(source)
        found = missing & set(font.getBestCmap())
        missing -= found
        font.flavor = None
        part = scratch / f"{name}-{subset}-{cut}.ttf"
        keep(font, found).save(part)
        parts.append(str(part))
    return Merger().merge(parts)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give a cut-down face its own name: the OFL reserves some names for whole faces."""
    for record in font["name"].names:
        text = {
            1: family,
            2: style,
            4: f"{family} {style}",
            6: f"{family}-{style}".replace(" ", ""),
        }
        if record.nameID in text:
            record.string = text[record.nameID]


def family_name(package: str) -> str:
    """Return the committed file's family name, e.g. "NotoSerif" for "noto-serif"."""
    return "".join(word.upper() if word in {"stix", "eb"} else word.capitalize()
                   for word in package.split("-"))  # fmt: skip


def build_fontsource(packages: Path, scratch: Path) -> None:
    for package, cuts in FONTSOURCE.items():
        family = family_name(package)
        for style, cut in cuts.items():
            font = join_subsets(packages / package, package, cut, scratch)
            rename(font, f"Sohoa Sample {family}", style)
            font.save(HERE / f"{family}-{style}.ttf")
        licence = (packages / package / "LICENSE").read_text(encoding="utf-8")
        (HERE / f"LICENSE-{family}.txt").write_text(licence, encoding="utf-8")


def build_croscore(folder: Path) -> None:
    for name in CROSCORE:
        font = keep(TTFont(folder / f"{name}.ttf"), wanted_characters())
        font.save(HERE / f"{name}.ttf")


def build_ocr_b(folder: Path) -> None:
    """Keep what a machine-readable zone is written with (ICAO 9303): A-Z, 0-9 and `<`."""
    codes = {*range(ord("A"), ord("Z") + 1), *range(ord("0"), ord("9") + 1), ord("<")}
    keep(TTFont(folder / "OCRB.otf"), codes).save(HERE / "OCRB.otf")


if __name__ == "__main__":
    unpacked = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch_name:
        build_fontsource(unpacked, Path(scratch_name))
    build_croscore(unpacked / "croscore")
    build_ocr_b(unpacked / "ocr-b")
