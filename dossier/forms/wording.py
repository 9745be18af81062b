"""What kind of value a printed label asks for, by its wording alone.

For labels that no form of the catalogue prints (`dossier.forms.vocabulary` knows those). Patterns
see the label without marks and case, number and brackets; the first that fits counts, so the
special stand before the general: "ngày, tháng, năm sinh" before "ngày", "nơi sinh" before "nơi".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.forms.definition import Reader
from dossier.forms.naming import bare_label
from dossier.text import fold, is_syllable, strip_leaders


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a wording says of its field."""

    kind: str
    name: str
    """The catalogue's usual name for such a field; '' where it has none."""
    whole: bool
    """The label says this and nothing more, so that `name` names it."""
    reader: Reader = Reader.PLAIN


_LONGEST_DATE: Final = 34
"""Letters of "ngày 26 tháng 08 năm 2024" with a little more."""
_MOST_NAMES: Final = 6
_OF_PERSON: Final = r"(?: (?:cua )?[\w ,/]{2,60})?"

_RULES: Final[tuple[tuple[str, str, str, str], ...]] = (
    # pattern, kind, name, reader
    (r"kinh gui", "text", "to_office", ""),
    (r"(?:ghi )?bang chu", "date_words", "", ""),
    (r"(?:so |loai )?giay to (?:tuy|tuỳ) than" + _OF_PERSON, "id_number", "id_number", "id_line"),
    (r"(?:ngay,? ?(?:thang,? ?)?(?:nam ?)?|nam )sinh" + _OF_PERSON, "date", "dob", ""),
    (r"sinh (?:ngay|nam)", "date", "dob", ""),
    (r"gioi tinh|nam ?/ ?nu", "sex", "sex", ""),
    (r"dan toc", "ethnicity", "ethnicity", ""),
    (r"quoc tich(?: hien nay)?", "nationality", "nationality", ""),
    (r"(?:so )?(?:dien thoai|d[td]|sdt|di dong)(?: lien he)?", "phone", "phone", ""),
    (r"(?:so )?fax", "phone", "fax", ""),
    (r"(?:dia chi )?(?:e\W?\W?mail|thu dien tu)", "email", "email", ""),
    (r"(?:moi )?quan he.*", "relation", "relation", ""),
    (r"(?:cap |ky |lap )?(?:ngay cap|cap ngay)", "date", "id_issued_on", ""),
    (r"(?:noi cap|co quan cap|do)", "text", "id_issuer", ""),
    (r"(?:thoi gian|thoi diem|vao luc|luc|hoi) .*|.*\bgio\b.*\bphut\b.*", "date_time", "", ""),
    (r".*\bvao luc", "date_time", "", ""),
    (r"ho,? (?:va |chu |ten).*|ten", "name", "name", ""),
    (r"(?:ong|ba|toi)(?: ?[/(] ?ba ?\)?)?(?: ten)?(?: la)?", "name", "name", ""),
    (r"que quan|nguyen quan", "address", "origin", ""),
    (r"(?:dia chi|noi|cho) ?(?:cu tru|o)(?: hien nay| hien tai)?", "address", "address", ""),
    (r"dia chi", "address", "address", ""),
    (r"(?:noi )?(?:dang ky )?(?:ho khau )?thuong tru", "address", "permanent_address", ""),
    (r"(?:noi )?(?:dang ky )?tam tru", "address", "temporary_address", ""),
)

