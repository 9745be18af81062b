"""What one made line says: words of a corpus, a form's label with its value, a number, a code."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.train import pieces
from models.train.corpus import Corpus
from models.train.pieces import Chance, pick

LEADER: Final = "…"
"""A dotted leader is read as one such sign, however long it is."""

WRITTEN_FROM: Final = "\x02"
WRITTEN_TO: Final = "\x03"
"""Around what a person writes into a printed line; drawn, never read."""

LONGEST: Final = 95
"""Characters of a full line of an A4 page at 13 points."""

_WORDING: Final = tomllib.loads(
    (Path(__file__).parent / "wording.toml").read_text(encoding="utf-8")
)
_LABELS: Final[tuple[str, ...]] = tuple(_WORDING["labels"])
_PHRASES: Final[tuple[str, ...]] = tuple(_WORDING["phrases"])
_SHORT_VALUES: Final[tuple[str, ...]] = tuple(_WORDING["short_values"])
_ENDS: Final = ("", "", "", "", "", "", "", "", ".", ";", ":", "./.", "./.", "; ", " ./.")
"""How paragraphs of agency papers end: "./." closes a paper."""
_NO_MARKS: Final = str.maketrans("", "", WRITTEN_FROM + WRITTEN_TO)
_NUMBERS: Final = re.compile(r"\d+")
_DOTS: Final = re.compile(r"[.…]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineText:
    """Text as the recogniser should write it. Each LEADER is drawn as a long one."""

    text: str
    drawn: str
    """`text` with WRITTEN_FROM and WRITTEN_TO."""
    written: bool = False
    """Something a person fills in: a value, a name, a number."""


def syllable_line(chance: Chance) -> LineText:
    """Syllables only, most of them no words: nothing but the ink tells a mark."""
    return plain_line(pieces.syllables(chance), written=True)


def letter_line(chance: Chance) -> LineText:
    """Syllables in which all accented letters are equally frequent, in capitals and small."""
    return plain_line(pieces.letter_words(chance), written=True)


def digit_line(chance: Chance) -> LineText:
    """One to twelve figures."""
    return plain_line(pieces.digits(chance, int(chance.integers(1, 13))), written=True)


def line_text(chance: Chance, corpus: Corpus) -> LineText:
    """Draw one line, at least one character and at most LONGEST."""
    draw = chance.random()
    written = False
    if draw < 0.16:
        text = _window(chance, pick(chance, corpus.agency)) + pick(chance, _ENDS)
    elif draw < 0.22:
        text = _window(chance, pick(chance, corpus.procedures))
    elif draw < 0.27:
        text = _window(chance, pick(chance, corpus.encyclopaedia))
    elif draw < 0.40:
        text = _marked(chance, corpus)
    elif draw < 0.44:
        text = pick(chance, _PHRASES) if chance.random() < 0.6 else pick(chance, _LABELS) + ":"
    elif draw < 0.58:
        text = _form_line(chance, corpus) if draw < 0.55 else _numbered(chance)
    elif draw < 0.76:
        text = pieces.syllables(chance) if draw < 0.62 else pieces.letter_words(chance)
    elif draw < 0.80:
        return digit_line(chance)
    elif draw < 0.86:
        text, written = pieces.short(chance), True
    else:
        text, written = value(chance, corpus), True
    return plain_line(_case(chance, text)[:LONGEST].strip(), written=written)


def plain_line(drawn: str, *, written: bool) -> LineText:
    """The line drawn as `drawn`, which may hold the marks of what is written by hand."""
    text = drawn.translate(_NO_MARKS)
    return LineText(text=" ".join(text.split()), drawn=drawn, written=written)


def value(chance: Chance, corpus: Corpus) -> str:
    """Something that is filled into a form."""
    draw = chance.random()
    if draw < 0.25:
        return name(chance, corpus)
    if draw < 0.45:
        return address(chance, corpus)
    if draw < 0.52:
        return pick(chance, _SHORT_VALUES)
    if draw < 0.58:
        return _window(chance, pick(chance, corpus.procedure_names))
    if draw < 0.64:
        issuer = pick(
            chance, ("Cục Cảnh sát QLHC về TTXH", "Bộ Công an", "Công an thành phố Hà Nội")
        )
        return f"{pieces.personal_id(chance)} do {issuer} cấp ngày {pieces.date(chance)}"
    return pieces.WRITERS[int(chance.integers(len(pieces.WRITERS)))](chance)


def name(chance: Chance, corpus: Corpus) -> str:
    middle = pick(chance, ("Văn ", "Thị ", "Hữu ", "Đức ", "Ngọc ", "", ""))
    text = f"{pick(chance, corpus.surnames)} {middle}{pick(chance, corpus.given_names)}"
    return text.upper() if chance.random() < 0.35 else text


def address(chance: Chance, corpus: Corpus) -> str:
    lead = ("", "", f"Số {chance.integers(1, 400)}, ", f"Thôn {chance.integers(1, 12)}, ", "tổ 5, ")
    place = pick(chance, corpus.places)
    if chance.random() < 0.3:
        place = place.split(", ")[int(chance.integers(2))]
    return pick(chance, lead) + (place if chance.random() < 0.5 else place[:1].lower() + place[1:])


def _form_line(chance: Chance, corpus: Corpus) -> str:
    parts: list[str] = []
    for _ in range(1 if chance.random() < 0.7 else int(chance.integers(2, 4))):
        mark = pick(chance, ("", "", "", "(1)", "(2)", " (3)", "(4)"))
        label = pick(chance, _LABELS) + pick(chance, (":", ":", ":", " :", "")) + mark
        filled = chance.random()
        if filled < 0.35:
            parts.append(f"{label} {_written(chance, corpus)}")
        elif filled < 0.55:
            parts.append(f"{label} {LEADER}")
        elif filled < 0.8:
            parts.append(f"{label} {_written(chance, corpus)} {LEADER}")
        else:
            parts.append(f"{label} {LEADER} {_written(chance, corpus)} {LEADER}")
    number = f"{chance.integers(1, 20)}. " if chance.random() < 0.25 else ""
    text = number + " ".join(parts)
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0]


def _numbered(chance: Chance) -> str:
    """A letterhead's number or date, printed but for the figures."""
    printed = pieces.code(chance)
    if chance.random() < 0.5:
        printed = f"{pick(chance, ('Hà Nội', 'Bạc Liêu', 'Quảng Ngãi', 'Cần Thơ'))}, "
        printed += f"ngày {chance.integers(1, 32):02d} tháng {chance.integers(1, 13):02d} năm 2025"
    gap = pick(chance, ("", " "))
    return _NUMBERS.sub(lambda n: f"{WRITTEN_FROM}{n[0]}{gap}{WRITTEN_TO}", printed, count=2)


def _written(chance: Chance, corpus: Corpus) -> str:
    return f"{WRITTEN_FROM}{value(chance, corpus)}{WRITTEN_TO}"


def _marked(chance: Chance, corpus: Corpus) -> str:
    """Words of the letters that scans confuse most, out of their context."""
    count = int(chance.integers(2, 11))
    return " ".join(pick(chance, corpus.marked_words) for _ in range(count))


def _window(chance: Chance, paragraph: str) -> str:
    """A run of whole words, as a line of a printed page is."""
    text = _DOTS.sub(LEADER, paragraph)
    draw = chance.random()
    if draw < 0.2:
        size = int(chance.integers(2, 14))
    elif draw < 0.7:
        size = int(chance.integers(14, 48))
    else:
        size = int(chance.integers(48, LONGEST))
    if len(text) <= size:
        return text
    start = 0
    if chance.random() < 0.75:
        start = text.rfind(" ", 0, int(chance.integers(0, len(text) - size + 1)) + 1) + 1
    end = text.rfind(" ", start + 1, start + size + 1)
    return text[start : end if end > start else start + size]


def _case(chance: Chance, text: str) -> str:
    draw = chance.random()
    if draw < 0.12:
        return text.upper()
    return text.title() if draw < 0.16 else text
