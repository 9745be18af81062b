"""The decision: what sends a dossier to a person or back to the scanner."""

from __future__ import annotations

import pytest

from dossier.decision import decide, needs_review, review_reasons
from dossier.forms.catalog import place_title
from dossier.forms.definition import FieldSpec
from dossier.record import (
    Check,
    Crosscheck,
    CrosscheckVerdict,
    Decision,
    DocumentReading,
    DossierFinding,
    FieldComparison,
    FieldReading,
    FieldState,
    FindingPlace,
    PageState,
    RecordPage,
    RecordQuality,
    Severity,
    Verdict,
)

NAME = FieldSpec(key="name", kind="name", required=True, critical=True)
NOTE = FieldSpec(key="note", kind="text")


def reading(state: FieldState, confidence: float = 0.99) -> FieldReading:
    value = "x" if state is FieldState.READ else None
    return FieldReading(value=value, state=state, confidence=confidence, review=False)


def page(state: PageState = PageState.READ, quality: str = "good") -> RecordPage:
    return RecordPage(
        page=1,
        file="a.pdf",
        file_page=1,
        sha256="0" * 64,
        width_px=10,
        height_px=10,
        state=state,
        quality=RecordQuality(verdict=quality),
    )


def document(*, form: str = "birth_registration", review: bool = False) -> DocumentReading:
    field = reading(FieldState.READ).model_copy(update={"review": review})
    return DocumentReading(form=form, confidence=0.99, pages=[1], fields={"child_name": field})


@pytest.mark.parametrize(
    ("spec", "state", "confidence", "wanted"),
    [
        (NAME, FieldState.READ, 0.99, False),
        (NAME, FieldState.READ, 0.975, True),
        (NOTE, FieldState.READ, 0.975, False),
        (NOTE, FieldState.READ, 0.5, True),
        (NAME, FieldState.BLANK, 0.99, True),
        (NOTE, FieldState.BLANK, 0.99, False),
        (NOTE, FieldState.UNREADABLE, 0.0, True),
        (NOTE, FieldState.NOT_FOUND, 0.0, True),
    ],
)
def test_what_a_person_must_see(
    spec: FieldSpec, state: FieldState, confidence: float, wanted: bool
) -> None:
    assert needs_review(spec, reading(state, confidence), ()) is wanted


def test_a_label_that_an_edition_does_not_print_is_not_missed() -> None:
    assert not needs_review(NOTE, reading(FieldState.NOT_FOUND), (), may_be_absent=True)


def test_a_failed_error_is_seen_whatever_the_confidence() -> None:
    error = Check(rule="r", ok=False)
    warning = Check(rule="r", ok=False, severity="warning")
    assert needs_review(NOTE, reading(FieldState.READ), [error])
    assert not needs_review(NOTE, reading(FieldState.READ), [warning])


@pytest.mark.parametrize(
    ("pages", "documents", "problems", "wanted"),
    [
        ([page()], [document()], [], Decision.ACCEPT),
        ([page()], [document(review=True)], [], Decision.REVIEW),
        ([page()], [document(form="unknown")], [], Decision.REVIEW),
        ([page(PageState.REFUSED)], [document()], [], Decision.RESCAN),
        ([page(quality="bad")], [document()], [], Decision.RESCAN),
        ([page()], [document()], [{"title": "t"}], Decision.RESCAN),
        ([page(PageState.BLANK)], [], [], Decision.RESCAN),
    ],
)
def test_decisions(
    pages: list[RecordPage],
    documents: list[DocumentReading],
    problems: list[dict[str, object]],
    wanted: Decision,
) -> None:
    decision, reasons = decide(pages, documents, Crosscheck(), problems)
    assert decision is wanted
    assert bool(reasons) == (wanted is not Decision.ACCEPT)


def test_a_disagreement_names_the_field_and_not_its_value() -> None:
    differing = FieldComparison(
        field="birth_registration.child_name",
        submitted="TUẤN",
        read="TUÂN",
        verdict=Verdict.TONES_ONLY,
    )
    compared = Crosscheck(verdict=CrosscheckVerdict.DIFFERS, fields=[differing])
    decision, reasons = decide([page()], [document()], compared, [])
    assert decision is Decision.REVIEW
    assert reasons == [
        "Họ, chữ đệm, tên trẻ (Tờ khai đăng ký khai sinh): "
        "khác dấu so với dữ liệu đã nộp / other tone marks than were submitted"
    ]


@pytest.mark.parametrize("state", FieldState)
def test_a_flagged_field_is_told_by_its_titles(state: FieldState) -> None:
    flagged = document(review=True)
    fields = {key: f.model_copy(update={"state": state}) for key, f in flagged.fields.items()}
    flagged = flagged.model_copy(update={"fields": fields})
    (reason,) = decide([page()], [flagged], Crosscheck(), [])[1]
    place, _, said = reason.partition(": ")
    assert place == place_title(flagged.form, next(iter(fields)))
    assert (" / needs a look" in said, "_" in reason) == (True, False)


def test_what_could_not_be_compared_is_a_reason_by_itself() -> None:
    incomplete = Crosscheck(verdict=CrosscheckVerdict.INCOMPLETE, fields=[])
    assert "đối chiếu chưa đủ" in decide([page()], [document()], incomplete, [])[1][0]


PLACES = [
    FindingPlace(document=1, form="citizen_id_front", field="qr"),
    FindingPlace(document=2, form="birth_registration", field="mother_name"),
]


@pytest.mark.parametrize(
    ("severity", "wanted"),
    [("error", Decision.REVIEW), ("warning", Decision.ACCEPT), ("note", Decision.ACCEPT)],
)
def test_papers_that_disagree_go_to_a_person(severity: Severity, wanted: Decision) -> None:
    finding = DossierFinding(
        rule="person_name", severity=severity, detail="“TUẤN” – “TUÂN”", places=PLACES
    )
    decision, reasons = decide([page()], [document()], Crosscheck(), [], [finding])
    assert decision is wanted
    if wanted is Decision.REVIEW:
        mother = "Họ, chữ đệm, tên người mẹ (Tờ khai đăng ký khai sinh)"
        named = f"mã QR (Thẻ căn cước (mặt trước)), {mother}"
        assert reasons[0].startswith(f"{named}: các giấy tờ không khớp")
        assert "TUẤN" not in reasons[0]


def test_a_missing_paper_is_named_in_the_reasons() -> None:
    missing = DossierFinding(
        rule="component_missing",
        severity="error",
        detail="Giấy chứng sinh: hồ sơ chưa có / notice of birth: not in the dossier",
        places=[FindingPlace(form="administrative_document")],
    )
    assert "Giấy chứng sinh" in decide([page()], [document()], Crosscheck(), [], [missing])[1][0]


def test_every_reason_for_a_look_is_told() -> None:
    unsure = reading(FieldState.READ, 0.5)
    failed = Check(rule="name_alphabet", ok=False, detail="ký tự lạ / a strange letter")
    told = review_reasons(NAME, unsure, [failed])
    assert (told[0], "98%" in told[1]) == (failed.detail, True)
    # A key is nothing that a reviewer knows.
    [unsaid, _] = review_reasons(NAME, unsure, [Check(rule="name_alphabet", ok=False)])
    assert "name_alphabet" not in unsaid
    assert review_reasons(NAME, reading(FieldState.BLANK), ())[0].startswith("mục bắt buộc")
    assert review_reasons(NAME, reading(FieldState.READ), ()) == []
