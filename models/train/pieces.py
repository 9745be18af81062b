"""Short written things: numbers, dates, codes, money, addresses on the net, made syllables."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np

from ocr.engines.alphabet import accented_letters

Chance = np.random.Generator

_NOTATIONS: Final = (
    "QĐ-UBND", "CT-UBND", "BC-UBND", "TTr-SNV", "QĐ-BTP", "NĐ-CP", "TT-BTP", "QĐ-TTg", "CV-BXD",
    "TB-VP", "KH-UBND", "NQ-HĐND", "TLKS-BS", "TLKH-BS", "UBND-XNTTHN", "GM-SXD", "QĐ-CT",
    "STP-HCTP", "BTNMT-TCMT", "TT-BCA", "QĐ-TTPVHCC", "BKHCN-CĐSQG", "TTLT-BTP-BNG", "SCT/BS",
)  # fmt: skip
_DOMAINS: Final = ("gmail.com", "hanoi.gov.vn", "yahoo.com.vn", "moj.gov.vn", "quangngai.gov.vn")
_UNITS: Final = (
    "m²",
    "km²",
    "m",
    "kg",
    "gam",
    "%",
    "°C",
    "ha",
    "m³",
    "bản",
    "trang",
    "tuổi",
    "đồng",
)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ONSETS: Final = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
_RIMES: Final = (
    "a", "ă", "â", "e", "ê", "i", "y", "o", "ô", "ơ", "u", "ư", "ai", "ao", "au", "ay", "âu",
    "ây", "eo", "êu", "ia", "iêu", "yêu", "iu", "oa", "oai", "oay", "oe", "ôi", "ơi", "oi", "ua",
    "uây", "uê", "ui", "uôi", "uơ", "uy", "uya", "ưa", "ưi", "ươi", "ươu", "ưu", "am", "ăm",
    "âm", "em", "êm", "im", "om", "ôm", "ơm", "um", "iêm", "uôm", "ươm", "an", "ăn", "ân", "en",
    "ên", "in", "on", "ôn", "ơn", "un", "iên", "yên", "uôn", "ươn", "oan", "oăn", "uân", "uyên",
    "ang", "ăng", "âng", "eng", "iêng", "ong", "ông", "ung", "ưng", "uông", "ương", "oang",
    "oăng", "anh", "ênh", "inh", "oanh", "uynh", "ap", "ăp", "âp", "ep", "êp", "ip", "op", "ôp",
    "ơp", "up", "iêp", "ươp", "at", "ăt", "ât", "et", "êt", "it", "ot", "ôt", "ơt", "ut", "ưt",
    "iêt", "uôt", "ươt", "oat", "oăt", "uât", "uyêt", "ac", "ăc", "âc", "ec", "oc", "ôc", "uc",
    "ưc", "iêc", "uôc", "ươc", "ach", "êch", "ich", "oach",
)  # fmt: skip
_TONES: Final = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_LETTERS: Final = tuple(sorted(accented_letters()))
_POOL: Final = 40_000
"""Random syllables that words are chosen from: the rarest letter stands in dozens of them."""
_POOL_SEED: Final = 11
_MARKED: Final = "ăâêôơư"
_VOWELS: Final = "aeiouy" + _MARKED


def digits(chance: Chance, count: int) -> str:
    return "".join(str(d) for d in chance.integers(0, 10, count))


def pick(chance: Chance, items: Sequence[str]) -> str:
    return items[int(chance.integers(len(items)))]


def date(chance: Chance) -> str:
    """A date in one of the styles that forms and letters use."""
    day, month = int(chance.integers(1, 32)), int(chance.integers(1, 13))
    year = int(chance.integers(1930, 2031))
    style = int(chance.integers(8))
    mark = pick(chance, ("/", "/", "/", "-", ".", " / "))
    if style < 4:
        return f"{day:02d}{mark}{month:02d}{mark}{year}"
    if style == 4:
        return f"{day}{mark}{month}{mark}{year}"
    if style == 5:
        return f"{day:02d} giờ {month:02d} phút, ngày {day:02d}/{month:02d}/{year}"
    return f"{pick(chance, ('ngày', 'Ngày', ''))} {day:02d} tháng {month:02d} năm {year}".strip()


def personal_id(chance: Chance) -> str:
    number = f"0{digits(chance, 11)}"
    style = int(chance.integers(5))
    if style == 0:
        return " ".join(number[i : i + 3] for i in range(0, 12, 3))
    return " ".join(number) if style == 1 else number


def number(chance: Chance) -> str:
    """A count, an amount of money, a share or a measure."""
    style = int(chance.integers(6))
    if style == 0:
        groups = [str(chance.integers(1, 1000))]
        groups += [digits(chance, 3) for _ in range(int(chance.integers(1, 4)))]
        return ".".join(groups) + pick(chance, ("", " đồng", "đ", " ₫", " VNĐ", ",5", " m²"))
    if style == 1:
        return f"{chance.integers(0, 300)},{digits(chance, int(chance.integers(1, 3)))} " + pick(
            chance, _UNITS
        )
    if style == 2:
        return f"{chance.integers(1, 100):02d} " + pick(chance, _UNITS)
    if style == 3:
        return f"{pick(chance, _ROMAN)}{pick(chance, ('.', '', ')', '-'))}"
    if style == 4:
        return f"{chance.integers(1, 30)}.{chance.integers(1, 20)}" + pick(chance, ("", ".", ")"))
    return digits(chance, int(chance.integers(1, 10)))


def code(chance: Chance) -> str:
    """A document's number and symbol, a procedure's or a dossier's code."""
    style = int(chance.integers(6))
    serial = f"{chance.integers(1, 4000):02d}"
    if style < 3:
        lead = pick(chance, ("", "Số: ", "Số ", "số "))
        year = pick(chance, ("/", "/", f"/{chance.integers(1990, 2027)}/"))
        return f"{lead}{serial}{year}{pick(chance, _NOTATIONS)}"
    if style == 3:
        return f"{chance.integers(1, 4)}.{digits(chance, 6)}"
    if style == 4:
        agency = f"000.{digits(chance, 2)}.{digits(chance, 2)}.H26"
        return f"{agency}-{digits(chance, 6)}-{digits(chance, 4)}"
    letters = "".join(pick(chance, "ABCDEGHIKLMNOPQRSTUVXY") for _ in range(2))
    return f"{letters}{pick(chance, ('', ' ', '-'))}{digits(chance, int(chance.integers(5, 9)))}"


