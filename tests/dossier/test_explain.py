"""The story of a value: everything that made it, in both languages, from the record alone."""

from __future__ import annotations

import random
from dataclasses import replace

from dossier.checks import check_document
from dossier.crosscheck import crosscheck
from dossier.evidence import fuse
from dossier.explain import Story, Words, explain
from dossier.forms.catalog import catalog, kind_of, rule_uses
from dossier.procedures import check_dossier
from dossier.record import Decision, EngineInfo, Record
from tests.dossier.evidence.made import Maker, birth, read

FORMS = catalog()
FIELD = "birth_registration.father_name"


def _record() -> Record:
    """A birth registration whose father bears other marks than on his card."""
    papers = birth(Maker(random.Random(3)))
    name = str(papers[0].values["father_name"])
    wrong = replace(papers[0], values={**papers[0].values, "father_name": f"{name[:-1]}ỉ"})
    documents, pages = read((wrong, *papers[1:]))
    fields = documents[0].fields
    found = check_document(fields, rule_uses(FORMS[papers[0].form]))
    fields = {
        key: reading.model_copy(
            update={"checks": list(found.get(key, ())), "review": key == "father_name",
                    "confidence": 0.62 if key == "father_name" else 0.99}
        )
        for key, reading in fields.items()
    }  # fmt: skip
    documents[0] = documents[0].model_copy(update={"fields": fields})
    submission = {"birth_registration": {"father_name": name}}
    completeness, lacking = check_dossier("auto", documents)
    together = fuse(documents, pages)
    return Record(
        dossier="000.00.01.H26-251103-0042",
        decision=Decision.REVIEW,
        reasons=["vì / because"],
        pages=pages,
        documents=documents,
        crosscheck=crosscheck(documents, submission, lambda f, k: kind_of(FORMS, f, k)),
        persons=list(together.persons),
        findings=[*together.findings, *lacking],
        completeness=completeness,
        engine=EngineInfo(recogniser="ours", fingerprint="sha256:0", version="1"),
    )


def _lines(story: Story) -> list[str]:
    return [f"{step.about.both()}: {step.says.both()}" for step in story.steps]


def test_a_field_is_told_from_the_paper_to_the_decision() -> None:
    record = _record()
    (story,) = explain(record, FORMS, only=FIELD)
    told = "\n".join(_lines(story))
    raw = record.documents[0].fields["father_name"].raw
    for said in (
        f"trên giấy / on the paper: {raw}",
        "trang 1, khung",
        "giá trị tính / value that counts",
        "citizen_id_front.name (typed)",
        "(handwritten)",
        "finding (error, person_name)",
        "bản đã nộp / submission",
        ", bậc ",
        "62.0%, dùng ngay từ 95%",
        "cần người xem / needs a look",
        "độ tin cậy dưới 95% / less sure than 95%",
    ):
        assert said in told, said


def test_the_dossier_is_told_first() -> None:
    first, *rest = explain(_record(), FORMS)
    told = "\n".join(_lines(first))
    for said in ("quyết định / decision: review", "1.001193", "máy đọc / engine: ours 1"):
        assert said in told
    assert len(rest) == sum(len(d.fields) for d in _record().documents)


def test_a_form_may_be_told_alone_and_an_unknown_field_is_no_story() -> None:
    stories = list(explain(_record(), FORMS, only="citizen_id_front"))
    assert {story.title.split(".")[0] for story in stories} == {"citizen_id_front"}
    assert list(explain(_record(), FORMS, only="no_such_field")) == []


def test_a_form_that_is_no_longer_known_is_told_without_thresholds() -> None:
    (story,) = explain(_record(), {}, only=FIELD)
    told = "\n".join(_lines(story))
    assert "62.0%" in told
    assert "95%" not in told


def test_words_part_only_where_they_are_two() -> None:
    assert Words.of("có / yes") == Words("có", "yes")
    assert Words.of("12/3 Láng") == Words("12/3 Láng", "12/3 Láng")
    assert Words.of("a / b / c").both() == "a / b / c"
    assert Words("có", "yes").then(": 1").then(Words("a", "b"), " ").both() == "có: 1 a / yes: 1 b"
