"""What of a record is about one person: found by identity number, or by name and birth date.

A paper speaks of several people. Which field is whose is told by the roles of its form
(`evidence/roles.toml`) and by what the record has linked across its papers (`Record.persons`).
Fields of nobody (the office, the day) come along; those of other people do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dossier.errors import InvalidRequest
from dossier.evidence.roles import ATTRIBUTES, Role, roles
from dossier.fields.outcome import Unreadable
from dossier.fields.registry import kind_of
from dossier.record import DocumentReading, FieldReading, Person, Record, Verdict
from dossier.text import clean

Place = tuple[int, str]
"""(number of the document from 1, field)."""
_SAME: Final = (Verdict.SAME, Verdict.EQUIVALENT)
_BETWEEN: Final = re.compile(r"[\s.\-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who is asked about."""

    id_number: str = ""
    name: str = ""
    dob: str = ""
    """ISO 8601."""

    @classmethod
    def parse(cls, *, id_number: str = "", name: str = "", dob: str = "") -> Wanted:
        """Raises InvalidRequest unless there is a number, or a name with a birth date."""
        number = _parsed("id_number", id_number) if id_number else ""
        day = _parsed("date", dob) if dob else ""
        if not number and not (clean(name) and day):
            raise InvalidRequest(
                "Cần số định danh, hoặc họ tên và ngày sinh / a number, or a name and a birth date"
            )
        return cls(id_number=number, name=clean(name), dob=day)

    def is_(self, told: Mapping[str, str]) -> bool:
        """Whether facts (attribute -> value) are this person's."""
        if self.id_number and told.get("id_number"):
            return _plain(told["id_number"]) == _plain(self.id_number)
        if not self.name or told.get("dob") != self.dob:
            return False
        return kind_of("name").compare(self.name, told.get("name", "")).verdict in _SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What of one record is about the person."""

    own: frozenset[Place]
    others: frozenset[Place]
    """Fields of other people, which are left out."""
    rows: Mapping[Place, tuple[int, ...]]
    """Of tables whose rows are people: those of this person, from 0."""
    facts: tuple[Person, ...]
    """The person as the record has put the papers together."""

    @property
    def found(self) -> bool:
        return bool(self.own or self.rows)


def share_of(record: Record, wanted: Wanted) -> Share:
    """Look at every paper of a record."""
    linked = [person for person in record.persons if any(map(wanted.is_, _told_by(person)))]
    own = {
        (source.place.document, source.place.field)
        for person in linked
        for fact in person.facts
        for source in fact.sources
        if source.place.document is not None
    }
    mine: set[Place] = set()
    others: set[Place] = set()
    rows: dict[Place, tuple[int, ...]] = {}
    for number, document in enumerate(record.documents, start=1):
        for role in roles().get(document.form, ()):
            if role.table:
                found, there = _rows(document, role, wanted)
                if found:
                    rows[number, role.table] = found
                if there:
                    others.add((number, role.table))
                continue
            keys = set(_fields_of(document, role))
            is_mine = wanted.is_(_facts(document, role)) or any((number, k) in own for k in keys)
            (mine if is_mine else others).update((number, key) for key in keys)
    kept = mine | {place for place in own if place[1] in _keys(record, place[0])}
    return Share(
        own=frozenset(kept),
        others=frozenset(others - kept),
        rows=rows,
        facts=tuple(linked),
    )


def told_fields(record: Record, share: Share) -> Iterator[tuple[int, str, FieldReading]]:
    """(document, field, reading) of the person's fields and of nobody's, in record order.

    Only of papers that the person stands on.
    """
    papers = {number for number, _ in [*share.own, *share.rows]}
    for number, document in enumerate(record.documents, start=1):
        if number not in papers:
            continue
        for key, reading in document.fields.items():
            place = (number, key)
            if place in share.rows and isinstance(reading.value, list):
                picked = [reading.value[at] for at in share.rows[place]]
                yield number, key, reading.model_copy(update={"value": picked, "raw": ""})
            elif place not in share.others:
                yield number, key, reading


def pages_of(record: Record, share: Share) -> list[int]:
    """Numbers of the pages that the person stands on."""
    papers = {number for number, _ in [*share.own, *share.rows]}
    return sorted({page for number in papers for page in record.documents[number - 1].pages})


def share_of_submission(submitted: Mapping[str, Any] | None, wanted: Wanted) -> dict[str, Any]:
    """What of the submitted data is about the person: form -> field -> value."""
    found: dict[str, Any] = {}
    for form, fields in (submitted or {}).items():
        if not isinstance(fields, dict):
            continue
        for role in roles().get(form, ()):
            told = {name: str(fields.get(role.key_of(name)) or "") for name in ATTRIBUTES}
            if not role.table and wanted.is_(told):
                keys = [
                    k for k in fields if role.card or (role.prefix and k.startswith(role.prefix))
                ]
                found.setdefault(form, {}).update({key: fields[key] for key in keys})
    return found


def _told_by(person: Person) -> Iterator[dict[str, str]]:
    """A person's facts, by what counts and by every source of a number."""
    counting = {fact.attribute: fact.value for fact in person.facts}
    yield counting
    for fact in person.facts:
        if fact.attribute == "id_number":
            for source in fact.sources:
                yield counting | {"id_number": source.value}


def _facts(document: DocumentReading, role: Role) -> dict[str, str]:
    found: dict[str, str] = {}
    for attribute in ATTRIBUTES:
        reading = document.fields.get(role.key_of(attribute))
        if reading is not None and isinstance(reading.value, str):
            found[attribute] = reading.value
    return found


def _fields_of(document: DocumentReading, role: Role) -> Iterator[str]:
    """A card is its holder's as a whole; else what begins with the role's prefix."""
    named = set(role.fields.values())
    for key in document.fields:
        if role.card or key in named or (role.prefix and key.startswith(role.prefix)):
            yield key


def _rows(document: DocumentReading, role: Role, wanted: Wanted) -> tuple[tuple[int, ...], bool]:
    """(rows of this person, whether there are rows at all)."""
    reading = document.fields.get(role.table)
    table = reading.value if reading is not None and isinstance(reading.value, list) else []
    return tuple(at for at, row in enumerate(table) if wanted.is_(row)), bool(table)


def _keys(record: Record, number: int) -> frozenset[str]:
    if number > len(record.documents):
        return frozenset()
    return frozenset(record.documents[number - 1].fields)


def _parsed(kind: str, text: str) -> str:
    outcome = kind_of(kind).parse(text)
    if isinstance(outcome, Unreadable) or not isinstance(outcome.value, str):
        raise InvalidRequest(f"{kind}: không hợp lệ / not valid")
    return outcome.value


def _plain(number: str) -> str:
    return _BETWEEN.sub("", number).upper()
