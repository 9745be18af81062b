"""Slips of a recogniser that can be mended without guessing: stray points and set phrases.

Dots of a leader under the writing come out as points inside the value ("Số. 17", "Trần.Phúc"),
and words that every address uses come out with a wrong mark ("huyên Ý Yên"). Only what no writer
means is touched: abbreviations, numbers and dates keep their points, and a phrase is mended only
to the one set phrase that has its letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from dossier.text.folding import canonical_tones, fold, fold_each
from dossier.text.letters import CAPITAL, SMALL
from dossier.text.set_forms import mend_set_forms
from dossier.text.syllables import is_syllable, part_syllables
from dossier.text.units import UNIT, UNIT_WORD

_ABBREVIATIONS: Final = frozenset(
    {"tp", "tx", "tt", "q", "p", "h", "x", "kp", "tdp", "ths", "ts", "bs", "ks", "ds", "st"}
    | {"kt", "tm", "tl", "tuq", "pgs", "gs", "v", "vv", "cc", "dt"}
)
_LOOSE_SLASH: Final = re.compile(r"(?<=[0-9])(?:\s+/\s*|\s*/\s+)(?=[0-9])")
_POINT_SLASH: Final = re.compile(r"(?<=[0-9])\s*\.\s*(?=/)|(?<=/)\s*\.\s*(?=[0-9])")
_SPLIT_NUMBER: Final = re.compile(r"(?<![0-9./-])([0-9]{1,3})\.([0-9]{1,2})(?=/)")
_SPLIT_YEAR: Final = re.compile(r"(?<=/)([0-9]{1,3})\.([0-9]{1,3})(?![0-9./])")
_COMMA_POINT: Final = re.compile(r"\s*(?:,\s?\.+|\.+\s?,)")
_COMMA_AFTER_TP: Final = re.compile(rf"(?<=\bTP)\s?,\s?(?={CAPITAL})")
_LOOSE_POINT: Final = re.compile(r"\s\.(?=[^\W_])|(?<=[^\W\d_])\s?\.(?=\s[0-9])")
_INNER_POINT: Final = re.compile(r"(?<!\w)([^\W\d_]+)\.(?=[^\W_])")
_POINT_BEFORE_UNIT: Final = re.compile(rf"(?<!\w)([^\W_]+)\.\s+(?={UNIT}\b)")
_POINT_AFTER_UNIT: Final = re.compile(rf"(?<!\w)({UNIT_WORD})\.\s+(?=[^\W\d_])")
_POINT_BEFORE_LOWER: Final = re.compile(rf"(?<!\w)([^\W\d_]+)\.\s+(?={SMALL})")

_COMMA_AFTER_UNIT: Final = re.compile(
    r"(?<=[^\W_]),?\s+(phường|xã|quận|huyện|tỉnh|thị trấn|thị xã),\s+"
)
_COMMA_BEFORE_UNIT: Final = re.compile(
    rf"(\b[0-9]+|\b{CAPITAL}{SMALL}+)(?<!Công An)(?!(?<=\bĐô) thị )"
    rf"(?= (?:phường|xã|quận|huyện|tỉnh|thành phố|thị xã|thị trấn) {CAPITAL})\s?"
)
"""A number or a name, and the unit that the place lies in: people leave the comma out. Not within
"Phòng Kinh tế, Hạ tầng và Đô thị xã Phúc Thọ", where the town is an office's."""
_COMMA_AFTER_FLAT: Final = re.compile(
    r"(căn hộ [0-9]+)(?= (?:tòa|toà|chung cư|khu)\b)\s?", re.IGNORECASE
)
_NUMBER_AT_WORD: Final = re.compile(rf"(?<!\w)[^\W\d_]*{SMALL}{{2}}(?=[0-9])")
_WORD_AT_NUMBER: Final = re.compile(rf"(?<=[0-9]{{4}})({SMALL}{{2,}})(?!\w)")
"""Behind a year or a longer number; "31m2" and "5kg" are short of it."""
_NAME_AT_WORD: Final = re.compile(rf"(?<!\w)[^\W\d_]*{SMALL}(?={CAPITAL}{SMALL})")
_GLUED: Final = re.compile(rf"(?<!\w){SMALL}{{6,}}(?!\w)")
_CAPITALS: Final = re.compile(rf"(?<!\w){CAPITAL}{{2,4}}(?![\w./-])")
_INNER_CAPITAL: Final = re.compile(
    rf"(?<!\w)[^\W\d_]+(?:{SMALL}{CAPITAL}|{CAPITAL}{SMALL})[^\W\d_]*(?!\w)"
)
_SAME_SHAPE: Final = frozenset("cosuvwxz")
"""Folded letters whose capitals differ from the small ones by their size alone."""

