"""Piles as they come off a feeder: `python -m samples.generator.piles --count 40 --out DIR`.

A pile is one run of pages: papers of one or two dossiers, some sheets turned, blank backs between
them, papers that belong to no form. Piles are laid from one stock of papers whose pages keep their
bytes, so that a page read once need not be read again for the next pile.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from PIL import Image

from samples.generator.chance import Share, stream
from samples.generator.degrade import Level, degrade
from samples.generator.degrade.geometry import as_pixels
from samples.generator.degrade.levels import choose_dpi
from samples.generator.degrade.paper import draw_back
from samples.generator.dossier import make_dossier
from samples.generator.forms import FORMS
from samples.generator.forms.heading import draw_motto, draw_title
from samples.generator.layout.pieces import label
from samples.generator.layout.sheet import Sheet
from samples.generator.style import Filling, choose_style
from samples.generator.vocabulary import load_vocabulary

UNKNOWN: Final = "unknown"
_FEWEST, _MOST = 5, 30
_LEVELS: tuple[Level, ...] = ("clean", "office", "office", "office", "photo")
_FILLINGS: tuple[Filling, ...] = ("typed", "typed", "typed", "handwriting")
_LOOSE_SHARE: Final = 0.2
_DUPLEX_SHARE: Final = 0.3
_JPEG_QUALITY: Final = 80
_SEVERAL_PAPERS: Final = frozenset({"citizen_id_sheet"})
"""Forms whose one page holds several documents."""
_LOOSE_TITLES: Final = (
    ("PHIẾU THU TIỀN ĐIỆN",),
    ("HỢP ĐỒNG THUÊ NHÀ Ở",),
    ("BẢN TƯỜNG TRÌNH",),
    ("DANH SÁCH ĐÓNG GÓP", "QUỸ KHUYẾN HỌC DÒNG HỌ"),
    (),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of the stock: its pages and their backs as JPEG."""

    form: str
    """`unknown` for a paper that is no form."""
    level: Level
    filling: Filling
    pages: tuple[bytes, ...]
    backs: tuple[bytes, ...]
    """The empty backs of the same sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Pages in the order of the feeder, and what they are."""

    pages: tuple[bytes, ...]
    truth: dict[str, Any]
    """`documents` with form and pages, `blank` and `pages`; pages count from 1."""


def make_stock(seed: int, count: int, share: Share) -> tuple[Paper, ...]:
    """`count` papers, a fifth of them loose ones; the same arguments give the same bytes."""
    rng = stream(seed, share, "stock")
    forms = sorted(FORMS.keys() - _SEVERAL_PAPERS)
    papers = []
    for index in range(count):
        level, filling = rng.choice(_LEVELS), rng.choice(_FILLINGS)
        if index % round(1 / _LOOSE_SHARE) == 0:
            images, dpi, form = *_draw_loose(seed + index, share, level), UNKNOWN
        else:
            form = forms[index % len(forms)]
            dossier = make_dossier(
                seed + index, form=form, share=share, level=level, filling=filling
            )
            images, dpi = dossier.pages, dossier.dpi
        backs = tuple(_back(image, rng) for image in images)
        papers.append(
            Paper(
                form=form,
                level=level,
                filling=filling,
                pages=tuple(_jpeg(image, dpi) for image in images),
                backs=tuple(_jpeg(image, dpi) for image in backs),
            )
        )
    return tuple(papers)


def lay_pile(stock: tuple[Paper, ...], rng: random.Random) -> Pile:
    """Some papers of `stock` in any order, 5 to 30 pages with their blank backs."""
    goal = rng.randint(_FEWEST, _MOST)
    duplex = rng.random() < _DUPLEX_SHARE
    pages: list[bytes] = []
    documents: list[dict[str, Any]] = []
    blank: list[int] = []
    facts: list[dict[str, Any]] = []
    for paper in rng.sample(stock, len(stock)):
        size = len(paper.pages) * (2 if duplex else 1)
        if len(pages) + size > max(goal, _FEWEST):
            continue
        own = []
        for front, back in zip(paper.pages, paper.backs, strict=True):
            pages.append(front)
            own.append(len(pages))
            if duplex:
                pages.append(back)
                blank.append(len(pages))
        documents.append({"form": paper.form, "pages": own, "fields": {}})
        facts += [{"level": paper.level, "filling": paper.filling}] * size
    truth = {
        "documents": documents,
        "blank": blank,
        "pages": [{"page": i, **fact} for i, fact in enumerate(facts, start=1)],
    }
    return Pile(pages=tuple(pages), truth=truth)


def write_pile(pile: Pile, folder: Path) -> None:
    """Write `page-001.jpg` and on, and `truth.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pile.pages, start=1):
        (folder / f"page-{number:03}.jpg").write_bytes(page)
    text = json.dumps(pile.truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def _draw_loose(seed: int, share: Share, level: Level) -> tuple[tuple[Image.Image, ...], int]:
    """A paper that is no form: a receipt, a contract, a letter; one or two pages."""
    rng = stream(seed, share, "loose")
    words = load_vocabulary(share)
    dpi = choose_dpi(level, rng)
    sheet = Sheet(choose_style(rng, share, "typed"), dpi, rng)
    title = rng.choice(_LOOSE_TITLES)
    if title and rng.random() < 0.5:
        draw_motto(sheet)
    draw_title(sheet, *title)
    for _ in range(rng.choice((6, 12, 34))):
        sheet.paragraph([label(rng.choice(words.sentences))], align="justify", indent=24)
    images = tuple(
        Image.fromarray(degrade(as_pixels(np.asarray(c.image)), level, rng).image)
        for c in sheet.pages
    )
    return images, dpi


def _back(front: Image.Image, rng: random.Random) -> Image.Image:
    return Image.fromarray(draw_back(as_pixels(np.asarray(front.convert("RGB"))), rng))


def _jpeg(image: Image.Image, dpi: int) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=_JPEG_QUALITY, dpi=(dpi, dpi))
    return buffer.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Write the piles that were asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m samples.generator.piles", description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="how many piles")
    parser.add_argument("--stock", type=int, default=25, help="how many papers they are laid from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", choices=get_args(Share), default="development")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    wanted = parser.parse_args(arguments)
    stock = make_stock(wanted.seed, wanted.stock, wanted.share)
    for number in range(1, wanted.count + 1):
        rng = stream(wanted.seed, wanted.share, f"pile/{number}")
        write_pile(lay_pile(stock, rng), wanted.out / f"pile-{number:03}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
