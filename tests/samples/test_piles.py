"""Piles are laid so that their truth leads to every page, whatever the feeder did."""

from __future__ import annotations

import random

import pytest

from samples.generator.piles import Paper, Stock, lay_pile


def _paper(name: str, forms: tuple[str, ...], pages: int) -> Paper:
    numbers = tuple(range(pages))
    return Paper(
        documents=tuple((form, numbers) for form in forms),
        level="clean",
        filling="typed",
        pages=tuple(f"{name}/{number}".encode() for number in numbers),
        backs=tuple(f"{name}/{number}/back".encode() for number in numbers),
    )


STOCK = Stock(
    papers=(
        *(_paper(f"form {i}", (f"form_{i}",), 1 + i % 3) for i in range(14)),
        *(_paper(f"loose {i}", ("unknown",), 2) for i in range(4)),
        *(_paper(f"receipt {i}", ("dossier_receipt",), 1) for i in range(2)),
    ),
    separators=(_paper("sheet", (), 1),),
)


@pytest.mark.parametrize("seed", range(30))
def test_the_truth_leads_to_every_page(seed: int) -> None:
    pile = lay_pile(STOCK, random.Random(seed))
    names = [page.decode() for page in pile.pages]
    assert 3 <= len(names) <= 34
    assert len(set(names)) == len(names)
    told = [page for document in pile.truth["documents"] for page in document["pages"]]
    told += pile.truth["blank"] + pile.truth["separators"]
    assert sorted(told) == list(range(1, len(names) + 1))
    for document in pile.truth["documents"]:
        own = [names[page - 1] for page in document["pages"]]
        assert [name.rsplit("/", 1)[1] for name in own] == [str(i) for i in range(len(own))]
    assert all(names[page - 1].endswith("back") for page in pile.truth["blank"])


def test_feeders_do_all_that_they_are_said_to() -> None:
    piles = [lay_pile(STOCK, random.Random(seed)).truth for seed in range(60)]
    orders = [d["pages"] for truth in piles for d in truth["documents"] if len(d["pages"]) > 1]
    assert any(pages != sorted(pages) for pages in orders)
    assert any(pages[-1] - pages[0] > 2 * len(pages) for pages in orders)
    assert any(truth["separators"] for truth in piles)
    assert any(truth["blank"] for truth in piles)
