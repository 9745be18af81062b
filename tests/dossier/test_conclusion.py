"""Decisions of every paper and of the dossier, and where a reviewer begins."""

from __future__ import annotations

import random

import pytest

from dossier.conclusion import conclude
from dossier.evidence import fuse
from dossier.forms.catalog import field_title
from dossier.record import (
    Decision,
    EngineInfo,
    FindingPlace,
    Record,
    RecordPage,
    RecordQuality,
)
from tests.dossier.evidence.faults import FAULTS, id_digit
from tests.dossier.evidence.made import Maker, Paper, birth, read


def record_of(papers: tuple[Paper, ...]) -> Record:
    documents, pages = read(papers)
    together = fuse(documents, pages)
    return conclude(
        Record(
            dossier="A-1",
            decision=Decision.REVIEW,
            pages=pages,
            documents=documents,
            persons=list(together.persons),
            findings=list(together.findings),
            engine=EngineInfo(recogniser="none", fingerprint="", version="0"),
        )
    )


def flag(record: Record, number: int, *keys: str) -> Record:
    document = record.documents[number - 1]
    fields = {
        key: reading.model_copy(update={"review": key in keys or reading.review})
        for key, reading in document.fields.items()
    }
    documents = [*record.documents]
    documents[number - 1] = document.model_copy(update={"fields": fields})
    return conclude(record.model_copy(update={"documents": documents}))


def test_a_clean_dossier_is_accepted_paper_by_paper() -> None:
    record = record_of(birth(Maker(random.Random(3))))
    assert {document.decision for document in record.documents} == {Decision.ACCEPT}
    assert (record.decision, record.look_first) == (Decision.ACCEPT, None)


def test_what_harms_somebody_is_first() -> None:
    record = flag(record_of(birth(Maker(random.Random(3)))), 1, "copy_count", "child_name")
    first = record.documents[0]
    assert first.decision is Decision.REVIEW
    assert [reason.split(":")[0] for reason in first.reasons] == [
        field_title(first.form, "child_name"),
        field_title(first.form, "copy_count"),
    ]
    assert [d.decision for d in record.documents[1:]] == [Decision.ACCEPT] * 4
    assert record.look_first is not None
    assert (record.look_first.document, record.look_first.field) == (1, "child_name")


def test_two_papers_against_each_other_begin_at_the_weaker_evidence() -> None:
    papers = id_digit(Maker(random.Random(11))).papers
    record = record_of(papers)
    assert record.decision is Decision.REVIEW
    assert record.documents[0].decision is Decision.REVIEW
    assert isinstance(record.look_first, FindingPlace)
    assert (record.look_first.document, "id_number" in record.look_first.field) == (1, True)


def test_a_bad_page_sends_its_paper_back_and_no_other() -> None:
    record = record_of(birth(Maker(random.Random(3))))
    bad = RecordQuality(verdict="bad", reasons=["blur"])
    pages: list[RecordPage] = [
        page.model_copy(update={"quality": bad}) if page.page == 2 else page
        for page in record.pages
    ]
    record = conclude(record.model_copy(update={"pages": pages}))
    assert record.decision is Decision.RESCAN
    assert [d.decision for d in record.documents].count(Decision.RESCAN) == 1
    assert "hold still" in record.documents[1].reasons[0]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_same_dossier_gives_the_same_record_in_both_languages(fault: str) -> None:
    first, second = (record_of(FAULTS[fault](Maker(random.Random(5))).papers) for _ in range(2))
    assert first == second
    reasons = [*first.reasons, *(r for d in first.documents for r in d.reasons)]
    assert all(" / " in reason for reason in reasons)
    values = {
        reading.value
        for document in first.documents
        for key, reading in document.fields.items()
        if key.endswith(("name", "id_number")) and isinstance(reading.value, str)
    }
    assert not any(value in reason for reason in reasons for value in values)
    assert not any("_" in reason for reason in reasons), "titles, and no keys"
