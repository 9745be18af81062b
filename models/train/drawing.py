"""Sets a line of text as ink: one value a pixel, 0 no ink, 255 full ink."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from models.train import faces
from models.train.faces import Face, FaceBook, Kind
from models.train.pieces import Chance, pick
from models.train.texts import LEADER, WRITTEN_FROM, WRITTEN_TO

Ink = npt.NDArray[np.uint8]

# Faces are drawn larger than the page has them and scaled down: type on a scan does not stand on
# whole pixels, as a rasteriser's hints would have it.
_SMALLEST_EM_PX: Final = 40
_LARGEST_EM_PX: Final = 80
_SMALL_CAPS: Final = 0.8
_PARTS: Final = re.compile(f"([{WRITTEN_FROM}{WRITTEN_TO}])")
_WORDS: Final = re.compile(r" |[^ ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How one line is set."""

    face: Face
    em_px: float
    """Size of the type on the page, pixels."""
    spacing: float = 0.0
    """Letter-spacing, share of the em."""
    stretch: float = 1.0
    shaky: bool = False
    """Letters stand off the line and turn a little, as written ones do."""
    small_caps: bool = False
    word_space: float = 1.0
    """Of justified text: share of the face's own space."""
    hand: Face | None = None
    """What is written into the line, where that is another face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A line's ink with room around it, and where its type stands."""

    ink: Ink
    top: float
    """Upper edge of the letters' ink, pixels of `ink`."""
    bottom: float
    left: float
    right: float
    baseline: float
    em_px: float


def choose_setting(chance: Chance, book: FaceBook, *, em_px: float, kind: Kind | None) -> Setting:
    """A face of `kind`, or of any kind by its share, and how it is set."""
    if kind is None:
        kinds = book.kinds()
        shares = np.array([faces.KIND_SHARES[k] for k in kinds])
        kind = kinds[int(chance.choice(len(kinds), p=shares / shares.sum()))]
    families = book.families[kind]
    cuts = families[pick(chance, tuple(families))]
    # The upright cut is as frequent as all others together.
    upright = [
        c for c in cuts if not any(s in c.file.stem.lower() for s in ("bold", "ital", "obl"))
    ]
    face = (
        upright[0] if upright and chance.random() < 0.5 else cuts[int(chance.integers(len(cuts)))]
    )
    spacing, stretch = 0.0, 1.0
    if chance.random() < 0.2:
        spacing = float(chance.uniform(-0.03, 0.1))
    if chance.random() < 0.3:
        stretch = float(chance.uniform(0.88, 1.12))
    return Setting(
        face=face,
        em_px=em_px,
        spacing=spacing,
        stretch=stretch,
        shaky=kind == "hand" and chance.random() < 0.75,
        small_caps=kind != "hand" and chance.random() < 0.02,
        word_space=float(chance.uniform(0.9, 3.0)) if chance.random() < 0.15 else 1.0,
        hand=_other_hand(chance, book) if kind != "hand" and chance.random() < 0.5 else None,
    )


def _other_hand(chance: Chance, book: FaceBook) -> Face | None:
    families = book.families.get("hand")
    return families[pick(chance, tuple(families))][0] if families else None


def draw(chance: Chance, text: str, setting: Setting) -> Drawn:
    """Draw `text`; each LEADER becomes a dotted one of random length."""
    big = float(np.clip(setting.em_px * 2, _SMALLEST_EM_PX, _LARGEST_EM_PX))
    big = max(big, setting.em_px)
    font = faces.load(setting.face.file, round(big))
    ink, baseline = _set_letters(chance, text, setting, font, big)
    ink = _bend(chance, ink) if setting.shaky else ink
    scale = setting.em_px / big
    size = (
        max(4, round(ink.shape[1] * scale * setting.stretch)),
        max(4, round(ink.shape[0] * scale)),
    )
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    rows, columns = np.flatnonzero(small.max(axis=1) > 40), np.flatnonzero(small.max(axis=0) > 40)
    if not len(rows):
        rows, columns = np.array([0, size[1] - 1]), np.array([0, size[0] - 1])
    return Drawn(
        ink=np.asarray(small, dtype=np.uint8),
        top=float(rows[0]),
        bottom=float(rows[-1] + 1),
        left=float(columns[0]),
        right=float(columns[-1] + 1),
        baseline=baseline * scale,
        em_px=setting.em_px,
    )


