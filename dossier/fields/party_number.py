"""`party_number`: who a party is, by number: a person's ID number or an enterprise code.

Forms with one blank for both: "Số định danh cá nhân/Mã số doanh nghiệp". An enterprise code has ten
digits, a branch of one three more ("0101234565-001").
"""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.identity import IdNumberKind, check_structure, compare_digits
from dossier.fields.kind import Comparison
from dossier.fields.outcome import Outcome, Parsed
from dossier.record import Check
from dossier.text import clean

_CODE: Final = re.compile(r"(?<![0-9])([0-9]{10})(?:\s?-\s?([0-9]{3}))?(?![0-9])")
_CODE_VALUE: Final = re.compile(r"[0-9]{10}(-[0-9]{3})?")


class PartyNumberKind:
    name: ClassVar[str] = "party_number"

    def __init__(self) -> None:
        self._persons = IdNumberKind()

    def parse(self, text: str) -> Outcome:
        """The number as digits, a branch behind a hyphen; two different ones are unreadable."""
        codes = {"-".join(filter(None, found.groups())) for found in _CODE.finditer(clean(text))}
        if len(codes) == 1:
            return Parsed(codes.pop())
        return self._persons.parse(text)

    def check(self, value: str) -> tuple[Check, ...]:
        return () if _CODE_VALUE.fullmatch(value) else check_structure(value)

    def compare(self, submitted: str, read: str) -> Comparison:
        if _CODE_VALUE.fullmatch(clean(read)):
            return compare_digits(submitted, read)
        return self._persons.compare(submitted, read)