_INNER_POINT_OF_CODE: Final = re.compile(r"(?<!\w)([A-ZĐ]{1,2})\.(?=[0-9]{5,}(?!\w))")
_RANK: Final = re.compile(r"\b(cấp|hạng|phần|nhóm)\s?\.\s?(?=[IVX]{1,4}\b)", re.IGNORECASE)
_OPEN_BRACKET: Final = re.compile(r"(?<=\s)\((?=[^\W_])")
_BRACKETS: Final = {"(": ")", "[": "]"}
_QUOTES: Final = re.compile(r'["“”]')
_EMPTY_BRACKETS: Final = re.compile(r"\s*[(\[]\s*[)\]]\s*$")

_PHRASES: Final = (
    "ủy ban nhân dân", "công an", "thành phố", "tổ dân phố", "thị trấn", "thị xã", "phường",
    "huyện", "quận", "tỉnh", "đặc khu", "bệnh viện", "trạm y tế", "đăng ký", "thường trú",
    "tạm trú", "cư trú", "xác nhận", "thông tin", "ngách", "Việt Nam", "Hà Nội", "Hồ Chí Minh",
    "đất đai", "khu đô thị", "triệu đồng", "nghìn đồng", "gắn liền", "liên quan", "trật tự xã hội",
    "giấy chứng nhận", "giấy chứng sinh", "căn hộ", "chung cư", "Bộ Công an", "kinh tế",
    "hiện tại", "sử dụng", "lệ phí", "toàn bộ", "hoàn thành", "hành chính", "pháp luật",
)  # fmt: skip
_BY_KEY: Final = {tuple(fold(p).split()): p.split() for p in _PHRASES}
_LONGEST_PHRASE: Final = max(map(len, _BY_KEY))
_LONG_PHRASE: Final = {key: p for key, p in _BY_KEY.items() if len(key) >= 3}
"""Long enough to be known with a letter misread, "Trạm v tế", of four words with two: "Hỳ han nhân
dân"."""
_SLIPS: Final = {3: 1}
_MOST_SLIPS: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]+")
_POINTS: Final = re.compile(r"[.,]")


def mend_slips(text: str) -> str:
    """`text` (clean) with all that is mended word by word, in the order in which one makes way for
    the next: pairs, set forms, points, phrases."""
    return mend_phrases(mend_points(mend_set_forms(mend_pairs(text))))


def mend_points(text: str) -> str:
    """`text` (clean) without points that a leader left inside it."""
    mended = _POINT_SLASH.sub("", _LOOSE_SLASH.sub("/", text))
    mended = _SPLIT_YEAR.sub(_join_if(4), _SPLIT_NUMBER.sub(r"\1\2", mended))
    mended = _COMMA_AFTER_TP.sub(". ", _COMMA_POINT.sub(",", mended))
    mended = _INNER_POINT_OF_CODE.sub(r"\1 ", mended)
    mended = _RANK.sub(r"\1 ", mended)
    mended = _POINT_AFTER_UNIT.sub(r"\1 ", mended)
    mended = _POINT_BEFORE_UNIT.sub(_to(", ", keep=". "), mended)
    mended = _LOOSE_POINT.sub(lambda m: " " if m.group().startswith(" ") else "", mended)
    mended = _INNER_POINT.sub(_to(" ", keep="."), mended)
    mended = _POINT_BEFORE_LOWER.sub(_to(" ", keep=". "), mended)
    return " ".join(mended.split())


def mend_pairs(text: str) -> str:
    """`text` without what is read of a form's brackets and of specks around a value: an opening
    bracket that is never closed before it, an empty pair behind it, a quotation mark alone."""
    mended = _EMPTY_BRACKETS.sub("", text)
    while mended[:1] in _BRACKETS and _BRACKETS[mended[0]] not in mended:
        mended = mended[1:].lstrip()
    mended = mended.rstrip("".join(_BRACKETS) + " ")
    if ")" not in mended and mended.count("(") == 1:
        mended = _OPEN_BRACKET.sub("", mended)
    if len(_QUOTES.findall(mended)) == 1:
        mended = _QUOTES.sub("", mended)
    return " ".join(mended.split())


def mend_units(text: str) -> str:
    """`text` with the commas and spaces of an address where they belong: before a unit's word and
    after it, and capitals that only have the shape of small letters made small."""
    mended = _COMMA_AFTER_UNIT.sub(_before_unit, text)
    mended = _COMMA_BEFORE_UNIT.sub(r"\1, ", mended)
    mended = _COMMA_AFTER_FLAT.sub(r"\1, ", mended)
    return _INNER_CAPITAL.sub(_small_inside, _CAPITALS.sub(_small_shapes, mended))


def mend_words(text: str) -> str:
    """`text` with a space between a word and the number or name that was read as one with it."""
    apart = _NUMBER_AT_WORD.sub(lambda m: _apart(m, " "), text)
    apart = _WORD_AT_NUMBER.sub(lambda m: f" {m[1]}" if is_syllable(m[1]) else m[1], apart)
    apart = _NAME_AT_WORD.sub(lambda m: _apart(m, " "), apart)
    return _GLUED.sub(_part_glued, apart)


