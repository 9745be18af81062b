"""What is left of a printed footnote mark where a value begins: "(1)" misread or run into it."""

from __future__ import annotations

import re

from dossier.text import is_syllable
from dossier.text.letters import CAPITAL

_BROKEN_FOOTNOTE = re.compile(
    r"^[\s:.]*(?:[(\[]?[^\s()]{0,2}\s?[)\]]+|(?P<open>[(\[])(?P<mark>[^\s()]{1,2})(?=\s))[\s:.]*"
)
"""A misread footnote mark before a value: "2): Tách hộ", "(Đ) UBND", "(4 Bệnh viện"."""
_UNCLOSED_FOOTNOTE = re.compile(r"^[\s:.]*[(\[](?:\s+|[0-9lI|]\.?(?=[0-9]+/))")
"""The same before a number with its year, "(148/2025" is the mark (1) and 48/2025, and a bracket
whose number and end are lost."""
_GLUED_FOOTNOTE = re.compile(r"^(?P<mark>[\s:.(\[]*\w)(?P<first>[^\W\d_])(?P<second>[^\W\d_])")
"""The same where it runs into the first word: "(ụUý ban", "3Số 9"."""
_LONE_FOOTNOTE = re.compile(rf"^[\s:.]*(?:[bcdfghijklmnpqrstwz0][;,:.]?|[a-z][;:])\s+(?={CAPITAL})")
"""The same where it stands apart: "c Ủy ban", "0 Số 2", "y; NGUYỄN". No word of one letter begins a
value before a capital but "ở", and no house has the number 0; x and v may be ticks."""
_LONE_SIGN = re.compile(
    rf"^[\s:.]*(?:[vwx@*=•][\-–;:.,]+\s*|[@*=•'‘’]\s+|[vw](?={CAPITAL}{{3}})|[@*=•](?={CAPITAL}))"
)
"""The same as a sign that no value begins with, or with a dash or point that no tick has: "v- Công
an", "@. Số 176", "vUBND"."""
_LONE_TICK = re.compile(rf"^[\s:.]*[vwxy]\s+(?={CAPITAL}\S*\s+[^\W\d_]+\s+[^\W\d_])")
"""The same like a tick, before the words of an office, as no choice has: "v Ủy ban nhân dân"."""
_SIGN_ON_LEADER = re.compile(r"^[\s:.]*…[\s.…]*[)\]]")
"""No mark stands behind a leader: "…)…" is a hurried figure."""
_FOOTNOTE_AFTER = re.compile(r"(?P<word>[^\W\d_]{2,})(?P<mark>[a-z0-9]{1,2})[)\]]\s*$")
"""A misread mark run into the last word of a value: "phường Ô Chợ Dừau)"."""


def footnote_end(text: str) -> int:
    """How many characters before a value are what is left of a printed footnote mark."""
    unclosed = _UNCLOSED_FOOTNOTE.match(text)
    if unclosed is not None and ")" not in text:
        return unclosed.end()
    lone = _LONE_FOOTNOTE.match(text) or _LONE_SIGN.match(text) or _LONE_TICK.match(text)
    if lone is not None:
        return lone.end()
    footnote = _BROKEN_FOOTNOTE.match(text)
    if footnote is not None and not _SIGN_ON_LEADER.match(text):
        # "(Ủy ban": a bracket of the mark stayed, its number is lost, and the word is the value's.
        is_word = footnote["mark"] is not None and is_syllable(footnote["mark"])
        return footnote.end("open") if is_word else footnote.end()
    glued = _GLUED_FOOTNOTE.match(text)
    if glued is None or not (glued["first"].isupper() and glued["second"].islower()):
        return 0
    return glued.end("mark") if not glued["mark"][-1].isupper() else 0


def footnote_start(text: str) -> int:
    """Where a value ends before what is left of a printed footnote mark behind it."""
    found = _FOOTNOTE_AFTER.search(text)
    if found is None or "(" in text or "[" in text:
        return len(text)
    whole = found["word"] + found["mark"]
    cut = is_syllable(found["word"]) and not is_syllable(whole)
    return found.start("mark") if cut else len(text)
