"""`address`: the paper's wording with its commas in order; compared as places, not as letters."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_texts
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.record import Check
from dossier.text import clean

_COMMA: Final = re.compile(r"\s*([,;])\s*(?=[^0-9\s])|\s+([,;])\s*(?=[0-9])")


class AddressKind:
    name: ClassVar[str] = "address"

    def parse(self, text: str) -> Outcome:
        value = _COMMA.sub(lambda m: f"{m[1] or m[2]} ", clean(text)).strip(" ,;:-–|")
        if not any(ch.isalpha() for ch in value):
            return Unreadable("không có chữ / no letters")
        return Parsed(value)

    def check(self, value: str) -> tuple[Check, ...]:
        return ()

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_texts(submitted, read)
