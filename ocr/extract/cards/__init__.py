"""Identity cards: found on a page by their printed words, cut apart, read with their codes."""

from __future__ import annotations

from ocr.extract.cards.evidence import CardEvidence, evidence_of
from ocr.extract.cards.read import CardReading, is_coded, read_card
from ocr.extract.cards.sides import LAYOUT, CardSide, find_card_regions, find_card_side

__all__ = [
    "LAYOUT",
    "CardEvidence",
    "CardReading",
    "CardSide",
    "evidence_of",
    "find_card_regions",
    "find_card_side",
    "is_coded",
    "read_card",
]
