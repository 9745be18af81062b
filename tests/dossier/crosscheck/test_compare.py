from __future__ import annotations

import pytest

from dossier.crosscheck import crosscheck
from dossier.fields import KINDS
from dossier.fields.kind import FieldKind
from dossier.record import (
    Crosscheck,
    CrosscheckVerdict,
    DocumentReading,
    FieldReading,
    FieldState,
    Source,
    Verdict,
)
from dossier.submission import Submission, SubmittedValue

FORM = "birth_registration"
KIND_NAMES = {"name": "name", "dob": "date", "sex": "sex", "address": "address"}


def _kinds(form: str, key: str) -> FieldKind | None:
    return KINDS.get(KIND_NAMES.get(key, ""))


def _reading(content: SubmittedValue | FieldState, source: Source = Source.OCR) -> FieldReading:
    if isinstance(content, FieldState):
        return FieldReading(state=content, confidence=0.9, review=False)
    return FieldReading(
        value=content, state=FieldState.READ, confidence=0.9, review=False, source=source
    )


def _document(form: str = FORM, **fields: FieldReading) -> DocumentReading:
    return DocumentReading(form=form, confidence=1.0, pages=[1], fields=fields)


def _verdicts(found: Crosscheck) -> dict[str, Verdict]:
    return {f.field.removeprefix(f"{FORM}."): f.verdict for f in found.fields}


AN = _document(name=_reading("TRẦN VĂN AN"), dob=_reading("2024-03-02"), sex=_reading("male"))


@pytest.mark.parametrize(
    ("submitted", "verdict"),
    [
        ({"name": "Trần Văn An", "dob": "02/03/2024", "sex": "Nam"}, CrosscheckVerdict.AGREES),
        ({"name": "Trần Văn Ân", "dob": "02/03/2024", "sex": "Nam"}, CrosscheckVerdict.DIFFERS),
        ({"name": "Trần Văn An"}, CrosscheckVerdict.AGREES),
        ({"name": "Trần Văn An", "address": "Hà Nội"}, CrosscheckVerdict.INCOMPLETE),
        ({"name": "Lê Thị B", "address": "Hà Nội"}, CrosscheckVerdict.DIFFERS),
        ({}, CrosscheckVerdict.NOT_CHECKED),
    ],
)
def test_sums_up(submitted: dict[str, str], verdict: CrosscheckVerdict) -> None:
    assert crosscheck([AN], {FORM: submitted}, _kinds).verdict is verdict


def test_nothing_submitted_is_not_checked() -> None:
    assert crosscheck([AN], {}, _kinds) == Crosscheck()


@pytest.mark.parametrize(
    ("submitted", "content", "verdict"),
    [
        ("An", FieldState.BLANK, Verdict.MISSING_ON_PAPER),
        ("An", FieldState.NOT_FOUND, Verdict.MISSING_ON_PAPER),
        ("An", FieldState.UNREADABLE, Verdict.UNREADABLE),
        ("", "An", Verdict.MISSING_IN_SUBMISSION),
        (None, "An", Verdict.MISSING_IN_SUBMISSION),
        ("", FieldState.BLANK, Verdict.SAME),
        ("", FieldState.UNREADABLE, Verdict.UNREADABLE),
        (None, FieldState.UNREADABLE, None),
        (None, FieldState.BLANK, None),
        (None, FieldState.NOT_FOUND, None),
        ([{"name": "An"}], "An", Verdict.DIFFERENT),
    ],
)
def test_one_side_or_both_may_be_empty(
    submitted: SubmittedValue | None, content: str | FieldState, verdict: Verdict | None
) -> None:
    other: dict[str, SubmittedValue] = {"other": "x"}
    given = other if submitted is None else {**other, "name": submitted}
    document = _document(name=_reading(content), other=_reading("x"))
    assert _verdicts(crosscheck([document], {FORM: given}, _kinds)).get("name") is verdict


def test_a_form_that_is_not_there_makes_it_incomplete() -> None:
    found = crosscheck([AN], {"marriage_certificate": {"name": "", "dob": "1990"}}, _kinds)
    assert found.verdict is CrosscheckVerdict.INCOMPLETE
    assert [f.verdict for f in found.fields] == [Verdict.MISSING_ON_PAPER]


def test_of_two_papers_of_one_form_the_one_submitted_counts() -> None:
    hoa = _document(name=_reading("LÊ THỊ HOA"), dob=_reading("1990-01-01"))
    submission: Submission = {FORM: {"name": "Trần Văn An", "dob": "02/03/2024"}}
    for documents in ([hoa, AN], [AN, hoa]):
        found = crosscheck(documents, submission, _kinds)
        assert found.verdict is CrosscheckVerdict.AGREES


@pytest.mark.parametrize(
    ("source", "verdict"), [(Source.MRZ, Verdict.EQUIVALENT), (Source.OCR, Verdict.TONES_ONLY)]
)
def test_the_machine_readable_zone_has_no_marks(source: Source, verdict: Verdict) -> None:
    document = _document(name=_reading("TRAN VAN AN", source))
    found = crosscheck([document], {FORM: {"name": "Trần Văn An"}}, _kinds)
    assert _verdicts(found) == {"name": verdict}


def test_tables_are_compared_by_rows() -> None:
    rows = [{"name": "Trần Văn An", "dob": "2010-01-02"}, {"name": "Lê Hoa", "dob": "1990"}]
    sent: SubmittedValue = [{"name": "LÊ HOA"}, {"name": "TRẦN VĂN AN", "dob": "02/01/2010"}]
    found = crosscheck([_document(members=_reading(rows))], {FORM: {"members": sent}}, _kinds)
    assert _verdicts(found) == {"members": Verdict.EQUIVALENT}
