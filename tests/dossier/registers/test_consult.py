"""What registers say against the papers: both values named, and silence is never a fault."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from dossier.decision import decide
from dossier.evidence import fuse
from dossier.record import (
    Crosscheck,
    Decision,
    DossierFinding,
    EngineInfo,
    Record,
    RegisterState,
)
from dossier.registers import Entry, RegisterKind, RegisterUnavailable, consult, judge
from tests.dossier.evidence.made import Maker, Paper, business, death, read


@dataclass
class Book:
    """A register in memory; `down` makes it give no answer."""

    kind: RegisterKind = RegisterKind.POPULATION
    entries: dict[str, Sequence[Entry]] = field(default_factory=dict)
    down: bool = False
    name: str = "Dân cư"
    asked: list[str] = field(default_factory=list)

    def find(self, key: str) -> Sequence[Entry]:
        self.asked.append(key)
        if self.down:
            raise RegisterUnavailable("TimeoutError")
        return self.entries.get(key, ())


def record_of(papers: tuple[Paper, ...]) -> Record:
    documents, pages = read(papers)
    together = fuse(documents, pages)
    decision, reasons = decide(pages, documents, Crosscheck(), [], together.findings)
    return Record(
        dossier="H26-1",
        decision=decision,
        reasons=reasons,
        pages=pages,
        documents=documents,
        persons=list(together.persons),
        findings=list(together.findings),
        engine=EngineInfo(recogniser="none", fingerprint="", version="0"),
    )


def made() -> tuple[Record, str, dict[str, str]]:
    """A clean dossier, the requester's number, and what a register would say of them."""
    maker = Maker(random.Random(4))
    papers = death(maker)
    who = maker.made[-1]
    entry = {"name": who.name.upper(), "dob": who.dob.strftime("%d/%m/%Y"), "sex": "Nam"}
    return record_of(papers), who.id_number, entry


def findings(record: Record) -> dict[str, DossierFinding]:
    return {f.rule: f for f in record.findings if f.rule.startswith(("register", "earlier"))}


def test_a_register_that_agrees_changes_nothing_but_is_kept() -> None:
    record, number, entry = made()
    told = consult(record, [Book(entries={number: [entry]})])
    assert (told.decision, told.findings) == (record.decision, record.findings)
    assert told.decision is Decision.ACCEPT
    answers = {answer.key: answer for answer in told.registers}
    assert answers[number].state is RegisterState.FOUND
    assert answers[number].entries == [entry]


@pytest.mark.parametrize(
    ("said", "rule", "severity"),
    [
        ({"name": "Nguyễn Văn Khác"}, "register_name", "error"),
        ({"dob": "02/02/1950"}, "register_dob", "error"),
        ({"sex": "Nữ"}, "register_sex", "error"),
        ({"address": "Số 9, phường Láng, Hà Nội"}, "register_address", "warning"),
    ],
)
def test_what_differs_is_named_with_both_values(
    said: dict[str, str], rule: str, severity: str
) -> None:
    record, number, entry = made()
    told = consult(record, [Book(entries={number: [entry | said]})])
    (finding,) = findings(told).values()
    assert (finding.rule, finding.severity) == (rule, severity)
    assert next(iter(said.values())) in finding.detail
    attribute = rule.removeprefix("register_")
    (value,) = {
        fact.value
        for person in told.persons
        for fact in person.facts
        if fact.attribute == attribute and finding.places[0] == fact.sources[0].place
    }
    assert value in finding.detail
    assert told.decision is (Decision.REVIEW if severity == "error" else Decision.ACCEPT)
    # Reasons go into events: never a value.
    assert not any(value in reason for reason in told.reasons)


def test_a_number_of_somebody_else_is_one_finding() -> None:
    record, number, _ = made()
    other = {"name": "Lê Thị Khác", "dob": "1950-02-02", "sex": "Nữ"}
    told = consult(record, [Book(entries={number: [other]})])
    (finding,) = findings(told).values()
    assert finding.rule == "register_other_person"
    assert "Lê Thị Khác" in finding.detail