_HINTS: Final[tuple[tuple[str, str, str], ...]] = (
    # found anywhere in a longer label: pattern, kind, reader
    (r"giay to tuy than", "id_number", "id_line"),
    (r"\bgiay to phap ly\b", "id_number", ""),
    (r"\bngay\b.*\bsinh\b|\bnam sinh\b", "date", ""),
    (r"\bten (?:cong ty|doanh nghiep|co quan|to chuc|truong|du an|don vi|cong trinh)", "text", ""),
    (r"\bten (?:loai|hang|san pham|tai san|thuong|dia|duong)", "text", ""),
    (r"^noi (?:sinh|cap|lam viec|dang ky)\b|\bnghe nghiep\b|\bchuc vu\b", "text", ""),
    (
        r"\bso dinh danh\b|\bcccd\b|\bcmnd\b|\bcmtnd\b|\bcan cuoc\b|chung minh nhan dan",
        "id_number",
        "",
    ),
    (r"\bdien thoai\b|\bdtdd\b|\bsdt\b", "phone", ""),
    (r"\be\W{0,2}mail\b|thu dien tu", "email", ""),
    (
        r"\bho\b.{0,14}\bten\b|\bho ten\b|\bten (?:nguoi|toi|goi|cha|me|bo|vo|chong|con|chu)\b",
        "name",
        "",
    ),
    (r"\bdia chi\b|\bcu tru\b|\bthuong tru\b|\btam tru\b|\bcho o\b|\bque quan\b", "address", ""),
    (r"\btru so\b|^so nha\b|^(?:xa|phuong|quan|huyen|thi xa|tinh|thon) ?[/,]", "address", ""),
    (r"\bdan toc\b", "ethnicity", ""),
    (r"\bquoc tich\b", "nationality", ""),
    (r"\bquan he\b", "relation", ""),
    (r"\bso (?:tien|luong|ban|nguoi|tang|lao dong|to|trang|con|lan|thang|nam)\b", "number", ""),
    (r"\bdien tich\b|\bchieu (?:cao|dai|rong)\b|\btong so\b|\blan thu may\b", "number", ""),
    (
        r"^(?:tong )?(?:von|gia tri|muc thu|tri gia|le phi|phi)\b|\bvon (?:kinh doanh|dieu le)",
        "number",
        "",
    ),
    (r"^(?:ke )?(?:tu )?ngay\b|\bngay(?:, thang, nam)?$|\bngay (?:cap|ky|lap|het)\b", "date", ""),
    (r"\bngay, thang, nam\b", "date", ""),
)


def wording_of(label: str, *, after: str = "") -> Wording:
    """What `label` asks for; `after` is the kind of the field before it on the page."""
    bare = fold(bare_label(label))
    for pattern, kind, name, reader in _RULES:
        if re.fullmatch(pattern, bare):
            return _as_words(
                Wording(kind=kind, name=name, whole=True, reader=Reader(reader or "plain")), after
            )
    for pattern, kind, reader in _HINTS:
        if re.search(pattern, bare):
            return Wording(kind=kind, name="", whole=False, reader=Reader(reader or "plain"))
    return Wording(kind="text", name="", whole=False)


def kind_of_value(text: str) -> str:
    """What a value that stands on a sample looks like, where its label says nothing; 'text' else.

    Only kinds whose values look like no others': a day, a time, an identity number, an address of
    electronic mail, a name set in capitals.
    """
    bare = strip_leaders(text)
    if "@" in bare:
        return "email"
    if re.fullmatch(r"(?:[0-9] ?){12}", bare):
        return "id_number"
    folded = fold(bare)
    if re.search(r"\b[0-9]{1,2} ?(?:gio|h|:) ?[0-9]{0,2}", folded) and re.search(
        r"[0-9]{4}", folded
    ):
        return "date_time"
    if len(bare) <= _LONGEST_DATE and isinstance(KINDS["date"].parse(bare), Parsed):
        return "date"
    words = re.sub(r"^(?:Ông|Bà)\b(?: ?/ ?(?:bà|Bà))?[ :]*", "", bare).split()
    named = 2 <= len(words) <= _MOST_NAMES and all(w.isalpha() and w.isupper() for w in words)
    return "name" if named and all(map(is_syllable, words)) else "text"


def _as_words(wording: Wording, after: str) -> Wording:
    """Words behind a date spell the date; behind a sum, the sum."""
    if wording.kind != "date_words" or after == "date":
        return wording
    return Wording(kind="text", name=wording.name, whole=wording.whole)
