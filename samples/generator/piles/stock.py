"""The papers that piles are laid from: forms, cards, papers that are no form, separator sheets."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from samples.generator.chance import Share, stream
from samples.generator.degrade import Level
from samples.generator.degrade.geometry import as_pixels
from samples.generator.degrade.paper import draw_back
from samples.generator.dossier import make_dossier
from samples.generator.forms import FORMS
from samples.generator.piles.loose import draw_loose, draw_separator
from samples.generator.style import Filling

UNKNOWN: Final = "unknown"
_LEVELS: Final[tuple[Level, ...]] = ("clean", "office", "office", "office", "photo")
_FILLINGS: Final[tuple[Filling, ...]] = ("typed", "typed", "typed", "handwriting")
_ONE_IN_LOOSE: Final = 5
"""Every so many-th paper is no form."""
_TURNED_SHARE: Final = 0.1
"""Of sheets fed the wrong way round, beside those that the level itself turns."""
_SEPARATORS: Final = 4
_JPEG_QUALITY: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper of the stock: its pages and their empty backs as JPEG."""

    documents: tuple[tuple[str, tuple[int, ...]], ...]
    """Form and pages, from 0 and in order, of every document on it: a card has two, both of them
    on one page or not. Form `unknown` for a paper that is no form."""
    level: Level
    filling: Filling
    pages: tuple[bytes, ...]
    backs: tuple[bytes, ...]

    @property
    def forms(self) -> frozenset[str]:
        return frozenset(form for form, _ in self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Papers, and sheets that part one dossier from the next."""

    papers: tuple[Paper, ...]
    separators: tuple[Paper, ...]


def make_stock(seed: int, count: int, share: Share) -> Stock:
    """`count` papers, a fifth of them no form; the same arguments give the same bytes."""
    rng = stream(seed, share, "stock")
    forms = sorted(FORMS)
    rng.shuffle(forms)
    papers = []
    for index in range(count):
        level, filling = rng.choice(_LEVELS), rng.choice(_FILLINGS)
        if index % _ONE_IN_LOOSE == 0:
            papers.append(_make_loose(seed + index, share, level, rng))
        else:
            form = forms[(index - index // _ONE_IN_LOOSE) % len(forms)]
            papers.append(_make_form(seed + index, form, share, level, filling, rng))
    separators = tuple(
        _make_separator(seed + index, share, rng.choice(_LEVELS), rng)
        for index in range(_SEPARATORS)
    )
    return Stock(papers=tuple(papers), separators=separators)


def _make_form(
    seed: int, form: str, share: Share, level: Level, filling: Filling, rng: random.Random
) -> Paper:
    dossier = make_dossier(seed, form=form, share=share, level=level, filling=filling)
    documents = tuple((d.form, tuple(p - 1 for p in d.pages)) for d in dossier.truth.documents)
    return _scan(documents, dossier.pages, dossier.dpi, level, filling, rng)


def _make_loose(seed: int, share: Share, level: Level, rng: random.Random) -> Paper:
    images, dpi = draw_loose(seed, share, level)
    documents = ((UNKNOWN, tuple(range(len(images)))),)
    return _scan(documents, images, dpi, level, "typed", rng)


def _make_separator(seed: int, share: Share, level: Level, rng: random.Random) -> Paper:
    image, dpi = draw_separator(seed, share, level)
    return _scan((), (image,), dpi, level, "typed", rng)


def _scan(
    documents: tuple[tuple[str, tuple[int, ...]], ...],
    images: tuple[Image.Image, ...],
    dpi: int,
    level: Level,
    filling: Filling,
    rng: random.Random,
) -> Paper:
    backs = [_draw_back(image, rng) for image in images]
    return Paper(
        documents=documents,
        level=level,
        filling=filling,
        pages=tuple(_jpeg(_turn(image, rng), dpi) for image in images),
        backs=tuple(_jpeg(image, dpi) for image in backs),
    )


def _draw_back(front: Image.Image, rng: random.Random) -> Image.Image:
    return Image.fromarray(draw_back(as_pixels(np.asarray(front.convert("RGB"))), rng))


def _turn(image: Image.Image, rng: random.Random) -> Image.Image:
    if rng.random() >= _TURNED_SHARE:
        return image
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return image.transpose(rng.choice(turns))


def _jpeg(image: Image.Image, dpi: int) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=_JPEG_QUALITY, dpi=(dpi, dpi))
    return buffer.getvalue()
