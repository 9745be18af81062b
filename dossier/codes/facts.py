"""What a code says of the holder of an identity card, whichever code it stood in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from dossier.fields.sex import FEMALE, MALE

UNLIMITED: Final = "unlimited"
"""`expires_on` of a card that never expires; a record shows it as a blank date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenFacts:
    """Normalised as the record wants it; None where the code does not say."""

    id_number: str
    """Twelve digits."""
    name: str | None = None
    """In capitals, as cards print it."""
    plain_name: str | None = None
    """In capitals without tone marks: all that a machine-readable zone can write."""
    dob: str | None = None
    """ISO 8601."""
    sex: str | None = None
    nationality: str | None = None
    address: str | None = None
    issued_on: str | None = None
    expires_on: str | None = None
    """ISO 8601, or `UNLIMITED`."""
    mrz: str | None = None
    """The three lines, joined by line breaks."""

    def part(self, name: str) -> str | None:
        """One part by its name. Raises KeyError for a name that is no part."""
        if name not in PARTS:
            raise KeyError(name)
        value: str | None = getattr(self, name)
        return value


PARTS: Final = frozenset(f.name for f in fields(CitizenFacts))

SEXES: Final = {"nam": MALE, "nữ": FEMALE}


def calendar_day(year: str, month: str, day: str) -> str | None:
    """The day as ISO 8601; None for what is no day of the calendar."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
