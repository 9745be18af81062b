"""The type faces that lines are set in, and which of them training never sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from PIL import ImageFont

Kind = Literal["times", "serif", "sans", "mono", "hand"]
Share = Literal["training", "validation", "test"]

# Share of the made lines in each kind: most papers are set in Times New Roman.
KIND_SHARES: Final[dict[Kind, float]] = {
    "times": 0.46, "serif": 0.11, "sans": 0.14, "mono": 0.02, "hand": 0.27,
}  # fmt: skip

# The stacked ones are made from Tinos and FreeSerif by `stacked_marks`.
STACKED: Final = tuple(f"{family}Stacked{i}" for family in ("Tinos", "FreeSerif") for i in range(4))
_TIMES: Final = ("Tinos", "texgyretermes", "FreeSerif", *STACKED)
_SERIF: Final = (
    "NotoSerif", "SourceSerif4", "Merriweather", "Lora", "Spectral", "texgyrepagella",
    "texgyreschola", "texgyrebonum", "GentiumPlus", "GentiumBookPlus", "CharisSIL", "lmroman10",
    "lmroman12", "Alegreya", "Bitter", "CrimsonPro", "Faustina", "Manuale", "Newsreader",
    "OldStandardTt", "Petrona", "PlayfairDisplay", "Taviraj", "Trirong", "Vollkorn",
)  # fmt: skip
_SANS: Final = (
    "Arimo", "texgyreheros", "texgyreheroscn", "Carlito",
    "FreeSans", "BeVietnamPro", "OpenSans", "Inter", "Montserrat", "Nunito", "NotoSans",
    "RobotoCondensed", "texgyreadventor", "Andika",
    "AlegreyaSans", "Archivo", "Arsenal", "Asap", "Barlow", "Exo2", "FiraSans", "Krub", "Mulish",
    "Niramit", "PublicSans", "Saira", "Sarabun", "Signika", "SourceSans3", "WorkSans",
)  # fmt: skip
_MONO: Final = ("Cousine", "texgyrecursor")
_HAND: Final = (
    "PatrickHand", "Mali", "Itim", "Pangolin", "DancingScript", "FuzzyBubbles", "GreatVibes",
    "Pacifico", "Grandstander", "SedgwickAve", "Charmonman", "OoohBaby", "TheNautigal",
    "GrapeNuts", "Licorice", "Gwendolyn", "Comforter", "Kodchasan", "Allison", "BellotaText",
    "Birthstone", "BirthstoneBounce", "BonheurRoyale", "Borel", "Caramel", "Carattere",
    "ComforterBrush", "Corinthia", "EduQldHand", "Estonia", "Farsan", "Festive", "Fuggles",
    "GrechenFuemen", "GreyQo", "Hurricane", "IngridDarling", "Inspiration", "IslandMoments",
    "Kings", "Lemonada", "Lobster", "MeowScript", "MoonDance", "MsMadi", "MySoul",
    "PassionsConflict", "RugeBoogie", "Ruthie", "SansitaSwashed", "SendFlowers", "Smooch",
    "Splash", "StyleScript", "TwinkleStar", "VujahdayScript", "WaterBrush", "Waterfall",
    "Whisper", "Windsong",
)  # fmt: skip

_BY_KIND: Final[dict[Kind, tuple[str, ...]]] = {
    "times": _TIMES, "serif": _SERIF, "sans": _SANS, "mono": _MONO, "hand": _HAND,
}  # fmt: skip

# Chosen before the first run: never in a training line.
VALIDATION: Final[dict[Kind, tuple[str, ...]]] = {
    "times": ("LinLibertine_R",),
    "serif": ("Literata",),
    "sans": ("IbmPlexSans",),
    "hand": ("Mansalva", "Ephesis"),
}
# The faces that made dossiers of the test share are set in (samples/generator/faces.py).
TEST: Final[dict[Kind, tuple[str, ...]]] = {
    "times": ("STIXTwoText",),
    "serif": ("EBGaramond",),
    "sans": ("Roboto",),
    "hand": ("Sriracha", "PlaypenSans", "Mynerve", "Charm", "ShantellSans", "SquarePeg"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One file of a family: its upright, bold or italic cut."""

    family: str
    kind: Kind
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceBook:
    """The faces of one share, by kind and family."""

    families: dict[Kind, dict[str, tuple[Face, ...]]]

    def kinds(self) -> tuple[Kind, ...]:
        return tuple(self.families)


def collect(folders: Iterable[Path], share: Share) -> FaceBook:
    """Find the faces of `share` in `folders`; a family that is not there is left out."""
    files = sorted(
        p for folder in folders for p in folder.rglob("*") if p.suffix in {".ttf", ".otf"}
    )
    wanted = {"training": _BY_KIND, "validation": VALIDATION, "test": TEST}[share]
    families: dict[Kind, dict[str, tuple[Face, ...]]] = {}
    for kind, names in wanted.items():
        for name in names:
            cuts = {p.name: p for p in files if _is_cut(p, name)}
            if cuts:
                found = tuple(Face(family=name, kind=kind, file=p) for p in cuts.values())
                families.setdefault(kind, {})[name] = found
    return FaceBook(families=families)


def _is_cut(path: Path, family: str) -> bool:
    rest = path.stem.removeprefix(family)
    if rest == path.stem or path.stem.endswith("Caps"):
        return False
    # LinLibertine_RBI lacks the horned letters.
    return not rest or rest in {"B", "I", "Bold", "Italic", "BoldItalic"} or rest[0] == "-"


@lru_cache(maxsize=1500)
def load(file: Path, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size_px, layout_engine=ImageFont.Layout.BASIC)
