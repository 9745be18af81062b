"""Capital and small letters as classes for patterns.

A range such as `À-Ỹ` holds both, since most accented capitals and small letters of Unicode stand in
pairs: "phường ấp" looked like a name.
"""

from __future__ import annotations

from typing import Final

_LATIN: Final = "".join(map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))))
"""Basic Latin to Latin Extended-B, and Latin Extended Additional: all of Vietnamese and of the
languages of Vietnam that are written in Latin letters."""

CAPITAL: Final = f"[{''.join(char for char in _LATIN if char.isupper())}]"
"""A pattern for one capital letter."""
SMALL: Final = f"[{''.join(char for char in _LATIN if char.islower())}]"
"""A pattern for one small letter."""