def _part_glued(found: re.Match[str]) -> str:
    """ "thườngtrú" in its two words, where there is one way to part it."""
    parts = part_syllables(found[0])
    return " ".join(parts) if len(parts) == 2 else found[0]


def _apart(found: re.Match[str], separator: str) -> str:
    return found[0] + separator if is_syllable(found[0]) else found[0]


def _before_unit(found: re.Match[str]) -> str:
    follows = found.string[found.end() : found.end() + 1]
    return f", {found[1]} " if follows.isupper() else found[0]


def _small_shapes(found: re.Match[str]) -> str:
    """ "CỔ Điển" is "Cổ Điển"; what is written in capitals throughout stays."""
    word = found.group()
    beside = found.string[: found.start()] + found.string[found.end() :]
    mixed = any(ch.islower() for ch in beside)
    like_small = all(fold(ch) in _SAME_SHAPE for ch in word[1:])
    return word[0] + word[1:].lower() if mixed and like_small and is_syllable(word) else word


def _small_inside(found: re.Match[str]) -> str:
    """ "NgạC" is "Ngạc", "VỐn" is "Vốn"."""
    word = found.group()
    inner = [ch for ch in word[1:] if ch.isupper()]
    like_small = all(fold(ch) in _SAME_SHAPE for ch in inner)
    return word[0] + word[1:].lower() if like_small and is_syllable(word) else word


def _join_if(digits: int) -> Callable[[re.Match[str]], str]:
    def join(found: re.Match[str]) -> str:
        joined = found[1] + found[2]
        return joined if len(joined) == digits else found[0]

    return join


def _to(replacement: str, *, keep: str) -> Callable[[re.Match[str]], str]:
    """Put `replacement` for the point after a word, `keep` after an abbreviation."""

    def mend(found: re.Match[str]) -> str:
        return found[1] + (keep if is_abbreviation(found[1]) else replacement)

    return mend


def is_abbreviation(word: str) -> bool:
    """Whether a point after `word` belongs to it: "TP.", "Q.", "ThS."."""
    return fold(word) in _ABBREVIATIONS or (word.isupper() and len(word) <= 4)


def mend_phrases(text: str) -> str:
    """`text` with set phrases of addresses and offices spelled right where only marks are wrong.

    A phrase in capitals, or one whose marks are all in place, is left alone; one-word phrases
    count only in small letters before a name ("huyên Ý Yên"), since names may look like them.
    """
    words = list(_WORD.finditer(text))
    mended = list(text)
    index = 0
    while index < len(words):
        index += _mend_at(text, words, index, mended) or 1
    return " ".join("".join(mended).split())


def _mend_at(text: str, words: list[re.Match[str]], index: int, mended: list[str]) -> int:
    """Mend the longest phrase that begins at word `index`; how many words it has."""
    for length in range(min(_LONGEST_PHRASE, len(words) - index), 0, -1):
        part = words[index : index + length]
        key = tuple(fold(w.group()) for w in part)
        right = _BY_KEY.get(key) or _nearest_long(key)
        if right is None or not _may_mend(part, words, index + length):
            continue
        for word, spelled in zip(part, right, strict=True):
            if not _same_but_for_tone_place(word.group(), spelled):
                mended[word.start() : word.end()] = _like(spelled, word.group())
        for word, following in pairwise(part):
            gap = text[word.end() : following.start()]
            mended[word.end() : following.start()] = _POINTS.sub("", gap).ljust(len(gap))
        return length
    return 0


def _nearest_long(key: tuple[str, ...]) -> list[str] | None:
    """The long set phrase of as many words that `key` is a slip or two away from."""
    for known, phrase in _LONG_PHRASE.items():
        if len(known) == len(key) and _is_slip(known, key):
            return phrase
    return None


def _is_slip(known: tuple[str, ...], read: tuple[str, ...]) -> bool:
    most = _SLIPS.get(len(known), _MOST_SLIPS)
    return OSA.distance("".join(known), "".join(read)) <= most


def _may_mend(part: list[re.Match[str]], words: list[re.Match[str]], after: int) -> bool:
    first = part[0].group()
    if first.isupper() and len(first) > 1:
        return False
    if len(part) > 1:
        return True
    return first.islower() and after < len(words) and words[after].group()[0].isupper()


def _same_but_for_tone_place(written: str, right: str) -> bool:
    return canonical_tones(written).casefold() == canonical_tones(right).casefold()


def _like(spelled: str, written: str) -> list[str]:
    """`spelled` with the capitals of `written`; both have as many letters when folded."""
    if len(fold_each(written)) != len(spelled):
        return list(spelled)
    return [s.upper() if w.isupper() else s.lower() for s, w in zip(spelled, written, strict=True)]
