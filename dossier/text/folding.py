"""Keys for comparing Vietnamese: hoà = hòa, kỹ = kĩ, and everything without its marks.

The rules of tone placement and of i/y are those of the two spellings in official use; both stand
side by side even in the names of communes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

_FOLDED: Final = {
    **dict.fromkeys(range(0x0300, 0x0370), ""),
    **dict.fromkeys(map(ord, "đĐðÐƉɖ"), "d"),
}
_SPACES: Final = re.compile(r"\s+")

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_TONE: Final = re.compile(f"[{_TONES}]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SYLLABLE: Final = re.compile(
    r"(?P<onset>qu(?=[aăâeêiyơ])|gi(?=[aăâeêioôơuư])|ngh|[cgknpt]h|tr|ng|[bcdđghklmnprstvx]|)"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})"
    r"(?P<final>ch|ng|nh|[cmnpt]|)",
    re.IGNORECASE,
)
_Y_AS_I: Final = re.compile(r"(?P<onset>qu|[hklmstv])(?P<rime>y)", re.IGNORECASE)
_TONE_ON_FIRST: Final = frozenset({"oa", "oe", "uy"})


def fold(text: str) -> str:
    """`text` in lower case without tone and vowel marks, đ as d, single spaces: a search key."""
    plain = text.casefold()
    if not plain.isascii():
        plain = normalize("NFD", plain).translate(_FOLDED)
    return _SPACES.sub(" ", plain).strip()


def fold_each(text: str) -> str:
    """`text` folded letter by letter: exactly as long, so that offsets lead back to `text`."""
    return "".join(map(_fold_letter, text))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    folded = fold(letter)
    return folded if len(folded) == 1 else (" " if letter.isspace() else letter)


def canonical_tones(text: str) -> str:
    """`text` (any form) as NFC with every tone mark where the older spelling puts it.

    hoà -> hòa, thuỵ -> thụy, and the slips hùynh -> huỳnh, qúy -> quý, gía -> giá. Case and all
    that is not a Vietnamese syllable stay as they are. Idempotent.
    """
    return _WORD.sub(lambda m: _place_tone(m.group()), normalize("NFC", text))


def fold_iy(text: str) -> str:
    """`text` as NFC with i for y where both are written: kỹ -> kĩ, Quý -> Quí; never uy, ay, ây."""
    return _WORD.sub(lambda m: _write_i(m.group()), normalize("NFC", text))


def split_tone(word: str) -> tuple[str, str]:
    """(`word` as NFC without its tone, the tone mark or ''); a word with several stays as it is."""
    parts = normalize("NFD", word)
    tones = _TONE.findall(parts)
    if len(tones) != 1:
        return normalize("NFC", word), ""
    return normalize("NFC", _TONE.sub("", parts)), tones[0]


@lru_cache(maxsize=8192)
def _place_tone(word: str) -> str:
    if word.isascii():
        return word
    bare, tone = split_tone(word)
    found = _SYLLABLE.fullmatch(bare)
    if not tone or not found:
        return word
    at = found.start("vowels") + _tone_index(found)
    return normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :])


def _tone_index(syllable: re.Match[str]) -> int:
    """Which of the vowels carries the tone."""
    vowels = syllable["vowels"].lower()
    marked = [i for i, ch in enumerate(vowels) if ch in "ăâêôơư"]
    if marked:
        return marked[-1]
    if len(vowels) == 2:
        open_first = not syllable["final"] and (vowels in _TONE_ON_FIRST or vowels[1] in "aiouy")
        return 0 if open_first else 1
    return len(vowels) // 2


@lru_cache(maxsize=8192)
def _write_i(word: str) -> str:
    bare, tone = split_tone(word)
    found = _Y_AS_I.fullmatch(bare)
    if not found:
        return word
    vowel = "I" if found["rime"].isupper() else "i"
    return normalize("NFC", found["onset"] + vowel + tone)
