"""Number and symbol of a document: `358/QĐ-UBND`, `12/2025/NĐ-CP`, `329/BXD-QLN`.

The number is often written or stamped in later, so what stands there is taken as digits only where
it can be nothing else; a number is never guessed. In the symbol the recogniser's D for Đ and its
capitals are mended where the kind of paper or the issuing body says how it must read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from dossier.fields.digits import certainty_of, mend_digits, note_of
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.text import clean, fold
from ocr.extract.letterhead.wordings import KINDS_OF_PAPER

_LABEL: Final = re.compile(
    r"^\W*(?:[sS5]\s?[^\W\d_]?[06]?|[^\W\d_]{1,2})\s?[:.;,]+\s*|^\W*[sS]\w\s+"
)
_BARE_LABEL: Final = re.compile(r"^\W*[sS][^\W\d_](?=\d)")
_NUMBER: Final = re.compile(r"^[\s.,_…-]*(?P<number>[^/]*?)\s*/\s*(?P<rest>.*)$")
_GLUED: Final = re.compile(r"^(?P<number>\d[\d\s]*)(?P<rest>[A-ZĐ][\w]*\s?-.*)$")
_PARTY: Final = re.compile(r"^(?P<number>\d[\d\s]*)\s*-\s*(?P<rest>[A-ZĐ][\w]*\s?/.*)$")
_DIGITS: Final = re.compile(r"\d{1,5}[a-hA-H]?")
_SYMBOL_LETTERS: Final = re.compile(r"[A-Za-zĐđƠơƯưÂâÔôĂă0-9]+(?:[-/][A-Za-zĐđƠơƯưÂâÔôĂă0-9.]+)*")
_LATER: Final = re.compile(r"[:\d]\s+\d|\d\s+/")
_SMALL_WORDS: Final = frozenset({"va", "cua", "tai", "cho", "-"})
_FILLED_IN_LATER: Final = 0.85
"""A space inside the number or before the stroke: it was put in by hand or stamp after printing."""


def read_symbol(text: str, *, kind: str = "", bodies: Sequence[str] = ()) -> Outcome:
    """The number and symbol in `text`, the row under the issuing body, label and all.

    `kind` is the name over the subject ("Quyết định"; "" for an official letter), `bodies` the
    names at the top left. Unreadable when the number is missing or not made of digits.
    """
    plain = _strip_label(clean(text))
    found = _NUMBER.match(plain) or _PARTY.match(plain) or _GLUED.match(plain)
    if found is None:
        return Unreadable("không thấy ký hiệu sau số / no symbol after the number")
    joint = "-" if _PARTY.match(plain) and not _NUMBER.match(plain) else "/"
    if _PARTY.match(plain) and "-" in found["number"]:
        found, joint = _PARTY.match(plain) or found, "-"
    number, mends = _read_number(found["number"])
    symbol = _tidy(found["rest"])
    if not number:
        return Unreadable("số để trống hoặc không đọc được / number blank or unreadable")
    if not _SYMBOL_LETTERS.fullmatch(symbol) or not any(c.isalpha() for c in symbol):
        return Unreadable("ký hiệu không đọc được / symbol unreadable")
    mended = mend_symbol(symbol, kind=kind, bodies=bodies)
    certainty = certainty_of(mends) * (0.9 if mended != symbol else 1.0)
    notes = [note_of(mends)] if mends else []
    if mended != symbol:
        notes.append("ký hiệu sửa theo tên loại và cơ quan / symbol mended by kind and body")
    if _LATER.search(plain):
        certainty *= _FILLED_IN_LATER
        notes.append("số điền sau khi in / number filled in after printing")
    return Parsed(f"{number}{joint}{mended}", round(certainty, 3), "; ".join(notes))


def _strip_label(text: str) -> str:
    for label in (_LABEL, _BARE_LABEL):
        found = label.match(text)
        if found and found.end():
            return text[found.end() :].strip()
    return text.strip()


def _read_number(text: str) -> tuple[str, int]:
    """(digits, letters taken for digits); '' when it is not a number."""
    compact = text.replace(" ", "").strip(".,_…")
    if not compact or not any(c.isdigit() for c in compact):
        return "", 0
    # Two written 1, each with its flag, are drawn like an M: 2M is 211.
    elevens = compact.count("M")
    mended, mends = mend_digits(compact.replace("M", "11"))
    return (mended, mends + 2 * elevens) if _DIGITS.fullmatch(mended) else ("", 0)


def _tidy(rest: str) -> str:
    symbol = re.sub(r"\s*([-/–—])\s*", r"\1", rest).replace("–", "-").replace("—", "-")
    return symbol.split(" ")[0].strip(".,;:-_/'\"")


def mend_symbol(symbol: str, *, kind: str, bodies: Sequence[str]) -> str:
    """`symbol` with Đ and capitals as the kind's abbreviation and the bodies' initials say."""
    known = _known_parts(kind, bodies)
    parts = re.split(r"([-/])", symbol)
    return "".join(known.get(_key(part), part) for part in parts)


def _known_parts(kind: str, bodies: Sequence[str]) -> Mapping[str, str]:
    known = {_key(part): part for part in ("UBND", "HĐND", "QĐ", "NĐ", "TTg", "HĐBT", "BCĐ")}
    for body in bodies:
        short = initials(body)
        # Some ministries leave their B out: BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI signs LĐTBXH.
        known |= {_key(part): part for part in (short, short[1:]) if len(part) > 1}
    if kind in KINDS_OF_PAPER:
        known |= {_key(KINDS_OF_PAPER[kind]): KINDS_OF_PAPER[kind]}
    return known


def _key(part: str) -> str:
    return fold(part).replace("0", "o")


def initials(body: str) -> str:
    """First letters of the words of a body's name: BỘ GIÁO DỤC VÀ ĐÀO TẠO -> BGDĐT."""
    words = re.findall(r"[^\W\d_]+", body.upper())
    return "".join(_plain_initial(w) for w in words if fold(w) not in _SMALL_WORDS)


def _plain_initial(word: str) -> str:
    return "Đ" if word[0] == "Đ" else fold(word[0]).upper()
