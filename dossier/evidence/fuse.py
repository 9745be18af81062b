"""All papers of a dossier together: who is on them, and what they say against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.evidence.copies import find_copy_conflicts
from dossier.evidence.linking import link
from dossier.evidence.persons import describe
from dossier.evidence.rules import (
    find_shared_numbers,
    find_strangers,
    find_swapped,
    find_wrong_requesters,
)
from dossier.evidence.sources import collect
from dossier.evidence.terms import find_expired
from dossier.record import DocumentReading, DossierFinding, Person, RecordPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """What the papers of one dossier give together."""

    persons: tuple[Person, ...]
    findings: tuple[DossierFinding, ...]


def fuse(documents: Sequence[DocumentReading], pages: Sequence[RecordPage] = ()) -> Fusion:
    """Link the people of all `documents`, compare what is said of each. Pure, deterministic.

    `pages` give the codes of identity cards. Nothing is corrected: values stay as they were read.
    """
    mentions = collect(documents, pages)
    groups, swaps = link(mentions)
    described = [describe(group) for group in groups]
    findings = [
        *find_swapped(swaps),
        *(finding for _, found in described for finding in found),
        *find_shared_numbers(groups),
        *find_wrong_requesters(documents, mentions),
        *find_strangers(groups),
        *find_expired(documents),
        *find_copy_conflicts(documents, pages),
    ]
    return Fusion(persons=tuple(p for p, _ in described), findings=tuple(findings))


def flag_disputed(
    documents: Sequence[DocumentReading], findings: Iterable[DossierFinding]
) -> list[DocumentReading]:
    """`documents` with every field that an error names flagged for a person, however sure.

    Which side is wrong is for the person to see: the better evidence is flagged with the worse.
    """
    disputed = {
        (place.document, place.field)
        for finding in findings
        if finding.severity == "error"
        for place in finding.places
    }
    flagged = []
    for number, document in enumerate(documents, start=1):
        fields = {
            key: reading.model_copy(update={"review": True})
            if (number, key) in disputed
            else reading
            for key, reading in document.fields.items()
        }
        flagged.append(document.model_copy(update={"fields": fields}))
    return flagged