def test_a_birth_year_and_a_name_spelled_otherwise_agree() -> None:
    record, number, entry = made()
    entry |= {"dob": entry["dob"][-4:], "name": entry["name"].replace("ÒA", "OÀ")}
    assert findings(consult(record, [Book(entries={number: [entry]})])) == {}


def test_of_several_entries_the_one_that_fits_counts() -> None:
    record, number, entry = made()
    past = entry | {"name": "Tên Cũ"}
    assert findings(consult(record, [Book(entries={number: [past, entry]})])) == {}


@pytest.mark.parametrize(
    ("book", "state"),
    [
        pytest.param(Book(down=True), RegisterState.NOT_CHECKED, id="no answer"),
        pytest.param(Book(), RegisterState.NOT_FOUND, id="not known there"),
    ],
)
def test_silence_is_never_a_fault(book: Book, state: RegisterState) -> None:
    record, _, _ = made()
    told = consult(record, [book])
    assert {answer.state for answer in told.registers} == {state}
    assert (told.decision, told.reasons, told.findings) == (
        record.decision,
        record.reasons,
        record.findings,
    )


def test_without_registers_the_record_is_as_it_was() -> None:
    record, _, _ = made()
    assert consult(record, []) is record


def test_no_more_is_kept_than_the_papers_say() -> None:
    record, number, entry = made()
    told = consult(record, [Book(entries={number: [entry | {"religion": "x", "code": "7"}]})])
    kept = next(answer for answer in told.registers if answer.key == number).entries[0]
    assert set(kept) == {"name", "dob", "sex"}


def test_only_the_owner_is_asked_about_in_the_register_of_businesses() -> None:
    maker = Maker(random.Random(4))
    record = record_of(business(maker))
    number = maker.made[-1].id_number
    entry = {"business_name": "HỘ KINH DOANH CŨ", "code": number, "state": "Đang hoạt động"}
    book = Book(kind=RegisterKind.BUSINESS, entries={number: [entry]}, name="Kinh doanh")
    finding = findings(consult(record, [book]))["register_owner_has_business"]
    assert "HỘ KINH DOANH CŨ" in finding.detail
    assert finding.severity == "warning"
    book.entries[number] = [entry | {"state": "Đã chấm dứt hoạt động"}]
    assert findings(consult(record, [book])) == {}
    book.asked.clear()
    consult(made()[0], [book])
    assert book.asked == []


def test_earlier_dossiers_of_the_same_people() -> None:
    record, number, entry = made()
    record = record.model_copy(
        update={"completeness": record.completeness.model_copy(update={"procedure": "1.000656"})}
    )
    earlier = entry | {"code": "H26-0", "procedure": "1.000656", "state": "Đang giải quyết"}
    book = Book(kind=RegisterKind.DOSSIERS, entries={number: [earlier]}, name="Hồ sơ trước")
    assert "H26-0" in findings(consult(record, [book]))["register_dossier_open"].detail
    book.entries[number] = [earlier | {"name": "Tên Khác", "state": "Đã trả kết quả"}]
    (finding,) = findings(consult(record, [book])).values()
    assert (finding.rule, finding.severity) == ("earlier_dossier_name", "warning")
    # The dossier itself is no earlier one.
    book.entries[number] = [earlier | {"code": record.dossier}]
    assert findings(consult(record, [book])) == {}


def test_answers_that_were_kept_are_judged_again_without_asking() -> None:
    record, number, entry = made()
    told = consult(record, [Book(entries={number: [entry | {"sex": "Nữ"}]})])
    again: Mapping[str, str] = {"dossier": told.dossier, "procedure": ""}
    rules = [f.rule for f in judge(told.persons, told.registers, **again)]
    assert rules == ["register_sex"]
    # The number was corrected since: what was said of the old one is nobody's.
    assert list(judge([], told.registers, **again)) == []
