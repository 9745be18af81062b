"""The gate: no engine may run that cannot write every Vietnamese letter.

An engine without `ữ` in its alphabet writes `ư` and looks sure of it; nothing later can tell.
"""

from __future__ import annotations

import logging
import unicodedata
from typing import Final

from dossier.errors import Misconfigured
from ocr.engines.base import OcrEngine

_log = logging.getLogger(__name__)

_PLAIN_VOWELS: Final = "aeiouy"
_SHAPED_VOWELS: Final = "ăâêôơư"
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
"""Huyền, sắc, ngã, hỏi, nặng."""


def accented_letters() -> frozenset[str]:
    """The 134 letters of Vietnamese that carry a mark, 67 lower and 67 upper case, NFC.

    Twelve vowels with five tones each, the six shaped vowels without one, and đ.
    """
    toned = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in _PLAIN_VOWELS + _SHAPED_VOWELS
        for tone in _TONES
    }
    lower = toned | set(_SHAPED_VOWELS) | {"đ"}
    return frozenset(lower | {letter.upper() for letter in lower})


def missing_letters(engine: OcrEngine) -> tuple[str, ...]:
    """The accented letters that `engine` cannot write, in alphabetical order of code points."""
    return tuple(sorted(accented_letters() - engine.alphabet()))


def prove_alphabet(engine: OcrEngine, known_gaps: frozenset[str] = frozenset()) -> OcrEngine:
    """`engine` itself, proven. Raises Misconfigured with the letters that it cannot write.

    `known_gaps` are letters that are known to be missing and accepted all the same; they are
    logged at every start.
    """
    missing = missing_letters(engine)
    if set(missing) <= known_gaps:
        if missing:
            _log.warning("engine=%s cannot write %s", engine.name, " ".join(missing))
        return engine
    letters = " ".join(missing)
    raise Misconfigured(
        f"Bộ nhận dạng {engine.name} không viết được: {letters} / "
        f"The engine {engine.name} cannot write: {letters}",
        engine=engine.name,
    )
