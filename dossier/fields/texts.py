"""`text` and `email`: what stands on the paper, cleaned."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_texts
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.places import gazetteer, spell_units
from dossier.record import Check, Verdict
from dossier.text import clean, fold_each, mend_slips, mend_units, mend_words

_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")


_CUT_NAME: Final = re.compile(r"(?:thành phố|tỉnh|TP\.?) Hà$", re.IGNORECASE)
"""The first word of Hà Nội, Hà Tĩnh, Hà Nam or Hà Giang alone."""
_CUT: Final = 0.4

MENDED: Final = 0.93
"""Certainty of a value in which stray points or set phrases were mended."""


def parsed_as(mended: str, written: str) -> Parsed:
    """`mended` as a value, less certain where it is not what was `written`."""
    if _CUT_NAME.search(mended):
        return Parsed(mended, _CUT, "tên tỉnh, thành phố bị cắt / the province's name is cut off")
    if mended == written:
        return Parsed(written)
    return Parsed(mended, MENDED, "bỏ dấu chấm lạc, sửa từ quen / stray points, set phrases mended")


class TextKind:
    name: ClassVar[str] = "text"

    def parse(self, text: str) -> Outcome:
        value = clean(text)
        if not any(ch.isalnum() for ch in value):
            return Unreadable("không có chữ hay số / neither letters nor digits")
        # Words parted from figures may leave a slip alone at the end.
        mended = mend_units(mend_slips(mend_words(mend_slips(value))))
        return parsed_as(spell_units(mended, gazetteer()), value)

    def check(self, value: str) -> tuple[Check, ...]:
        return ()

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_texts(submitted, read)


def _mend_email(text: str) -> str:
    """An address has no Vietnamese marks and no brackets; in its domain spaces and commas are
    points."""
    plain = re.sub(r"[()\[\]]", "", fold_each(text))
    name, at, domain = re.sub(r"\s*([@.])\s*", r"\1", plain).partition("@")
    return name + at + ".".join(re.findall(r"[a-z0-9\-]+", domain))


class EmailKind:
    name: ClassVar[str] = "email"

    def parse(self, text: str) -> Outcome:
        """The address as written; spaces that a recogniser put inside it are taken out."""
        plain = clean(text)
        if len(plain) > LONGEST:
            return TOO_LONG
        found = _EMAIL.findall(plain)
        if len(found) == 1 and plain.rstrip(".").endswith(found[0].rstrip(".")):
            return Parsed(found[0].rstrip("."))
        found = _EMAIL.findall(_mend_email(plain))
        if len(found) != 1:
            return Unreadable("không phải địa chỉ thư điện tử / not an e-mail address")
        return Parsed(found[0].rstrip("."), 0.85, "sửa dấu, khoảng trắng / marks and spaces mended")

    def check(self, value: str) -> tuple[Check, ...]:
        ok = bool(_EMAIL.fullmatch(value))
        detail = "" if ok else "không đúng dạng thư điện tử / not the form of an e-mail address"
        return (Check(rule="email_form", ok=ok, detail=detail),)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted).casefold() == clean(read).casefold():
            return Comparison(Verdict.SAME, "")
        plain = compare_texts(submitted, read)
        # A point or dash lost in an address leads the letter elsewhere.
        if plain.verdict in (Verdict.EQUIVALENT, Verdict.TONES_ONLY):
            return Comparison(Verdict.CLOSE, plain.detail)
        return plain