def contact(chance: Chance) -> str:
    """An e-mail address, a web address or a telephone number."""
    word = "".join(
        pick(chance, "abcdeghiklmnopqrstuvxyz") for _ in range(int(chance.integers(3, 10)))
    )
    style = int(chance.integers(4))
    if style == 0:
        return f"{word}{pick(chance, ('', '.', '_'))}{digits(chance, 2)}@{pick(chance, _DOMAINS)}"
    if style == 1:
        return f"{pick(chance, ('https://', 'www.', 'http://'))}{word}.{pick(chance, _DOMAINS)}"
    phone = "0" + digits(chance, 9)
    if style == 2:
        return pick(chance, (".", " ", "-")).join((phone[:4], phone[4:7], phone[7:]))
    return phone


def syllable(chance: Chance) -> str:
    """A syllable with any tone, often no word of the language: no mark can be guessed."""
    rime, tone = pick(chance, _RIMES), pick(chance, _TONES)
    vowels = [i for i, char in enumerate(rime) if char in _VOWELS]
    marked = [i for i in vowels if rime[i] in _MARKED]
    place = marked[-1] if marked else vowels[min(1, len(vowels) - 1) if len(vowels) > 2 else 0]
    word = pick(chance, _ONSETS) + rime[: place + 1] + tone + rime[place + 1 :]
    return unicodedata.normalize("NFC", word)


def syllables(chance: Chance) -> str:
    words = [syllable(chance) for _ in range(int(chance.integers(1, 9)))]
    if chance.random() < 0.15:
        words = [word.capitalize() for word in words]
    return " ".join(words)


def letter_words(chance: Chance) -> str:
    """One to eight syllables, each chosen for one of the 134 accented letters.

    In text as it is written twenty of them make up most, and Ỵ never stands.
    """
    return " ".join(_word_with_a_letter(chance) for _ in range(int(chance.integers(1, 9))))


def _word_with_a_letter(chance: Chance) -> str:
    letter = pick(chance, _LETTERS)
    word = pick(chance, _words_by_letter()[letter.lower()])
    return word.upper() if letter.isupper() else word


@cache
def _words_by_letter() -> Mapping[str, Sequence[str]]:
    chance = np.random.default_rng(_POOL_SEED)
    words: dict[str, list[str]] = {letter: [] for letter in _LETTERS}
    for _ in range(_POOL):
        word = syllable(chance)
        for letter in set(word) & words.keys():
            words[letter].append(word)
    return words


def short(chance: Chance) -> str:
    """One to three signs, as in digit boxes and table cells, or a rank in Roman figures."""
    style = int(chance.integers(7))
    if style < 2:
        return digits(chance, int(chance.integers(1, 4)))
    if style == 2:
        return pick(
            chance, ("Nam", "Nữ", "Có", "Không", "x", "X", "-", "nt", "TT", "STT", "Kinh", "Số")
        )
    if style == 3:
        return pick(
            chance, ("a)", "b)", "c)", "d)", "đ)", "1.", "2.", "+", "-", "(1)", "(2)", "I.", "A.")
        )
    return syllable(chance) if style == 4 else rank(chance)


def rank(chance: Chance) -> str:
    """A Roman figure, alone or behind what it ranks: "Cấp III". Three thin strokes of one width are
    two to who has seen few."""
    ones = pick(
        chance, ("I", "II", "II", "III", "III", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    )
    figure = pick(chance, ("", "", "", "", "X", "XI", "XX")) + ones
    return pick(chance, _RANKED) + figure + pick(chance, ("", "", "", ".", ",", ")"))


_RANKED: Final = (
    "",
    "",
    "",
    "",
    "Cấp ",
    "cấp ",
    "hạng ",
    "Phần ",
    "Chương ",
    "Quý ",
    "khóa ",
    "Mục ",
)

WRITERS: Final[tuple[Callable[[Chance], str], ...]] = (
    date,
    personal_id,
    number,
    code,
    contact,
    rank,
)
