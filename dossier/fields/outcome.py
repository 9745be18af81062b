"""What parsing a field's text can give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value in the contract's normal form."""

    value: str
    certainty: float = 1.0
    """0..1: how much the text had to be bent to give this value (1: not at all)."""
    note: str = ""
    """What was bent, for the reviewer: 'O read as 0'."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something stands there; no value of this kind can be made of it."""

    reason: str
    """Vietnamese / English."""


Outcome = Parsed | Unreadable

LONGEST: Final = 500
"""Characters. No value in figures or of a closed form is longer; a page of noise may be."""
TOO_LONG: Final = Unreadable("đoạn chữ quá dài / the text is too long for this value")
