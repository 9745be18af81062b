"""Procedures: the catalogue is sound; papers present, missing, shown only, held by a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.errors import InvalidRequest, Misconfigured
from dossier.procedures import check_dossier, find_procedure, procedure_of, procedures
from dossier.procedures.catalog import load_procedures
from dossier.record import (
    Completeness,
    CompletenessVerdict,
    ComponentState,
    DocumentReading,
    FieldReading,
    FieldState,
)

State = ComponentState


def paper(form: str, **values: str | FieldState) -> DocumentReading:
    fields = {
        key: FieldReading(
            value=None if isinstance(value, FieldState) else value,
            state=value if isinstance(value, FieldState) else FieldState.READ,
            confidence=0.99,
            review=False,
        )
        for key, value in values.items()
    }
    return DocumentReading(form=form, confidence=0.99, pages=[1], fields=fields)


BIRTH = paper(
    "birth_registration",
    requester_relation="Cha",
    marriage_certificate_number=FieldState.BLANK,
)
NOTICE = paper("administrative_document", kind="GIẤY CHỨNG SINH")
CARD = paper("citizen_id_front")
BACK = paper("citizen_id_back")


def states(*documents: DocumentReading, code: str = "auto") -> dict[str, State]:
    completeness, _ = check_dossier(code, documents)
    return {row.key: row.state for row in completeness.components}


def rules(*documents: DocumentReading) -> list[str]:
    return [finding.rule for finding in check_dossier("auto", documents)[1]]


def test_the_catalogue_holds_the_common_ward_procedures() -> None:
    codes = set(procedures())
    assert len(codes) >= 10
    assert codes >= {"1.001193", "1.000894", "1.000656", "1.004873", "2.000635", "1.001612"}
    for procedure in procedures().values():
        assert procedure.legal_basis
        assert all(c.name and c.name_en for c in procedure.components)


def test_a_whole_dossier_is_complete() -> None:
    completeness, findings = check_dossier("auto", [BIRTH, NOTICE])
    assert completeness.verdict is CompletenessVerdict.COMPLETE
    assert completeness.procedure == "1.001193"
    assert findings == []


def test_says_of_every_component_where_it_stands() -> None:
    assert states(BIRTH, NOTICE) == {
        "application": State.PRESENT,
        "birth_notice": State.PRESENT,
        "identity": State.ONLY_PRESENTED,
        "marriage": State.NOT_NEEDED,
        "residence": State.AVAILABLE_IN_DB,
        "authorisation": State.NOT_NEEDED,
    }


def test_a_missing_paper_is_named_with_its_article() -> None:
    (finding,) = check_dossier("auto", [BIRTH])[1]
    assert (finding.rule, finding.severity) == ("component_missing", "error")
    assert "Giấy chứng sinh" in finding.detail
    assert " / " in finding.detail
    assert finding.legal_basis == "Luật Hộ tịch 2014, điều 16"


def test_a_datum_in_a_database_is_never_asked_for() -> None:
    married = paper("birth_registration", requester_relation="Mẹ", marriage_certificate_number="12")
    found = states(married, NOTICE)
    assert found["marriage"] is State.ONLY_PRESENTED
    assert "component_missing" not in rules(married, NOTICE)


def test_a_paper_that_is_only_shown_must_not_be_kept() -> None:
    assert rules(BIRTH, NOTICE, CARD) == ["only_to_be_presented"]


@pytest.mark.parametrize(
    ("relation", "state"),
    [
        ("Người được ủy quyền", State.MISSING),
        ("Cha", State.NOT_NEEDED),
        (FieldState.UNREADABLE, State.UNSURE),
    ],
)
def test_a_condition_that_was_not_read_leaves_the_need_open(
    relation: str | FieldState, state: State
) -> None:
    form = paper("birth_registration", requester_relation=relation)
    assert states(form, NOTICE)["authorisation"] is state


def test_an_unknown_page_may_be_the_missing_paper() -> None:
    found = states(BIRTH, paper("unknown"))
    assert found["birth_notice"] is State.UNSURE
    completeness, findings = check_dossier("auto", [BIRTH, paper("unknown")])
    assert completeness.verdict is CompletenessVerdict.UNSURE
    assert [(f.rule, f.severity) for f in findings] == [("component_unsure", "note")]


def test_a_stray_paper_is_surplus_and_a_receipt_is_not() -> None:
    receipt, stray = paper("dossier_receipt"), paper("land_change_registration")
    assert rules(BIRTH, NOTICE, receipt) == []
    assert rules(BIRTH, NOTICE, stray) == ["surplus_paper"]


def test_too_few_copies_are_counted_in_papers_not_pages() -> None:
    permit = paper("construction_permit_request")
    drawing = paper("administrative_document", kind="Bản vẽ")
    assert states(permit, drawing)["drawings"] is State.TOO_FEW
    assert states(permit, drawing, drawing)["drawings"] is State.PRESENT
    (row,) = [
        r for r in check_dossier("auto", [BIRTH, CARD, BACK])[0].components if r.key == "identity"
    ]
    assert row.documents == [2, 3]


@pytest.mark.parametrize(
    ("request_text", "code"),
    [
        ("Đăng ký thường trú vào hộ ông A", "1.004222"),
        ("Xoá đăng ký thường trú", "1.003197"),
        ("đăng ký tạm trú", "1.004194"),
        ("Gia hạn đăng ký tạm trú", "1.002755"),
        ("Tách hộ", "1.010038"),
        ("Xác nhận thông tin về cư trú", "1.010041"),
        ("không rõ", None),
    ],
)
def test_one_form_serves_several_procedures(request_text: str, code: str | None) -> None:
    found = find_procedure([paper("residence_ct01", request=request_text)])
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("Nhận chuyển nhượng toàn bộ thửa đất số 12", "1.013831"),
        ("Nhận thừa kế và cấp đổi Giấy chứng nhận", "1.013831"),
        ("Thay đổi số thẻ Căn cước của người sử dụng đất", "1.013833"),
        ("Cấp đổi Giấy chứng nhận do bị hư hỏng", "1.012783"),
        ("Cấp lại Giấy chứng nhận do bị mất", "1.012786"),
        ("không rõ", None),
    ],
)
def test_a_change_of_land_is_told_by_its_content(change: str, code: str | None) -> None:
    found = find_procedure([paper("land_change_registration", change_content=change)])
    assert (found.code if found else None) == code


def test_a_criminal_record_needs_a_copy_of_the_card_that_the_database_has() -> None:
    request = paper("criminal_record_request")
    assert states(request)["identity"] is State.AVAILABLE_IN_DB
    assert states(request, CARD)["identity"] is State.PRESENT
    assert rules(request, paper("power_of_attorney")) == []


def test_a_marriage_after_the_first_asks_how_the_one_before_ended() -> None:
    form = paper("marriage_registration", bride_marriage_count="2", groom_marriage_count="1")
    found = states(form)
    assert found["bride_divorce"] is State.MISSING
    assert found["groom_divorce"] is State.NOT_NEEDED
    assert found["marital_status"] is State.AVAILABLE_IN_DB


def test_without_a_procedure_nothing_is_claimed() -> None:
    assert check_dossier(None, [BIRTH]) == (Completeness(), [])
    assert check_dossier("auto", [CARD]) == (Completeness(), [])
    with pytest.raises(InvalidRequest, match=r"1\.001193"):
        check_dossier("9.999999", [BIRTH])
    assert procedure_of("1.001193").form == "birth_registration"


SOUND = (
    'code = "1"\nname = "a"\nname_en = "a"\nsector = "s"\nform = "f"\nlegal_basis = "l"\n'
    '[[component]]\nkey = "k"\nname = "n"\nname_en = "n"\n[[component.paper]]\nform = "f"\n'
)


@pytest.mark.parametrize(
    "text",
    [
        "code =",
        SOUND.replace('form = "f"\nlegal', 'form = "g"\nlegal'),
        SOUND + SOUND[SOUND.index("[[component]]") :],
        SOUND.replace('key = "k"', 'key = "k"\nwhen = {}'),
        SOUND.replace('key = "k"', 'key = "k"\ncolour = "red"'),
    ],
)
def test_an_unsound_procedure_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(SOUND, encoding="utf-8")
    assert set(load_procedures(tmp_path)) == {"1"}
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"a\.toml"):
        load_procedures(tmp_path)


def test_a_code_stands_once(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SOUND, encoding="utf-8")
    with pytest.raises(Misconfigured, match="code used twice"):
        load_procedures(tmp_path)
