"""What the codes of the cards in a dossier prove, and which of it belongs to which card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dossier.codes.citizen_qr import parse_citizen_qr
from dossier.codes.facts import CitizenFacts
from dossier.codes.mrz import parse_mrz
from dossier.page import Code, PageReading
from dossier.record import BoxList, Source
from dossier.text import fold
from ocr.codes.zone import KIND as ZONE

_RANK: Final = {Source.QR: 0, Source.MRZ: 1}
_DIGITS_MISREAD: Final = 2
"""A printed number that differs in so few places from a proven one may be the same, misread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEvidence:
    """The facts of one code and where it stands."""

    facts: CitizenFacts
    source: Source
    page: int
    """Of the dossier, from 1."""
    box: BoxList
    certainties: tuple[float, ...] = ()
    """Of each letter of the name in a machine-readable zone, which no check digit covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What is printed on a card side that says whose it is; None where it could not be read."""

    number: str | None
    name: str | None
    dob: str | None


def evidence_of(number: int, page: PageReading) -> list[CardEvidence]:
    """The codes of an identity card on page `number` of the dossier, QR codes first."""
    found = [_read(code, number, page) for code in page.codes]
    return sorted((e for e in found if e is not None), key=lambda e: _RANK[e.source])


def _read(code: Code, number: int, page: PageReading) -> CardEvidence | None:
    certainties: tuple[float, ...] = ()
    if code.kind == "qr":
        parsed = parse_citizen_qr(code.text)
        facts, source = (parsed.facts if parsed else None), Source.QR
    elif code.kind == ZONE:
        facts, source = parse_mrz(*code.text.split("\n")), Source.MRZ
        certainties = _name_certainties(code, page)
    else:
        return None
    if facts is None:
        return None
    box = page.transform.to_scan(code.box).as_list()
    return CardEvidence(facts=facts, source=source, page=number, box=box, certainties=certainties)


def _name_certainties(zone: Code, page: PageReading) -> tuple[float, ...]:
    lines = [x for x in page.lines if zone.box.contains_point(x.box.center_x, x.box.center_y)]
    last = max(lines, key=lambda line: line.box.center_y, default=None)
    if last is None:
        return ()
    pairs = zip(last.text, last.char_confidences, strict=False)
    return tuple(c for char, c in pairs if char.isascii() and char.isalpha())


def belonging_to(
    printed: Printed, own: Sequence[CardEvidence], others: Iterable[CardEvidence]
) -> list[CardEvidence]:
    """The evidence for one card side, the best first: its own codes and its other side's.

    Two sides are one card where their numbers agree. A printed number that differs from a proven
    one in a digit or two is taken for it only when birth date or name say so too.
    """
    numbers = {e.facts.id_number for e in own}
    if not numbers:
        candidates = list(others)
        numbers = {e.facts.id_number for e in candidates if e.facts.id_number == printed.number}
        if not numbers:
            numbers = {e.facts.id_number for e in candidates if _is_same_person(printed, e.facts)}
        others = candidates
    if len(numbers) != 1:
        return list(own)
    paired = [e for e in others if e.facts.id_number in numbers and e not in own]
    return sorted([*own, *paired], key=lambda e: _RANK[e.source])


def _is_same_person(printed: Printed, facts: CitizenFacts) -> bool:
    known = facts.plain_name or facts.name
    same_name = bool(printed.name and known and fold(printed.name) == fold(known))
    same_dob = printed.dob is not None and printed.dob == facts.dob
    if printed.number is None:
        return same_name and same_dob
    if len(printed.number) != len(facts.id_number):
        return same_name and same_dob
    misread = sum(a != b for a, b in zip(printed.number, facts.id_number, strict=True))
    return misread <= _DIGITS_MISREAD and (same_name or same_dob)
