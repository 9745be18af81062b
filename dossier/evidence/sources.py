"""One thing that one place of one paper says of a person, and whose word counts more.

The order is stated here and nowhere else: a reviewer, a QR code, a machine-readable zone, typed
letters, handwriting. A QR code carries its own error correction and the marks of the letters; a
zone proves its digits and writes no marks; the hand comes last (domain rules of the cross-check).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

from dossier.codes.citizen_qr import parse_citizen_qr
from dossier.codes.facts import PARTS, CitizenFacts
from dossier.codes.mrz import parse_mrz
from dossier.evidence.roles import ATTRIBUTES, Role, roles
from dossier.record import (
    DocumentReading,
    FieldReading,
    FieldState,
    FindingPlace,
    RecordCode,
    RecordPage,
    Source,
)


class Rank(IntEnum):
    """Whose word counts more: the lower, the better."""

    REVIEWER = 0
    QR = 1
    MRZ = 2
    TYPED = 3
    HANDWRITTEN = 4


_RANKS: Final[Mapping[Source, Rank]] = {
    Source.REVIEWER: Rank.REVIEWER,
    Source.QR: Rank.QR,
    Source.MRZ: Rank.MRZ,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one place says of one attribute of a person."""

    attribute: str
    value: str
    rank: Rank
    confidence: float
    place: FindingPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One person on one paper: all that stands there of them."""

    role: Role
    document: int
    """Number of the document in the record, from 1."""
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    """Attribute -> what is said of it, the best first."""
    old_number: str = ""
    """The CMND that a card's QR code names as replaced."""

    def best(self, attribute: str) -> Evidence | None:
        found = self.evidence.get(attribute)
        return found[0] if found else None

    def value(self, attribute: str) -> str:
        best = self.best(attribute)
        return best.value if best else ""


def collect(
    documents: Sequence[DocumentReading], pages: Sequence[RecordPage]
) -> tuple[Mention, ...]:
    """Every person on every paper, in reading order, with the codes of their cards."""
    codes = {page.page: page.codes for page in pages if page.codes}
    mentions: list[Mention] = []
    for number, document in enumerate(documents, start=1):
        for role in roles().get(document.form, ()):
            for mention in _mentions_of(role, number, document):
                mentions.append(_with_codes(mention, document, codes) if role.card else mention)
    return tuple(mention for mention in mentions if mention.evidence)


def sort_evidence(found: Iterator[Evidence]) -> Mapping[str, tuple[Evidence, ...]]:
    """By attribute, the best first; of one rank the surer, then the earlier."""
    by_attribute: dict[str, list[Evidence]] = {}
    for evidence in found:
        by_attribute.setdefault(evidence.attribute, []).append(evidence)
    return {
        attribute: tuple(sorted(some, key=lambda e: (e.rank, -e.confidence)))
        for attribute, some in by_attribute.items()
    }


def _mentions_of(role: Role, number: int, document: DocumentReading) -> Iterator[Mention]:
    if role.table:
        table = document.fields.get(role.table)
        if table is None or not isinstance(table.value, list):
            return
        for row in table.value:
            readings = {key: table.model_copy(update={"value": v}) for key, v in row.items() if v}
            found = _read_evidence(role, number, document, readings)
            yield Mention(role=role, document=number, evidence=sort_evidence(found))
        return
    found = _read_evidence(role, number, document, document.fields)
    yield Mention(role=role, document=number, evidence=sort_evidence(found))


def _read_evidence(
    role: Role, number: int, document: DocumentReading, readings: Mapping[str, FieldReading]
) -> Iterator[Evidence]:
    typed = Rank.TYPED if role.written == "typed" else Rank.HANDWRITTEN
    for attribute in ATTRIBUTES:
        key = role.key_of(attribute)
        reading = readings.get(key)
        if reading is None or reading.state is not FieldState.READ:
            continue
        if not isinstance(reading.value, str) or not reading.value:
            continue
        yield Evidence(
            attribute=attribute,
            value=reading.value,
            rank=_RANKS.get(reading.source, typed),
            confidence=reading.confidence,
            place=FindingPlace(
                document=number,
                form=document.form,
                field=role.table or key,
                page=reading.page,
                box=reading.box,
            ),
        )


def _with_codes(
    mention: Mention, document: DocumentReading, codes: Mapping[int, Sequence[RecordCode]]
) -> Mention:
    """`mention` of a card's holder with what the codes on the card's pages say.

    Where a page holds several cards a code belongs to the one with its number, if any has it.
    """
    printed = mention.value("id_number")
    found: list[Evidence] = []
    old_number = ""
    for page in document.pages:
        read = [(code, facts, old) for code in codes.get(page, ()) for facts, old in _facts(code)]
        own = [entry for entry in read if entry[1].id_number == printed]
        for code, facts, old in own or (read if len({e[1].id_number for e in read}) == 1 else []):
            found += _code_evidence(mention, document.form, page, code, facts)
            old_number = old_number or old
    if not found:
        return mention
    everything = [*(e for some in mention.evidence.values() for e in some), *found]
    return replace(mention, evidence=sort_evidence(iter(everything)), old_number=old_number)


def _facts(code: RecordCode) -> Iterator[tuple[CitizenFacts, str]]:
    """(facts, replaced CMND) in the code of an identity card; nothing for any other code."""
    if code.kind == "qr" and (qr := parse_citizen_qr(code.text)) is not None:
        yield qr.facts, qr.old_number or ""
    lines = code.text.split()
    if code.kind == "mrz" and len(lines) == 3 and (facts := parse_mrz(*lines)) is not None:
        yield facts, ""


def _code_evidence(
    mention: Mention, form: str, page: int, code: RecordCode, facts: CitizenFacts
) -> Iterator[Evidence]:
    rank = Rank.QR if code.kind == "qr" else Rank.MRZ
    place = FindingPlace(
        document=mention.document, form=form, field=code.kind, page=page, box=code.box
    )
    for attribute in ATTRIBUTES:
        value = facts.part(attribute) if attribute in PARTS else None
        if attribute == "name" and value is None:
            value = facts.plain_name
        if value:
            yield Evidence(attribute=attribute, value=value, rank=rank, confidence=1.0, place=place)