def _set_letters(
    chance: Chance, text: str, setting: Setting, font: ImageFont.FreeTypeFont, em: float
) -> tuple[Ink, float]:
    """Ink at the drawing size with an em and a half of room around, and its baseline."""
    room = int(1.5 * em)
    ascent = int(1.2 * em)
    runs = _runs(chance, text, font, em, setting)
    width = int(sum(run[2] for run in runs)) + 2 * room
    image = Image.new("L", (max(width, 8), ascent + 2 * room), 0)
    canvas = ImageDraw.Draw(image)
    x, baseline = float(room), float(room + ascent - 0.3 * em)
    for run, run_font, advance in runs:
        lift = chance.normal(0, 0.02) * em if setting.shaky else 0.0
        canvas.text((x, baseline + lift), run, fill=255, font=run_font, anchor="ls")
        x += advance
    return np.asarray(image), baseline


def _runs(
    chance: Chance, text: str, font: ImageFont.FreeTypeFont, em: float, setting: Setting
) -> list[tuple[str, ImageFont.FreeTypeFont, float]]:
    """Pieces drawn one after the other: string, font, advance in pixels."""
    runs: list[tuple[str, ImageFont.FreeTypeFont, float]] = []
    by_hand = False
    for part in _PARTS.split(_with_leaders(chance, text)):
        if part in {WRITTEN_FROM, WRITTEN_TO}:
            by_hand = part == WRITTEN_FROM
        elif by_hand and setting.hand:
            runs += _plain(part, faces.load(setting.hand.file, round(em * 1.1)), 1.0)
        elif setting.small_caps:
            runs += _small_caps(part, font, faces.load(setting.face.file, round(em * _SMALL_CAPS)))
        elif setting.shaky or setting.spacing:
            runs += _spaced(chance, part, font, em, setting)
        else:
            runs += _plain(part, font, setting.word_space)
    return runs


Run = tuple[str, ImageFont.FreeTypeFont, float]


def _plain(text: str, font: ImageFont.FreeTypeFont, space: float) -> list[Run]:
    if space == 1.0:
        return [(text, font, font.getlength(text))]
    return [
        (word, font, font.getlength(word) * (space if word == " " else 1.0))
        for word in _WORDS.findall(text)
    ]


def _small_caps(
    text: str, font: ImageFont.FreeTypeFont, small: ImageFont.FreeTypeFont
) -> list[Run]:
    cut = [(char.upper(), small if char.islower() else font) for char in text]
    return [(char, font_, font_.getlength(char)) for char, font_ in cut]


def _spaced(
    chance: Chance, text: str, font: ImageFont.FreeTypeFont, em: float, setting: Setting
) -> list[Run]:
    """Letter by letter: letter-spaced, or as unevenly as a hand writes."""
    wobble = 0.025 if setting.shaky else 0.0
    spaces = chance.uniform(0.8, 1.7) if setting.shaky else setting.word_space
    return [
        (
            char,
            font,
            font.getlength(char) * (spaces if char == " " else 1.0)
            + (setting.spacing + chance.normal(0, wobble)) * em,
        )
        for char in text
    ]


def _with_leaders(chance: Chance, text: str) -> str:
    """Draw each LEADER as one of the ways in which forms print it."""
    if LEADER not in text:
        return text
    sign = pick(chance, (".", ".", ".", "…", "…", ". "))
    room = max(4, 100 - len(text))
    parts = text.split(LEADER)
    out = parts[0]
    for part in parts[1:]:
        dots = int(chance.integers(3, max(4, min(45, room // max(1, len(parts) - 1)))))
        out += sign * (dots if sign == "." else max(1, dots // 3)) + part
    return out.replace(" .", pick(chance, (" .", "."))).strip() if chance.random() < 0.5 else out


def _bend(chance: Chance, ink: Ink) -> Ink:
    """Let the base line wander and the letters lean, smoothly along the line."""
    height, width = ink.shape
    x = np.arange(width, dtype=np.float32)
    wave = np.zeros(width, dtype=np.float32)
    for _ in range(2):
        length = chance.uniform(3, 12) * height
        wave += np.float32(chance.normal(0, 0.012) * height) * np.sin(
            2 * np.pi * x / length + chance.uniform(0, 6.3)
        ).astype(np.float32)
    lean = np.float32(chance.normal(0, 0.12))
    rows = np.arange(height, dtype=np.float32)[:, None]
    map_y = np.broadcast_to(rows, (height, width)) + wave[None, :]
    map_x = x[None, :] + lean * (rows - height / 2)
    return np.asarray(
        cv2.remap(ink, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_LINEAR)
    )
