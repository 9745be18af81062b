"""Fetch the training faces: joins web subsets of @fontsource packages, unpacks Debian's.

    python -m models.train.fetch_faces FOLDER

Needs npm, apt-get and dpkg on the path; writes FOLDER/built (and leaves the packages beside it).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from models.train.faces import STACKED
from models.train.stacked_marks import restack

FONTSOURCE: Final = (
    "alegreya", "alegreya-sans", "allison", "andika", "archivo", "arsenal", "asap", "barlow",
    "be-vietnam-pro", "bellota-text", "birthstone", "birthstone-bounce", "bitter",
    "bonheur-royale", "borel", "caramel", "carattere", "charmonman", "comforter",
    "comforter-brush", "corinthia", "cousine", "crimson-pro", "dancing-script", "edu-qld-hand",
    "ephesis", "estonia", "exo-2", "farsan", "faustina", "festive", "fira-sans", "fuggles",
    "fuzzy-bubbles", "grandstander", "grape-nuts", "great-vibes", "grechen-fuemen", "grey-qo",
    "gwendolyn", "hurricane", "ibm-plex-sans", "ingrid-darling", "inspiration", "inter",
    "island-moments", "itim", "kings", "kodchasan", "krub", "lemonada", "licorice", "literata",
    "lobster", "lora", "mali", "mansalva", "manuale", "meow-script", "merriweather",
    "montserrat", "moon-dance", "ms-madi", "mulish", "my-soul", "newsreader", "niramit",
    "noto-sans", "noto-serif", "nunito", "old-standard-tt", "oooh-baby", "open-sans",
    "pacifico", "pangolin", "passions-conflict", "patrick-hand", "petrona", "playfair-display",
    "public-sans", "roboto-condensed", "ruge-boogie", "ruthie", "saira", "sansita-swashed",
    "sarabun", "sedgwick-ave", "send-flowers", "signika", "smooch", "source-sans-3",
    "source-serif-4", "spectral", "splash", "style-script", "taviraj", "the-nautigal",
    "trirong", "twinkle-star", "vollkorn", "vujahday-script", "water-brush", "waterfall",
    "whisper", "windsong", "work-sans",
)  # fmt: skip
DEBIAN: Final = (
    "fonts-texgyre", "fonts-crosextra-carlito", "fonts-freefont-ttf",
    "fonts-linuxlibertine", "fonts-sil-gentiumplus", "fonts-sil-charis", "fonts-lmodern",
    "fonts-croscore",
)  # fmt: skip
_CUTS: Final = {
    "400-normal": "Regular",
    "700-normal": "Bold",
    "400-italic": "Italic",
    "700-italic": "BoldItalic",
}
_SUBSETS: Final = ("latin", "latin-ext", "vietnamese")


def main(folder: Path) -> None:
    (folder / "npm").mkdir(parents=True, exist_ok=True)
    (folder / "npm" / "package.json").write_text('{"name": "faces", "private": true}')
    packages = [f"@fontsource/{name}" for name in FONTSOURCE]
    subprocess.run(
        ["npm", "install", "--ignore-scripts", *packages], cwd=folder / "npm", check=True
    )
    (folder / "deb").mkdir(exist_ok=True)
    subprocess.run(["apt-get", "download", *DEBIAN], cwd=folder / "deb", check=True)
    for archive in (folder / "deb").glob("*.deb"):
        subprocess.run(["dpkg", "-x", archive.name, "unpacked"], cwd=folder / "deb", check=True)
    build(folder)


def build(folder: Path) -> None:
    """Join the subsets of every fetched web face into FOLDER/built."""
    (folder / "built").mkdir(exist_ok=True)
    for name in FONTSOURCE:
        family = "".join(word.capitalize() for word in name.split("-"))
        for cut, style in _CUTS.items():
            parts = [
                path
                for subset in _SUBSETS
                if (path := _web_file(folder, name, subset, cut)).exists()
            ]
            if parts:
                _join(parts).save(folder / "built" / f"{family}-{style}.ttf")
    for family in STACKED:
        source, _, number = family.partition("Stacked")
        seed = 7 * int(number) + (3 if source == "FreeSerif" else 0)
        for style in _CUTS.values():
            name = (
                f"{source}-{style}" if source == "Tinos" else source + style.removeprefix("Regular")
            )
            plain = next((folder / "deb").rglob(f"{name}.ttf"))
            restack(plain, folder / "built" / f"{family}-{style}.ttf", seed)


def _web_file(folder: Path, name: str, subset: str, cut: str) -> Path:
    package = folder / "npm" / "node_modules" / "@fontsource" / name
    return package / "files" / f"{name}-{subset}-{cut}.woff2"


def _join(parts: list[Path]) -> TTFont:
    """One font of all subsets, each letter from the first that has it, without layout tables."""
    seen: set[int] = set()
    with tempfile.TemporaryDirectory() as scratch:
        files: list[str] = []
        for i, part in enumerate(parts):
            font = TTFont(part)
            font.flavor = None
            fresh = set(font.getBestCmap()) - seen
            seen |= fresh
            options = Options()
            options.hinting, options.layout_features = False, []
            options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "gasp", "meta", "DSIG"]
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=fresh)
            subsetter.subset(font)
            font.save(f"{scratch}/{i}.ttf")
            files.append(f"{scratch}/{i}.ttf")
        return Merger().merge(files)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
