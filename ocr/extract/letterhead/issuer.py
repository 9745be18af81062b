"""Who issues: the lines at the top left as one body, or as a body and the one above it.

"ỦY BAN NHÂN DÂN / TỈNH QUẢNG NGÃI" is one body on two lines; "UBND TỈNH HẬU GIANG / SỞ TƯ PHÁP" is
the department and, over it, the body it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.extract.letterhead.pieces import Piece
from ocr.extract.letterhead.wordings import BODY_NOUNS, PLACE_NOUNS

_OPEN_END = re.compile(r"(?:\b(?:va|cua|tai|ve|cho|cac|thuoc)|[-–,&])\W*$")
_NO_LETTER = re.compile(r"^[\W\d_]+|[\s.,:;_–—*-]+$")


def split_bodies(lines: Sequence[Piece]) -> list[list[Piece]]:
    """`lines` grouped into bodies, the superior first."""
    bodies: list[list[Piece]] = []
    for line in lines:
        if bodies and not _begins_body(line, bodies[-1]):
            bodies[-1].append(line)
        else:
            bodies.append([line])
    return bodies


def _begins_body(line: Piece, before: Sequence[Piece]) -> bool:
    above = " ".join(p.folded for p in before).strip()
    if _OPEN_END.search(above) or _names_place(line.folded):
        return False
    # "… VÀ MÔI / TRƯỜNG", "… QUỐC TỬ / GIÁM": one word alone is the end of a name, not a school.
    if " " not in _NO_LETTER.sub("", line.folded):
        return False
    # A body's name ends with its place, so what follows is another, even with its noun misread.
    if len(before) > 1 and _names_place(before[-1].folded):
        return True
    # A noun alone ("CHI NHÁNH", "CÔNG AN") waits for what it is of; a committee is of a place.
    return _leading_noun(line.folded) is not None and above not in BODY_NOUNS


def _names_place(folded: str) -> bool:
    words = _NO_LETTER.sub("", folded)
    return any(words.startswith(f"{noun} ") for noun in PLACE_NOUNS)


def _leading_noun(folded: str) -> str | None:
    text = _NO_LETTER.sub("", folded)
    fitting = [n for n in BODY_NOUNS if text == n or text.startswith(f"{n} ")]
    return max(fitting, key=len, default=None)


def tidy_body(text: str) -> str:
    """The name of a body without the rule, stars or marks around it."""
    words = [w for w in text.split() if any(c.isalnum() for c in w) or w in "-–"]
    return _NO_LETTER.sub("", " ".join(words))
