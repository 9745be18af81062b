"""The QR code of identity cards: `number|old number|name|ddmmyyyy|Nam|address|ddmmyyyy`.

Seven fields on the chip card of 2021. The card of 2024 appends more (names of the family among
them, in an order that no public source fixes): they are kept as they are and given no meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dossier.codes.facts import SEXES, CitizenFacts, calendar_day
from dossier.text import clean

_FIELDS: Final = 7
_NUMBER: Final = re.compile(r"[0-9]{12}")
_OLD_NUMBER: Final = re.compile(r"[0-9]{9}|[0-9]{12}")
_DAY: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenQr:
    """The content of one card's code."""

    facts: CitizenFacts
    old_number: str | None
    """The CMND that the card replaced."""
    extra: tuple[str, ...] = ()
    """Fields behind the seventh, NFC."""


def parse_citizen_qr(text: str) -> CitizenQr | None:
    """Take the text of a QR code apart; None when it is not that of an identity card.

    A field that does not look like what stands there on a card is left out, not guessed.
    """
    parts = [clean(part) for part in text.strip().split("|")]
    if len(parts) < _FIELDS or not _NUMBER.fullmatch(parts[0]):
        return None
    number, old, name, born, sex, address, issued, *extra = parts
    facts = CitizenFacts(
        id_number=number,
        name=name.upper() or None,
        dob=_day(born),
        sex=SEXES.get(sex.lower()),
        address=address or None,
        issued_on=_day(issued),
    )
    if facts.name is None or facts.dob is None:
        return None
    return CitizenQr(
        facts=facts,
        old_number=old if _OLD_NUMBER.fullmatch(old) else None,
        extra=tuple(extra),
    )


def _day(text: str) -> str | None:
    found = _DAY.fullmatch(text)
    return calendar_day(found[3], found[2], found[1]) if found else None
