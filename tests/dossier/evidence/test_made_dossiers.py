"""500 made dossiers with one planted fault each, and clean ones: found, named, no false alarm."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from dossier.evidence import fuse
from dossier.procedures import check_dossier
from dossier.record import DocumentReading, DossierFinding, RecordPage
from tests.dossier.evidence.faults import FAULTS
from tests.dossier.evidence.made import KINDS, Maker, read
from tests.dossier.evidence.wording import vary

FAULTY = 500
CLEAN = 200


def found_in(
    documents: list[DocumentReading], pages: list[RecordPage]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(rule, severity, the fields named) of everything that is wrong with a dossier."""
    _, lacking = check_dossier("auto", documents)
    for finding in (*fuse(documents, pages).findings, *lacking):
        yield finding.rule, finding.severity, _named(finding)
    for document in documents:
        failed: dict[tuple[str, str], set[str]] = {}
        for key, field in document.fields.items():
            for check in field.checks:
                if not check.ok:
                    place = f"{document.form}.{key}"
                    failed.setdefault((check.rule, check.severity), set()).add(place)
        for (rule, severity), places in failed.items():
            yield rule, severity, frozenset(places)


def _named(finding: DossierFinding) -> frozenset[str]:
    return frozenset(f"{place.form}.{place.field}" for place in finding.places)


def test_planted_faults_are_found_and_named() -> None:
    rng = random.Random(500)
    names = list(FAULTS)
    missed: Counter[str] = Counter()
    for number in range(FAULTY):
        name = names[number % len(names)]
        maker = Maker(rng)
        planted = FAULTS[name](maker)
        varied = vary(maker, planted.papers, planted.fields)
        documents, pages = read(varied if number % 2 else planted.papers)
        found = list(found_in(documents, pages))
        if not any(rule == planted.rule and planted.fields <= named for rule, _, named in found):
            missed[name] += 1
    assert missed.total() <= FAULTY // 100, missed


def test_findings_name_papers_and_fields_by_their_titles() -> None:
    rng = random.Random(7)
    told = []
    for name in FAULTS:
        planted = FAULTS[name](Maker(rng))
        documents, pages = read(planted.papers)
        told += [finding.detail for finding in fuse(documents, pages).findings]
    assert told
    assert [text for text in told if re.search(r"[a-z]_[a-z]", text)] == []


def test_clean_dossiers_raise_no_alarm() -> None:
    rng = random.Random(200)
    alarms: Counter[str] = Counter()
    for number in range(CLEAN):
        maker = Maker(rng)
        papers = list(KINDS.values())[number % len(KINDS)](maker)
        documents, pages = read(vary(maker, papers) if number % 2 else papers)
        alarms.update(
            rule for rule, severity, _ in found_in(documents, pages) if severity != "note"
        )
    assert alarms.total() <= CLEAN // 100, alarms


@pytest.mark.parametrize("kind", KINDS)
def test_everyone_of_a_clean_dossier_is_one_person_with_all_sources(kind: str) -> None:
    documents, pages = read(KINDS[kind](Maker(random.Random(7))))
    persons = fuse(documents, pages).persons
    holders = [p for p in persons if "citizen_id_front.holder" in p.roles]
    assert holders
    for person in holders:
        assert len(person.roles) >= 2
        facts = {fact.attribute: fact for fact in person.facts}
        assert {source.rank for source in facts["id_number"].sources} >= {"typed", "handwritten"}
        ranks = [source.rank for source in facts["name"].sources]
        order = ["qr", "mrz", "typed", "handwritten"]
        assert ranks == sorted(ranks, key=order.index)


def test_the_same_dossier_gives_the_same_findings() -> None:
    for name, plant in FAULTS.items():
        first, second = (
            fuse(*read(plant(Maker(random.Random(11))).papers)).findings for _ in range(2)
        )
        assert first == second, name
