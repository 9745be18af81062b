"""Piles as they come off a feeder: papers of one or two dossiers in one run of pages.

    stock = make_stock(1, 40, "development")
    pile = lay_pile(stock, stream(1, "development", "pile/1"))

Piles are laid from one stock of papers whose pages keep their bytes, so that a page read once need
not be read again for the next pile.
"""

from __future__ import annotations

from samples.generator.piles.laying import Pile, lay_pile, write_pile
from samples.generator.piles.stock import Paper, Stock, make_stock

__all__ = ["Paper", "Pile", "Stock", "lay_pile", "make_stock", "write_pile"]
