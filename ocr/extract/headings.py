"""The title that a page bears, whatever paper it is: "TỜ KHAI …", "ĐƠN ĐỀ NGHỊ …".

A paper that no catalogue knows shares most of its labels, and often half of its title, with those
that one knows. Its title says that it is another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from dossier.forms.definition import FormDefinition
from dossier.text import fold, is_syllable

SEARCHED_ROWS: Final = 24
"""Titles stand in the upper part of a page; a mention further down is no title."""
_BEGINS: Final = re.compile(
    r"^(?:to khai|don|giay|phieu|van ban|hop dong|bien ban|ban (?:khai|cam|sao|tuong|ke)|trich luc|"
    r"thong bao|danh sach|so yeu|ly lich|bao cao|chung (?:nhan|thu)|to trinh|quyet dinh|"
    r"xac nhan|hoa don|bien lai|cam ket|di chuc)\b"
)
_CAPITALS: Final = 0.85
_SHORTEST: Final = 10
_MOST_ROWS: Final = 3
_HALF: Final = 0.5
_WELL_READ: Final = 0.85
"""Share of a heading's words that are Vietnamese syllables."""
_FITS: Final = 75.0
_NOTHING_LIKE: Final = 60.0
_EXTRA_WORD: Final = 3
"""Letters in one place that a title has more than another are a word of its own."""
_COMMON: Final = frozenset(
    {"to", "khai", "dang", "ky", "giay", "don", "de", "nghi", "cap", "chung", "nhan", "ban", "sao"}
    | {"yeu", "cau", "va", "thong", "tin", "van"}
)
"""Words of many titles: one that is misread says nothing of which paper it is."""


def heading_of(text: str) -> str:
    """The title on a page whose rows are the lines of `text`, rows joined; '' where it has none."""
    rows = [" ".join(row.split()) for row in text.split("\n")[:SEARCHED_ROWS]]
    for at, row in enumerate(rows):
        if _is_set_as_title(row) and _BEGINS.match(fold(row).strip(" .-–*")):
            joined = [row]
            for following in rows[at + 1 : at + _MOST_ROWS]:
                if not _is_set_as_title(following):
                    break
                joined.append(following)
            return " ".join(joined)
    return ""


def _is_set_as_title(row: str) -> bool:
    letters = [char for char in row if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return len(letters) >= _SHORTEST and capitals >= _CAPITALS * len(letters) and ":" not in row


def contradicts(heading: str, form: FormDefinition) -> bool:
    """Whether a page with that heading is another paper than `form`.

    A heading that was badly read contradicts only where it is nothing like the form's titles.
    """
    if not heading:
        return False
    likest = max((fuzz.partial_ratio(fold(t), fold(heading)) for t in form.titles), default=0.0)
    words = [word for word in re.split(r"[\W\d_]+", heading) if len(word) > 1]
    if sum(map(is_syllable, words)) < _WELL_READ * len(words):
        return likest < _NOTHING_LIKE
    return likest < _FITS or not any(same_words(title, heading) for title in form.titles)


def same_words(title: str, read: str) -> bool:
    """Whether what was read is `title` misread, and no other title: "KHAI TỬ" is not "KHAI SINH".

    `read` may go on behind the title. Every word that tells papers apart must be there by half of
    its letters, and no word more.
    """
    words = [_letters(word) for word in title.split()]
    wanted, got = "".join(words), _letters(read)
    place = fuzz.partial_ratio_alignment(wanted, got)
    if place is not None and len(got) > len(wanted):
        got = got[place.dest_start : place.dest_end]
    operations = list(Levenshtein.editops(wanted, got))
    if _adds_word((op.src_pos for op in operations if op.tag == "insert"), len(wanted)):
        return False
    wrong = [op.src_pos for op in operations if op.tag != "insert"]
    start = 0
    for word in words:
        lost = sum(start <= at < start + len(word) for at in wrong)
        if lost > _HALF * len(word) and word not in _COMMON:
            return False
        start += len(word)
    return True


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _adds_word(inserted: Iterable[int], end: int) -> bool:
    """Whether three letters or more stand in one place inside a title that ends at `end`."""
    counts: dict[int, int] = {}
    for at in inserted:
        counts[at] = counts.get(at, 0) + 1
    return any(count >= _EXTRA_WORD for at, count in counts.items() if 0 < at < end)
