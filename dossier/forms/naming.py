"""Names of fields and forms from what is printed: "2. Nơi cư trú (ghi rõ):" -> `noi_cu_tru`."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import count
from typing import Final

from dossier.text import fold

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""What the key of a form, field or column looks like: it stands in URLs, JSON and file names."""

_NUMBERING: Final = re.compile(
    r"^\s*(?:(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[IVX]{1,5}|[a-zđ])\s*[.)]\s*|[0-9]{1,2}\s+(?=[^\W\d_]))"
)
"""Its point may be lost: "3 Giới tính:"."""
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_EDGE: Final = " .:;,…_-–*•()[]"
_LONGEST: Final = 40


def bare_label(text: str) -> str:
    """A printed label without its number, what stands in brackets, and its colon."""
    unnumbered = _NUMBERING.sub("", text)
    return " ".join(_BRACKETED.sub(" ", unnumbered).split()).strip(_EDGE)


def is_numbered(text: str) -> bool:
    """Whether a printed line begins with the number of an item: "3.", "b)", "II."."""
    return _NUMBERING.match(text) is not None


def slug(text: str, *, empty: str = "field") -> str:
    """An ASCII snake_case key of at most 40 letters, cut between words; `empty` for none."""
    words = re.findall(r"[a-z0-9]+", fold(bare_label(text)))
    key = ""
    for word in words:
        longer = f"{key}_{word}".strip("_")
        if len(longer) > _LONGEST:
            break
        key = longer
    if not key:
        return words[0][:_LONGEST] if words and words[0][0].isalpha() else empty
    return key if key[0].isalpha() else f"{empty}_{key}"


def unused(key: str, taken: Container[str]) -> str:
    """`key`, or with the first number that makes it one of its own: `address_2`."""
    if key not in taken:
        return key
    return next(k for n in count(2) if (k := f"{key}_{n}") not in taken)
