"""The request for supplements: everything at once, as data and as a searchable PDF."""

from __future__ import annotations

import random
from datetime import date

import pypdfium2

from dossier.evidence import fuse
from dossier.procedures import check_dossier
from dossier.procedures.paper import draw_request
from dossier.procedures.supplement import SupplementRequest, request_supplements
from dossier.record import Decision, EngineInfo, Record
from tests.dossier.evidence.made import Maker, Paper, birth, read

OFFICE = "Chi nhánh số 5 Trung tâm Phục vụ hành chính công"


def _record(*, notice: bool, expired: bool) -> Record:
    papers = [p for p in birth(Maker(random.Random(3))) if notice or p.form != _GENERAL]
    if expired:
        at = next(i for i, p in enumerate(papers) if p.form == "citizen_id_front")
        old = {**papers[at].values, "expires_on": "2022-01-01"}
        papers[at] = Paper(papers[at].form, old, papers[at].qr)
    documents, pages = read(tuple(papers))
    completeness, lacking = check_dossier("auto", documents)
    return Record(
        dossier="000.00.01.H26-251103-0042",
        decision=Decision.REVIEW,
        pages=pages,
        documents=documents,
        findings=[*fuse(documents, pages).findings, *lacking],
        completeness=completeness,
        engine=EngineInfo(recogniser="none", fingerprint="", version="0"),
    )


_GENERAL = "administrative_document"


def _request(record: Record) -> SupplementRequest:
    request = request_supplements(record, office=OFFICE, asked_on=date(2025, 11, 3))
    assert request is not None
    return request


def test_nothing_is_asked_of_a_whole_dossier() -> None:
    assert request_supplements(_record(notice=True, expired=False), office=OFFICE) is None


def test_all_that_lacks_stands_in_one_request() -> None:
    request = _request(_record(notice=False, expired=True))
    assert [item.legal_basis for item in request.items] == [
        "Luật Hộ tịch 2014, điều 16",
        "Luật Căn cước 2023, điều 21",
    ]
    assert request.procedure_code == "1.001193"
    assert request.applicant
    assert request.address
    assert request.phone == ""


def test_the_paper_says_what_the_data_say() -> None:
    request = _request(_record(notice=False, expired=True))
    pdf = draw_request(request)
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ" in text
    assert "Hà Nội, ngày 03 tháng 11 năm 2025" in text
    for said in (request.dossier, request.applicant, request.procedure, OFFICE.upper()):
        assert said in text
    for item in request.items:
        assert item.text in text


def test_the_same_request_gives_the_same_paper() -> None:
    request = _request(_record(notice=False, expired=False))
    assert draw_request(request) == draw_request(request)


def test_what_a_citizen_wrote_cannot_change_the_paper() -> None:
    request = _request(_record(notice=False, expired=False))
    odd = request.model_copy(update={"applicant": "<b>&amp;</para>", "office": "A & B <i>"})
    document = pypdfium2.PdfDocument(draw_request(odd))
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "<b>&amp;</para>" in text
