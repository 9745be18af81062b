"""What all papers say of one person, held against the best of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dossier.evidence.linking import Group
from dossier.evidence.roles import ATTRIBUTES, KIND_OF
from dossier.evidence.sources import Evidence, Rank, sort_evidence
from dossier.fields.kind import Comparison
from dossier.fields.partial_date import PartialDate
from dossier.fields.registry import KINDS
from dossier.forms.catalog import place_title
from dossier.places import gazetteer, locate
from dossier.record import (
    DossierFinding,
    FindingPlace,
    Person,
    PersonFact,
    PersonSource,
    Severity,
    Verdict,
)
from dossier.text import fold

_AGREES: Final = (Verdict.SAME, Verdict.EQUIVALENT)
ATTRIBUTE_NAMES: Final[Mapping[str, str]] = {
    "name": "họ tên / name",
    "dob": "ngày sinh / birth date",
    "sex": "giới tính / sex",
    "id_number": "số định danh / ID number",
    "ethnicity": "dân tộc / ethnicity",
    "nationality": "quốc tịch / nationality",
    "address": "nơi cư trú / residence",
}
_SEVERITY: Final[Mapping[str, Severity]] = {
    # People move, and say their people in words of their own: shown, and no reason to stop.
    "address": "warning",
    "ethnicity": "warning",
    "nationality": "warning",
}
_RANKS: Final[Mapping[Rank, str]] = {
    Rank.REVIEWER: "người soát / reviewer",
    Rank.QR: "mã QR / QR code",
    Rank.MRZ: "dòng MRZ / MRZ",
    Rank.TYPED: "chữ in / print",
    Rank.HANDWRITTEN: "tờ khai / declaration",
}
_MRZ_PLAIN: Final = "dòng MRZ không có dấu / the machine-readable zone has no marks"
_PARTIAL: Final = "một bên ghi thiếu ngày hoặc tháng / one side gives only part of the date"
_CMND: Final = "một bên là số CMND cũ / one side is the number of an old card"


@dataclass(frozen=True, slots=True)
class _Judged:
    evidence: Evidence
    found: Comparison


def describe(group: Group) -> tuple[Person, list[DossierFinding]]:
    """The person with every source of every attribute, and where these disagree."""
    pooled = sort_evidence(
        e for mention in group.mentions for some in mention.evidence.values() for e in some
    )
    old_numbers = {m.old_number for m in group.mentions if m.old_number}
    facts: list[PersonFact] = []
    findings: list[DossierFinding] = []
    for attribute in ATTRIBUTES:
        if attribute not in pooled:
            continue
        judged = _judge(attribute, pooled[attribute], old_numbers)
        facts.append(_fact(attribute, judged))
        findings += _disagreements(attribute, judged)
    names = list(dict.fromkeys(mention.role.name for mention in group.mentions))
    return Person(roles=names, facts=facts), findings


def _judge(attribute: str, sources: Sequence[Evidence], old_numbers: set[str]) -> list[_Judged]:
    """Every source against the first that counts for this attribute, the counting one first."""
    best = _counting(attribute, sources)
    judged = [_Judged(best, Comparison(Verdict.SAME, ""))]
    seen: dict[str, Comparison] = {best.value: judged[0].found}
    for source in sources:
        if source is best:
            continue
        if source.value not in seen:
            seen[source.value] = _compare(attribute, best, source, old_numbers)
        judged.append(_Judged(source, seen[source.value]))
    return judged


def _counting(attribute: str, sources: Sequence[Evidence]) -> Evidence:
    """The best source; a zone's name without marks yields to print that has them."""
    best = sources[0]
    if attribute == "name" and best.rank is Rank.MRZ:
        marked = (s for s in sources if s.rank > Rank.MRZ and fold(s.value) == fold(best.value))
        return next(marked, best)
    return best


def compare_values(attribute: str, said: str, counts: str) -> Comparison:
    """Two statements of one attribute, as its kind compares them; a birth year is part of a day.

    `said` may be in any usual writing, `counts` is in normal form.
    """
    found = KINDS[KIND_OF.get(attribute, attribute)].compare(said, counts)
    if attribute == "dob" and found.verdict not in _AGREES:
        days = [PartialDate.from_iso(value[:10]) for value in (said, counts)]
        if days[0] is not None and days[1] is not None and days[0].agrees_with(days[1]):
            return Comparison(Verdict.EQUIVALENT, _PARTIAL)
    return found


def _compare(attribute: str, best: Evidence, source: Evidence, old_numbers: set[str]) -> Comparison:
    found = compare_values(attribute, source.value, best.value)
    if found.verdict in _AGREES:
        return found
    match attribute:
        case "name" if Rank.MRZ in (best.rank, source.rank):
            if fold(best.value) == fold(source.value):
                return Comparison(Verdict.EQUIVALENT, _MRZ_PLAIN)
        case "id_number":
            if source.value in old_numbers or best.value in old_numbers:
                return Comparison(Verdict.EQUIVALENT, _CMND)
        case _:
            pass
    return found


def _fact(attribute: str, judged: Sequence[_Judged]) -> PersonFact:
    sources = [
        PersonSource(
            value=j.evidence.value,
            rank=j.evidence.rank.name.lower(),
            confidence=j.evidence.confidence,
            verdict=j.found.verdict,
            detail=j.found.detail,
            place=j.evidence.place,
        )
        for j in judged
    ]
    return PersonFact(attribute=attribute, value=judged[0].evidence.value, sources=sources)


def _disagreements(attribute: str, judged: Sequence[_Judged]) -> Iterator[DossierFinding]:
    best = judged[0].evidence
    for other in judged[1:]:
        if other.found.verdict not in _AGREES:
            yield _finding(f"person_{attribute}", _severity(attribute, other, best), best, other)
        elif attribute == "address" and _of_two_times(best.value, other.evidence.value):
            yield _finding("address_before_and_after_merger", "note", best, other)


def _severity(attribute: str, other: _Judged, best: Evidence) -> Severity:
    if attribute == "id_number" and len(other.evidence.value) != len(best.value):
        # A CMND and a personal number of one person cannot be held against each other.
        return "note"
    return _SEVERITY.get(attribute, "error")


def _of_two_times(first: str, second: str) -> bool:
    """Whether one address is of before 1 July 2025 and the other of after."""
    if first == second:
        return False
    places = [locate(text, gazetteer()) for text in (first, second)]
    return places[0].is_old != places[1].is_old and all(place.known for place in places)


def _told(place: FindingPlace) -> str:
    """Two fields of one paper can disagree too: the paper alone would not say which."""
    return place_title(place.form, place.field)


def _finding(rule: str, severity: Severity, best: Evidence, other: _Judged) -> DossierFinding:
    vi, en = ATTRIBUTE_NAMES[best.attribute].split(" / ")
    (best_vi, best_en), (other_vi, other_en) = (
        _RANKS[e.rank].split(" / ") for e in (best, other.evidence)
    )
    first, second = (_told(e.place) for e in (best, other.evidence))
    agrees = other.found.verdict in _AGREES
    said_vi = "cùng một nơi, ghi theo hai thời kỳ" if agrees else "hai chỗ ghi khác nhau"
    said_en = "one place, before and after the merger" if agrees else "two places disagree"
    said = (
        f"{vi}: {said_vi}: {first}, {best_vi} – {second}, {other_vi} / "
        f"{en}: {said_en}: {first}, {best_en}, counts before {second}, {other_en}"
    )
    detail = "; ".join(filter(None, (said, other.found.detail)))
    places = [best.place, other.evidence.place]
    return DossierFinding(rule=rule, severity=severity, detail=detail, places=places)
