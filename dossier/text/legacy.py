"""Text of the encodings before Unicode, as old databases and copied PDF text still bring it.

TCVN3 ("ABC": .VnTime) puts Vietnamese letters where Latin-1 has others; VNI-Windows puts a second
letter behind the vowel for its mark. On paper both look right; only the text is garbage:
"Céng hßa x· héi", "Coäng hoøa xaõ hoäi" for "Cộng hòa xã hội". What a page says is read from its
picture and never from such a layer; what is submitted or kept in a register is decoded here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from unicodedata import normalize

from dossier.text.syllables import is_syllable

_GARBLED: Final = 0.6
"""Share of well-formed syllables below which a text may be in another encoding."""
_DECODED: Final = 0.9
"""The share from which a decoding is believed."""
_NO_LETTERS: Final = " .,;:()/\\-–\"'?!0123456789"

_TCVN3: Final = str.maketrans(
    dict(
        zip(
            "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
            "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
            strict=True,
        )
    )
)
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"


def _vni() -> Iterator[tuple[str, str]]:
    """(as written, letter), small letters; capitals follow the same way."""
    tones = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
    with_circumflex = {"á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT, "â": ""}
    with_breve = {"é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT, "ê": ""}
    for vowel in "aeouy":
        yield from ((vowel + mark, vowel + tone) for mark, tone in tones.items())
    for vowel in "aeo":
        yield from ((vowel + m, vowel + _CIRCUMFLEX + t) for m, t in with_circumflex.items())
    yield from (("a" + mark, "a" + _BREVE + tone) for mark, tone in with_breve.items())
    for written, vowel in (("ô", "o"), ("ö", "u")):
        yield from ((written + m, vowel + _HORN + tone) for m, tone in tones.items())
        yield written, vowel + _HORN
    yield from (("æ", "i" + _HOOK), ("ó", "i" + _TILDE), ("ò", "i" + _DOT), ("î", "y" + _DOT))
    yield "ñ", "đ"


def _both_cases() -> Iterator[tuple[str, str]]:
    for written, letter in _vni():
        composed = normalize("NFC", letter)
        yield written, composed
        # A capital vowel takes a capital mark, in mixed print also a small one.
        yield written[0].upper() + written[1:], composed.upper()
        yield written.upper(), composed.upper()


_VNI: Final = dict(_both_cases())
_VNI_PARTS: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_DECODERS: Final[tuple[Callable[[str], str], ...]] = (
    lambda text: text.translate(_TCVN3),
    lambda text: _VNI_PARTS.sub(lambda found: _VNI[found[0]], text),
)


def decode_legacy(text: str) -> str:
    """`text` in Unicode where it is TCVN3 or VNI, else as it is.

    Believed only where most of it is no Vietnamese as it stands and nearly all is when decoded.
    Before anything is stripped: TCVN3 writes ư as a soft hyphen.
    """
    if text.isascii() or _well_formed(text) >= _GARBLED:
        return text
    best = max((decode(text) for decode in _DECODERS), key=_well_formed)
    return best if _well_formed(best) > _DECODED else text


def _well_formed(text: str) -> float:
    """Share of words that can be Vietnamese; 1 where there is none."""
    words = [word for part in text.split() if (word := part.strip(_NO_LETTERS))]
    return sum(map(is_syllable, words)) / len(words) if words else 1.0
