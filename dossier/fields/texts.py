"""`text` and `email`: what stands on the paper, cleaned."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_texts
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.record import Check, Verdict
from dossier.text import clean

_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")


class TextKind:
    name: ClassVar[str] = "text"

    def parse(self, text: str) -> Outcome:
        value = clean(text)
        if not any(ch.isalnum() for ch in value):
            return Unreadable("không có chữ hay số / neither letters nor digits")
        return Parsed(value)

    def check(self, value: str) -> tuple[Check, ...]:
        return ()

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_texts(submitted, read)


class EmailKind:
    name: ClassVar[str] = "email"

    def parse(self, text: str) -> Outcome:
        """The address as written; spaces that a recogniser put inside it are taken out."""
        plain = clean(text)
        if len(plain) > LONGEST:
            return TOO_LONG
        found = _EMAIL.findall(plain)
        if len(found) == 1:
            return Parsed(found[0].rstrip("."))
        joined = re.sub(r"\s*([@.])\s*", r"\1", plain)
        found = found or _EMAIL.findall(joined)
        if len(found) != 1:
            return Unreadable("không phải địa chỉ thư điện tử / not an e-mail address")
        return Parsed(found[0].rstrip("."), 0.85, "bỏ khoảng trắng / spaces removed")

    def check(self, value: str) -> tuple[Check, ...]:
        return (Check(rule="email_form", ok=bool(_EMAIL.fullmatch(value))),)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted).casefold() == clean(read).casefold():
            return Comparison(Verdict.SAME, "")
        plain = compare_texts(submitted, read)
        # A point or dash lost in an address leads the letter elsewhere.
        if plain.verdict in (Verdict.EQUIVALENT, Verdict.TONES_ONLY):
            return Comparison(Verdict.CLOSE, plain.detail)
        return plain
