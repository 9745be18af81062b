"""What the registers' answers say against the papers. Pure: answers that were kept are enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dossier.evidence.persons import ATTRIBUTE_NAMES, compare_values
from dossier.evidence.roles import ATTRIBUTES
from dossier.fields.kind import Comparison
from dossier.record import (
    DossierFinding,
    FindingPlace,
    Person,
    PersonFact,
    RegisterAnswer,
    RegisterState,
    Severity,
    Verdict,
)
from dossier.registers.ask import people_asked_about
from dossier.registers.port import RegisterKind
from dossier.text import fold

_AGREES: Final = (Verdict.SAME, Verdict.EQUIVALENT)
_WHO: Final = ("name", "dob")
"""Where both are another's, the number is another's."""
_FIRM: Final = ("name", "dob", "sex")
"""What stays; people move, and say their people in words of their own."""
_BASIS_NUMBER: Final = "Luật Căn cước 2023, điều 12"
_BASIS_BUSINESS: Final = "Nghị định 168/2025/NĐ-CP"
_ENDED: Final = ("cham dut", "giai the", "da tra", "tu choi", "rut", "closed", "done", "refused")
"""States, marks and case aside, of a business or dossier that is no longer in hand."""


def judge(
    persons: Sequence[Person], answers: Sequence[RegisterAnswer], *, dossier: str, procedure: str
) -> Iterator[DossierFinding]:
    """A finding for everything that a register says otherwise than the papers, with both values.

    `dossier` and `procedure` are the codes of what is being judged. A number that no answer is
    about, because a reviewer has corrected it since, gives nothing.
    """
    bearers = dict(people_asked_about(persons))
    for answer in answers:
        person = bearers.get(answer.key)
        if person is None or answer.state is not RegisterState.FOUND:
            continue
        match answer.kind:
            case RegisterKind.POPULATION:
                yield from _against_population(person, answer)
            case RegisterKind.BUSINESS:
                yield from _against_businesses(person, answer)
            case _:
                yield from _against_dossiers(person, answer, dossier, procedure)


def _against_population(person: Person, answer: RegisterAnswer) -> Iterator[DossierFinding]:
    """Of several entries under one number the one that fits best; a register may keep the past."""
    differing = min((_differing(person, entry) for entry in answer.entries), key=len)
    if all(attribute in differing for attribute in _WHO):
        detail = _both_said(ATTRIBUTE_NAMES["name"], differing["name"], answer.name)
        yield _finding(
            "register_other_person",
            "error",
            f"số định danh của người khác: {detail[0]} / the number is another's: {detail[1]}",
            [_place_of(person, "id_number"), differing["name"][0].sources[0].place],
            _BASIS_NUMBER,
        )
        return
    for attribute, differs in differing.items():
        vi, en = _both_said(ATTRIBUTE_NAMES[attribute], differs, answer.name)
        severity: Severity = "error" if attribute in _FIRM else "warning"
        place = differs[0].sources[0].place
        yield _finding(f"register_{attribute}", severity, f"{vi} / {en}", [place])


_Differs = tuple[PersonFact, str, Comparison]
"""(what the papers say, what the register says, how they compare)"""


def _differing(person: Person, entry: Mapping[str, str]) -> dict[str, _Differs]:
    found: dict[str, _Differs] = {}
    for fact in person.facts:
        said = entry.get(fact.attribute, "")
        if not said or fact.attribute not in ATTRIBUTES:
            continue
        compared = compare_values(fact.attribute, said, fact.value)
        if compared.verdict in _AGREES or _is_plain(fact, said):
            continue
        found[fact.attribute] = (fact, said, compared)
    return found


def _is_plain(fact: PersonFact, said: str) -> bool:
    """A machine-readable zone writes no marks; then their lack is no difference."""
    return fact.sources[0].rank == "mrz" and fold(fact.value) == fold(said)


def _both_said(attribute: str, differs: _Differs, register: str) -> tuple[str, str]:
    fact, said, compared = differs
    vi, _, en = attribute.partition(" / ")
    why_vi, _, why_en = compared.detail.partition(" / ")
    return (
        f"{vi}: giấy tờ ghi {fact.value}, {register} ghi {said}; {why_vi}".rstrip("; "),
        f"{en}: the papers say {fact.value}, {register} says {said}; {why_en}".rstrip("; "),
    )


def _against_businesses(person: Person, answer: RegisterAnswer) -> Iterator[DossierFinding]:
    """One person has one household business in the whole country."""
    for entry in answer.entries:
        if _has_ended(entry):
            continue
        name = " ".join(filter(None, (entry.get("business_name"), entry.get("code"))))
        yield _finding(
            "register_owner_has_business",
            "warning",
            f"{answer.name}: chủ hộ đã đứng tên {name} / the owner already has {name}",
            [_place_of(person, "id_number")],
            _BASIS_BUSINESS,
        )


def _against_dossiers(
    person: Person, answer: RegisterAnswer, dossier: str, procedure: str
) -> Iterator[DossierFinding]:
    """Another open request for the same, and what earlier papers said of the same person."""
    reported: set[str] = set()
    for entry in answer.entries:
        code = entry.get("code", "")
        if code == dossier:
            continue
        if procedure and entry.get("procedure") == procedure and not _has_ended(entry):
            yield _finding(
                "register_dossier_open",
                "warning",
                f"{answer.name}: người này có hồ sơ {code} cùng thủ tục chưa trả kết quả / "
                f"dossier {code} of the same person and procedure is still open",
                [_place_of(person, "id_number")],
            )
        for attribute, differs in _differing(person, entry).items():
            if attribute in _FIRM and attribute not in reported:
                reported.add(attribute)
                vi, en = _both_said(ATTRIBUTE_NAMES[attribute], differs, f"hồ sơ {code}")
                place = differs[0].sources[0].place
                yield _finding(f"earlier_dossier_{attribute}", "warning", f"{vi} / {en}", [place])


def _has_ended(entry: Mapping[str, str]) -> bool:
    return any(word in fold(entry.get("state", "")) for word in _ENDED)


def _place_of(person: Person, attribute: str) -> FindingPlace:
    return next(f.sources[0].place for f in person.facts if f.attribute == attribute)


def _finding(
    rule: str, severity: Severity, detail: str, places: list[FindingPlace], basis: str = ""
) -> DossierFinding:
    return DossierFinding(
        rule=rule, severity=severity, detail=detail, legal_basis=basis, places=places
    )
