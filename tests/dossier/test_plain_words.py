"""What a reviewer is told is in words: no key of a form, field, kind or rule stands in it."""

from __future__ import annotations

import re

import pytest

from dossier.calibration import group_of
from dossier.evidence import fuse
from dossier.fields import KINDS
from dossier.fields.titles import KIND_TITLES, group_title
from dossier.forms.catalog import catalog, field_title, form_title, place_title
from dossier.forms.definition import FieldSpec
from dossier.procedures.catalog import procedures
from dossier.procedures.completeness import check_completeness
from dossier.record import (
    Check,
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    Record,
    RecordPage,
    RecordQuality,
    Source,
)
from dossier.review import attention, reasons_of
from dossier.text.sides import Language, side

_KEY = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_BAD = {"date": "2999-99-99", "number": "x", "sex": "x", "id_number": "1"}


def read(value: str, *checks: Check) -> FieldReading:
    return FieldReading(
        value=value,
        raw=value,
        state=FieldState.READ,
        confidence=0.5,
        review=True,
        checks=list(checks),
        page=1,
        box=[0.1, 0.1, 0.2, 0.2],
    )


def document(form: str, **fields: FieldReading) -> DocumentReading:
    return DocumentReading(
        form=form, edition="", title="", confidence=0.9, pages=[1], fields=fields
    )


def record(*documents: DocumentReading) -> Record:
    page = RecordPage(
        page=1,
        file="a.pdf",
        file_page=1,
        sha256="0" * 64,
        width_px=1,
        height_px=1,
        quality=RecordQuality(verdict="good"),
    )
    together = fuse(documents, [page])
    return Record(
        dossier="x",
        decision=Decision.REVIEW,
        reasons=[],
        engine=EngineInfo(recogniser="made", fingerprint="sha256:0", version="0"),
        pages=[page],
        documents=list(documents),
        persons=list(together.persons),
        findings=list(together.findings),
    )


def garbled(spec: FieldSpec) -> FieldReading:
    value = _BAD.get(spec.kind, "§ @")
    checks = KINDS[spec.kind].check(value) if spec.kind in KINDS else ()
    return read(value, *checks)


@pytest.mark.parametrize("form", catalog())
def test_reasons_of_every_field_of_every_form(form: str) -> None:
    fields = {spec.key: garbled(spec) for spec in catalog()[form].fields if spec.kind != "table"}
    made = record(document(form, **fields))
    told = {reason for place in attention(made) for reason in reasons_of(made, *place)}
    assert told
    assert [reason for reason in told if _KEY.search(reason)] == []
    assert [reason for reason in told if " / " not in reason] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_check_that_fails_says_why(kind: str) -> None:
    failed = [check for check in KINDS[kind].check("§ @") if not check.ok]
    assert [check.rule for check in failed if " / " not in check.detail] == []


def test_papers_that_disagree_are_told_by_their_fields() -> None:
    number = {"requester_id_number": read("034191202366"), "mother_id_number": read("034191202366")}
    births = {"requester_dob": read("1991-03-23"), "mother_dob": read("1991-03-22")}
    found = record(document("birth_registration", **number, **births)).findings
    [told] = [f.detail for f in found if f.rule == "person_dob"]
    assert "Ngày, tháng, năm sinh người yêu cầu" in side(told.split("; ")[0], Language.VIETNAMESE)
    for finding in found:
        assert not _KEY.search(finding.detail)


def test_a_surplus_paper_is_told_by_its_title() -> None:
    birth = next(one for one in procedures().values() if one.form == "birth_registration")
    papers = [document("birth_registration"), document("construction_permit_request")]
    _, found = check_completeness(birth, papers)
    [surplus] = [f.detail for f in found if f.rule == "surplus_paper"]
    assert surplus.startswith("Đơn đề nghị cấp giấy phép xây dựng")


def test_what_is_not_known_any_more_is_told_in_words() -> None:
    told = [form_title("unknown"), form_title("old_form"), field_title("old_form", "job_title")]
    assert told == ["Giấy tờ chưa rõ loại", "old form", "job title"]
    assert not _KEY.search(place_title("old_form", "job_title"))
    assert form_title("birth_registration", Language.ENGLISH) == "Birth registration request"


def test_every_kind_and_group_has_a_name_in_both_languages() -> None:
    assert set(KIND_TITLES) == {*KINDS, "table"}
    readings = [read("x").model_copy(update={"source": source}) for source in Source]
    groups = {group_of(kind, reading) for kind in KIND_TITLES for reading in readings} | {"blank"}
    for group in groups:
        vi, en = (side(group_title(group), language) for language in Language)
        assert vi != en
        assert not {"@", "_"} & {*vi, *en}
