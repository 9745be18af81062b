"""How likely a word is in a value: among names of people, and in the language of agencies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

from dossier.text import is_syllable
from ocr.extract.letterhead.phrases import BOUNDARY, pair_probability

NAMES: Final = Path(__file__).parent / "names.txt"
SURNAME: Final = "surname"
GIVEN: Final = "given"

_SYLLABLE: Final = 2e-6
"""Probability of a well-formed syllable that no list has."""
_NO_SYLLABLE: Final = 2e-8
_SURNAME_LATER: Final = 0.1
"""Share of surnames among a name's later words: "Nguyễn Trần", "Lê Hoàng"."""


UNITS: Final = frozenset({"phường", "xã", "quận", "huyện", "tỉnh", "thành", "tp"})
"""First words of the units that a comma stands before in an address."""
_PLACE_WORDS: Final = UNITS | {
    "số", "ngõ", "ngách", "hẻm", "phố", "đường", "thôn", "xóm", "ấp", "bản", "làng", "tổ", "dân",
    "khu", "đô", "thị", "tập", "thể", "tòa", "nhà", "căn", "hộ", "chung", "cư", "tầng", "phòng",
    "trấn", "đặc", "bệnh", "viện", "trạm", "y", "tế", "ủy", "ban", "nhân", "công", "an",
}  # fmt: skip
_PLACES: Final = 0.2
"""Share of those words in an address: agencies' texts name fewer houses."""


class Wording(Enum):
    """What a value is made of; the member's value is the share of names of people in it."""

    PERSON = 0.9
    ANY = 0.3
    """Addresses, offices, causes: streets and firms are called after people."""


def log_probability(before: str, word: str, wording: Wording) -> float:
    """Log of how likely `word` follows `before` (`BOUNDARY`: begins); keys as `key_of` makes."""
    if word == BOUNDARY:
        return 0.0
    floor = _SYLLABLE if is_syllable(word) else _NO_SYLLABLE
    share = wording.value
    in_name = _name_probability(before, word)
    likely = share * in_name + (1 - share) * pair_probability(before, word)
    if wording is Wording.ANY and word in _PLACE_WORDS:
        likely += _PLACES / len(_PLACE_WORDS)
    return math.log(likely + floor)


def _name_probability(before: str, word: str) -> float:
    surnames, given = _shares()[SURNAME], _shares()[GIVEN]
    if before == BOUNDARY:
        return surnames.get(word, 0.0)
    later = (1 - _SURNAME_LATER) * given.get(word, 0.0)
    return later + _SURNAME_LATER * surnames.get(word, 0.0)


def surname_shares() -> Mapping[str, float]:
    """Surname, as `key_of` makes keys, -> share of people, 0..1, who bear it."""
    return _shares()[SURNAME]


def given_shares() -> Mapping[str, float]:
    """Middle or given name, as `key_of` makes keys, -> its share of those words, 0..1."""
    return _shares()[GIVEN]


@cache
def _shares() -> Mapping[str, Mapping[str, float]]:
    """Kind of syllable -> syllable -> its share of that kind."""
    shares: dict[str, dict[str, float]] = {}
    for row in NAMES.read_text(encoding="utf-8").splitlines():
        kind, *items = row.split(" ")
        counts = {word: int(n) for word, _, n in (item.rpartition(":") for item in items)}
        total = sum(counts.values())
        shares[kind] = {word: n / total for word, n in counts.items()}
    return shares
