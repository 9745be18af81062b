"""What has one set form, put back into it: codes, ranks, lanes and the names of offices.

Each entry is a slip of a recogniser, or of a pen on a dotted line, that nobody means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from unicodedata import normalize

from dossier.text.folding import fold, fold_each, split_tone
from dossier.text.letters import CAPITAL, SMALL
from dossier.text.units import UNIT

_SERIAL_LETTER: Final = {"0": "O", "1": "I", "5": "S", "8": "B"}


def _tone_forward(found: re.Match[str]) -> str:
    plain, tone = split_tone(found[2])
    return normalize("NFC", found[1] + tone) + plain


def _if_eight(found: re.Match[str]) -> str:
    figures = found[0].replace(" ", "")
    return figures if len(figures) == 8 else found[0]


_Mend = str | Callable[[re.Match[str]], str]

_MENDS: Final[tuple[tuple[str, _Mend], ...]] = (
    # The O in a lot's code: "LKO5".
    (r"(?<=\b[A-ZĐ]{2})O(?=[0-9])", "0"),
    # A practice certificate, "BXD-42069777" (Nghị định 175/2024/NĐ-CP): dash and plain letters.
    (r"\b(?<=[A-Z]{3}-)[0-9 ]{9,11}(?= |$)", _if_eight),
    (rf"\b({CAPITAL}{{3}})[ .-](?=[0-9]{{8}}\b)", lambda m: f"{fold(m[1]).upper()}-"),
    (r"(?<=\s)['‘’](?=[^\W\d_])", ""),
    # A tone over the i behind a vowel that has a mark of its own: nobody writes "Nôị".
    (r"([âêôơưÂÊÔƠƯ])([íìỉĩịÍÌỈĨỊ])", _tone_forward),
    (r"\b[UÙÚỦŨỤƯ]BND\b", "UBND"),
    (
        r"\b(UBND|[Ủủ]y ban nhân dân|[Uu]ỷ ban nhân dân),\s"
        r"(?=(?:phường|xã|quận|huyện|tỉnh|thành phố)\s)",
        r"\1 ",
    ),
    # Dots of the leader behind a value, read as a figure: "59/2013 8", "của pháp luật 0".
    (r"(?<=/[12][0-9]{3}) [0-9]$", ""),
    (r"(?<=[^\W\d_])(?: [0oOil])+$", ""),
    # The same before an office, and an item's number before a sentence: "09 UBND", "9.Hiện tại".
    (r"^[0-9]{1,2} (?=(?:UBND|Ủy ban|Uỷ ban|Công an)\b)", ""),
    (rf"^[0-9][.,](?={CAPITAL}{SMALL}{{2}})", ""),
    # The second letter of the serial of a certificate of land, read as a figure: "D8 607645".
    (r"^([A-ZĐ])([0158]) ([0-9]{6,8})$", lambda m: f"{m[1]}{_SERIAL_LETTER[m[2]]} {m[3]}"),
    (r"^ủ(?=y ban nhân dân\b)|^u(?=ỷ ban nhân dân\b)", lambda m: m[0].upper()),
    # The number one after the letter of a block of flats: "tòa AI".
    (r"(?<=\bt[òo][aà] )([A-ZÀÁ])[iIlìÌíÍ|](?!\w)", lambda m: f"{fold(m[1]).upper()}1"),
    # The book of certified contracts, "01/2025-SCT/CK,ĐC" (Thông tư 01/2020/TT-BTP).
    (r"(?<=-SCT/CK)(?:\.\s?|,\s)(?=ĐC\b)", ","),
    (r"(?<=[0-9])\s?_\s?(?=[0-9])", "-"),
    (r"\s[+*=~^|_](?=[,\s]|$)", ""),
    (rf"(?<=[^\W_])\s?[:;]\s+(?={UNIT}\s)", ", "),
    (r"(?<=[0-9])\s?:\s(?=(?:ngõ|ngách|hẻm|tổ|phố|đường)\b)", ", "),
    # A lane before its number, whatever its vowel was read as.
    (r"\bng[oôơòóỏọồốổộờớởợỗỡ](?= [0-9])|(?<=[0-9] )n[gạ][õãôơ06o](?= [0-9])", "ngõ"),
    (r"\bKinh tế[.;:]?\s(?=Hạ tầng và Đô thị\b)", "Kinh tế, "),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern), mend) for pattern, mend in _MENDS)


_WORDS: Final = ("ban", "nhân", "dân")
_COMMITTEE: Final = re.compile(r"\b(uy)[^\w\s]?\s(ban)\s(nhan)\s(dan)\b")
"""In folded text: the commonest office of all, under whatever marks and with a stroke beside it."""


def mend_set_forms(text: str) -> str:
    """`text` (clean) with what has one set form put back into it."""
    text = mend_tones(mend_committee(text))
    for pattern, mend in _COMPILED:
        text = pattern.sub(mend, text)
    return text


_TONE_TOO_SOON: Final = re.compile(r"([íìỉĩịýỳỷỹỵúùủũụứừửữựÍÌỈĨỊÝỲỶỸỴÚÙỦŨỤỨỪỬỮỰ])([êôơÊÔƠ])")


def mend_tones(text: str) -> str:
    """`text` (NFC) with no tone on the vowel before one that has a mark of its own: nobody writes
    "NGUỸÊN" or "phừơng"."""
    return _TONE_TOO_SOON.sub(_tone_back, text)


def _tone_back(found: re.Match[str]) -> str:
    plain, tone = split_tone(found[1])
    return plain + normalize("NFC", found[2] + tone)


def mend_committee(text: str) -> str:
    """`text` with the marks of "Ủy ban nhân dân" put right, in its case and either way of writing
    the first word: "ỦY/ BAN NHẬN DÂN"."""
    for found in reversed([*_COMMITTEE.finditer(fold_each(text))]):
        read = [text[slice(*found.span(number))] for number in (1, 2, 3, 4)]
        first = "uỷ" if read[0][0].lower() == "u" and read[0][1].lower() != "y" else "ủy"
        meant = [_cased(word, like) for word, like in zip((first, *_WORDS), read, strict=True)]
        text = text[: found.start()] + " ".join(meant) + text[found.end() :]
    return text


def _cased(word: str, like: str) -> str:
    return "".join(a.upper() if b.isupper() else a for a, b in zip(word, like, strict=True))
