"""One pile laid from a stock: which papers, in which order, and what a feeder does to it."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from samples.generator.chance import pick_weighted
from samples.generator.piles.stock import Paper, Stock

_FEWEST, _MOST = 5, 30
_DUPLEX_SHARE: Final = 0.3
_TWO_DOSSIERS_SHARE: Final = 0.4
_FIRST_PARTED_SHARE: Final = 0.3
"""Of piles that begin with a separator sheet."""

Order = Literal["kept", "reversed", "swapped", "strayed"]
_ORDERS: Final[list[tuple[Order, float]]] = [
    ("kept", 0.5), ("reversed", 0.15), ("swapped", 0.2), ("strayed", 0.15),
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Pages in the order of the feeder, and what they are."""

    pages: tuple[bytes, ...]
    truth: dict[str, Any]
    """`documents` with form and pages, `blank`, `separators` and `pages`; pages count from 1."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of the pile: page `page`, from 0, of `paper`."""

    paper: Paper
    page: int

    @property
    def fact(self) -> dict[str, str]:
        return {"level": self.paper.level, "filling": self.paper.filling}


def lay_pile(stock: Stock, rng: random.Random) -> Pile:
    """Papers of `stock`, 5 to 30 pages: one dossier or two with a sheet or a receipt between them.

    The pile lies as it was put together, face down, with the pages of a paper swapped, or with a
    page astray among the papers beside it.
    """
    duplex = rng.random() < _DUPLEX_SHARE
    goal = rng.randint(_FEWEST, _MOST) // (2 if duplex else 1)
    runs = _choose_runs(stock, goal, rng)
    order = pick_weighted(rng, _ORDERS)
    if order == "swapped":
        runs = [[s for paper in _papers(run) for s in _swap(_own(run, paper), rng)] for run in runs]
    elif order == "strayed":
        runs = _stray(runs, rng)
    sheets = [sheet for run in runs for sheet in run]
    if order == "reversed":
        sheets.reverse()
    return _feed(sheets, duplex=duplex)


def _choose_runs(stock: Stock, goal: int, rng: random.Random) -> list[list[_Sheet]]:
    """One or two dossiers: each some sheets, the second behind something that parts them."""
    papers = rng.sample(stock.papers, len(stock.papers))
    receipts = [paper for paper in papers if "dossier_receipt" in paper.forms]
    papers = [paper for paper in papers if paper not in receipts]
    two = goal >= 2 * _FEWEST and rng.random() < _TWO_DOSSIERS_SHARE
    runs: list[list[_Sheet]] = []
    for number in range(2 if two else 1):
        run: list[_Sheet] = []
        if number or rng.random() < _FIRST_PARTED_SHARE:
            first = rng.choice([*stock.separators, *receipts])
            receipts = [paper for paper in receipts if paper is not first]
            run += _sheets(first)
        room = goal // (2 if two else 1) - len(run)
        while papers and room > 0:
            paper = papers.pop()
            if len(paper.pages) <= max(room, 2):
                run += _sheets(paper)
                room -= len(paper.pages)
        runs.append(run)
    return runs


def _sheets(paper: Paper) -> list[_Sheet]:
    return [_Sheet(paper, page) for page in range(len(paper.pages))]


def _papers(run: Sequence[_Sheet]) -> list[Paper]:
    return list({id(sheet.paper): sheet.paper for sheet in run}.values())


def _own(run: Sequence[_Sheet], paper: Paper) -> list[_Sheet]:
    return [sheet for sheet in run if sheet.paper is paper]


def _swap(sheets: list[_Sheet], rng: random.Random) -> list[_Sheet]:
    """Half of the papers lie with their pages in another order."""
    return rng.sample(sheets, len(sheets)) if rng.random() < 0.5 else sheets


def _stray(runs: list[list[_Sheet]], rng: random.Random) -> list[list[_Sheet]]:
    """One page elsewhere in its own dossier.

    Of a form that the pile holds once: of two alike nobody could say whose the page is.
    """
    known = Counter(form for run in runs for paper in _papers(run) for form in paper.forms)
    strays = [
        (run, sheet)
        for run in runs
        for sheet in run
        if len(sheet.paper.pages) > 1 and all(known[form] == 1 for form in sheet.paper.forms)
    ]
    if strays:
        run, sheet = rng.choice(strays)
        run.remove(sheet)
        run.insert(rng.randrange(1, len(run) + 1), sheet)
    return runs


def _feed(sheets: Sequence[_Sheet], *, duplex: bool) -> Pile:
    """The pages as they come out, a duplex feeder's with their empty backs, and their truth."""
    pages: list[bytes] = []
    facts: list[dict[str, str]] = []
    at: dict[tuple[int, int], int] = {}
    blank: list[int] = []
    for sheet in sheets:
        pages.append(sheet.paper.pages[sheet.page])
        facts.append(sheet.fact)
        at[id(sheet.paper), sheet.page] = len(pages)
        if duplex:
            pages.append(sheet.paper.backs[sheet.page])
            facts.append(sheet.fact)
            blank.append(len(pages))
    documents = [
        {"form": form, "pages": [at[id(paper), page] for page in own], "fields": {}}
        for paper in _papers(sheets)
        for form, own in paper.documents
    ]
    truth = {
        "documents": documents,
        "blank": blank,
        "separators": [at[id(s.paper), s.page] for s in sheets if not s.paper.documents],
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
