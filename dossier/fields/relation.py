"""`relation`: what one person is to another; the paper's word, spelled as in the list."""

from __future__ import annotations

import re
from itertools import product
from typing import ClassVar, Final

from dossier.fields.closed import ClosedList, compare_in
from dossier.fields.kind import Comparison
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.record import Check
from dossier.text import clean

_SAME_PERSON: Final = (
    ("cha", "bố", "ba", "cha đẻ", "bố đẻ", "cha ruột", "bố ruột"),
    ("mẹ", "má", "mẹ đẻ", "mẹ ruột"),
    ("con", "con đẻ", "con ruột"),
    ("bản thân", "chính mình", "tôi"),
    ("anh", "anh trai", "anh ruột"),
    ("chị", "chị gái", "chị ruột"),
    ("em", "em ruột"),
)
"""Words for one and the same relation."""
_OTHERS: Final = (
    "con nuôi", "con trai", "con gái", "con dâu", "con rể", "vợ", "chồng", "em trai", "em gái",
    "ông", "bà", "cháu", "cháu ruột", "cháu nội", "cháu ngoại", "cô", "dì", "chú", "bác", "cậu",
    "mợ", "thím", "dượng", "anh họ", "chị họ", "em họ", "anh rể", "em rể", "chị dâu", "em dâu",
    "cha nuôi", "bố nuôi", "mẹ nuôi", "cha dượng", "bố dượng", "mẹ kế", "người giám hộ",
    "người được giám hộ", "người được ủy quyền", "người ủy quyền", "người đại diện", "chủ hộ",
    "người ở thuê", "người ở nhờ", "người ở cùng", "người thuê nhà", "cùng ở nhờ", "khác",
    *(f"{who} {side}" for who, side in product(("ông", "bà"), ("nội", "ngoại"))),
    *(f"{who} ruột" for who in ("ông", "bà", "cô", "dì", "chú", "bác", "cậu")),
    *(f"{who} {of}" for who, of in product(("cha", "bố", "mẹ"), ("vợ", "chồng"))),
)  # fmt: skip
_WORDS: Final = (*(word for group in _SAME_PERSON for word in group), *_OTHERS)
_LIKE_SMALL: Final = re.compile(r"[A-ZĐ][OÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢUÚÙỦŨỤƯỨỪỬỮỰ]")
"""A word of two letters whose second is as a capital what it is as a small one: "VỢ", "BỐ"."""
_MARKS: Final = re.compile(r"[.,;]+")
_LIST: Final = ClosedList({word: word for word in _WORDS})
_GROUP: Final = {word: group[0] for group in _SAME_PERSON for word in group}


class RelationKind:
    name: ClassVar[str] = "relation"

    def parse(self, text: str) -> Outcome:
        # Dots of a leader come out as points and commas, and no relation has either.
        words = clean(_MARKS.sub(" ", text)).strip(" :-")
        if not any(ch.isalpha() for ch in words):
            return Unreadable("không có chữ / no letters")
        found = _LIST.find(words)
        if found is None:
            return Parsed(words, 0.9, "ngoài danh mục quan hệ / not a relation of the list")
        if _LIKE_SMALL.fullmatch(words):
            note = "chữ hoa có thể là chữ thường / its capital may be a small letter"
            return Parsed(words.capitalize(), 0.7, note)
        if found.certainty == 1.0:
            odd = any(w[1:] != w[1:].lower() and not w.isupper() for w in words.split())
            return Parsed(_cased_as(found.value, words) if odd else words)
        return Parsed(_cased_as(found.value, words), found.certainty, found.note)

    def check(self, value: str) -> tuple[Check, ...]:
        ok = _LIST.find(value) is not None
        detail = "" if ok else "ngoài danh mục quan hệ / not a relation of the list"
        return (Check(rule="relation_listed", ok=ok, detail=detail, severity="warning"),)

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_in(relation_group, submitted, read, "cùng quan hệ / the same relation")


def relation_group(text: str) -> str | None:
    """One word for all words of the same relation (bố, ba, cha đẻ -> cha); None if unknown."""
    found = _LIST.find(text)
    if found is None or found.certainty < 1.0:
        return None
    return _GROUP.get(found.value, found.value)


def _cased_as(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word
