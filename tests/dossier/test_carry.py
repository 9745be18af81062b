"""What holds of a review once the dossier was read anew, and what must be looked at again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dossier.carry import CarriedOver, carry_over
from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    PageState,
    Record,
    RecordPage,
    RecordQuality,
)
from dossier.review import apply
from dossier.review_history import Action, ActionKind, Target

FORM = "marital_status_request"
READ, ASIDE = PageState.READ, PageState.QUARANTINED


def page(number: int, sheet: str, state: PageState = READ) -> RecordPage:
    return RecordPage(
        page=number,
        file="a.pdf",
        file_page=1,
        sha256=sheet,
        width_px=1,
        height_px=1,
        state=state,
        quality=RecordQuality(verdict="good"),
    )


def document(
    pages: list[int], form: str = FORM, **values: tuple[str | None, int]
) -> DocumentReading:
    fields = {
        key: FieldReading(
            value=value,
            raw=value or "",
            state=FieldState.READ if value else FieldState.BLANK,
            confidence=0.99,
            review=False,
            page=on,
        )
        for key, (value, on) in values.items()
    }
    return DocumentReading(form=form, confidence=0.9, pages=pages, fields=fields)


def record(pages: list[RecordPage], *documents: DocumentReading) -> Record:
    return Record(
        dossier="H26-1",
        decision=Decision.ACCEPT,
        pages=pages,
        documents=list(documents),
        engine=EngineInfo(recogniser="made", fingerprint="sha256:0", version="0"),
    )


def did(kind: ActionKind, revision: int = 1, **about: object) -> Action:
    target = {k: about.pop(k) for k in ("document", "field", "page") if k in about}
    return Action(
        revision=revision,
        kind=kind,
        target=Target(**target),  # type: ignore[arg-type]
        actor="key_1",
        actor_name="Lan",
        at=datetime(2026, 11, 22, tzinfo=UTC),
        **about,  # type: ignore[arg-type]
    )


def kinds(over: CarriedOver) -> list[tuple[ActionKind, int | None]]:
    return [(a.kind, a.target.document or a.target.page) for a in over.actions]


SEEN = record([page(1, "aa"), page(2, "bb", ASIDE)], document([1], purpose=("KET HON", 1)))
BEFORE = {"value": "KET HON", "state": "read"}
CONFIRMED = did(ActionKind.CONFIRM, document=1, field="purpose", before=BEFORE)
VERIFIED = did(ActionKind.VERIFY, document=1)


def test_nothing_done_is_nothing_carried() -> None:
    made = record([page(1, "aa")], document([1], purpose=("x", 1)))
    assert carry_over([], SEEN, made, None) == CarriedOver(record=made, actions=())
    undone = [CONFIRMED, did(ActionKind.UNDO, revision=2)]
    assert carry_over(undone, SEEN, made, None).record is made


def test_documents_are_known_by_their_sheets_not_their_numbers() -> None:
    made = record(
        [page(1, "bb"), page(2, "aa")],
        document([1], purpose=("HOC", 1)),
        document([2], purpose=("KET HON", 2)),
    )
    assert kinds(carry_over([CONFIRMED, VERIFIED], SEEN, made, None)) == [
        (ActionKind.CONFIRM, 2),
        (ActionKind.VERIFY, 2),
    ]


@pytest.mark.parametrize(
    ("state", "value", "kind"),
    [
        ("read", "KET HON", ActionKind.CORRECT),
        ("blank", None, ActionKind.NOT_APPLICABLE),
        ("not_found", None, ActionKind.NOT_APPLICABLE),
        ("unreadable", None, ActionKind.ILLEGIBLE),
    ],
)
def test_a_confirmed_value_stands_against_another_reading(
    state: str, value: str | None, kind: ActionKind
) -> None:
    confirmed = did(
        ActionKind.CONFIRM, document=1, field="purpose", before={"value": value, "state": state}
    )
    made = record([page(1, "aa")], document([1], purpose=("KEO HON", 1)))
    over = carry_over([confirmed], SEEN, made, None)
    assert kinds(over) == [(kind, 1)]
    stands = apply(over.record, over.actions, None).record.documents[0].fields["purpose"]
    assert stands.value == value


def test_a_value_on_a_page_nobody_saw_is_looked_at_again() -> None:
    made = record([page(1, "aa"), page(2, "bb")], document([1, 2], purpose=("DI HOC", 2)))
    over = carry_over([CONFIRMED, VERIFIED], SEEN, made, None)
    assert over.actions == []
    reading = over.record.documents[0].fields["purpose"]
    assert (reading.value, reading.review, reading.checks[-1].rule) == (
        "DI HOC",
        True,
        "settled_before",
    )
    assert over.record.decision is Decision.REVIEW


def test_a_correction_that_the_new_page_repeats_stands() -> None:
    corrected = did(ActionKind.CORRECT, document=1, field="purpose", value="DI HOC")
    made = record([page(1, "aa"), page(2, "bb")], document([1, 2], purpose=("DI HOC", 2)))
    assert kinds(carry_over([corrected], SEEN, made, None)) == [(ActionKind.CORRECT, 1)]


def test_what_was_verified_must_be_what_stands_there() -> None:
    made = record([page(1, "aa")], document([1], purpose=("KẾT HÔN", 1)))
    assert kinds(carry_over([VERIFIED], SEEN, made, None)) == []
    over = carry_over([CONFIRMED, VERIFIED], SEEN, made, None)
    assert kinds(over) == [(ActionKind.CORRECT, 1), (ActionKind.VERIFY, 1)]


def test_an_action_about_nothing_ends_but_a_person_looks() -> None:
    made = record([page(1, "aa")], document([1], "birth_registration", child_name=("AN", 1)))
    wrong = did(ActionKind.WRONG_DOCUMENT, document=1)
    over = carry_over([wrong], SEEN, made, None)
    assert (over.actions, over.record.decision) == ([], Decision.REVIEW)


def test_a_page_to_be_scanned_again_is_known_by_its_sheet() -> None:
    made = record([page(1, "bb"), page(2, "aa")])
    over = carry_over([did(ActionKind.RESCAN, page=1)], SEEN, made, None)
    assert kinds(over) == [(ActionKind.RESCAN, 2)]
    assert kinds(carry_over([did(ActionKind.RESCAN, page=1)], SEEN, record([]), None)) == []


def test_a_scan_to_be_made_again_stays_so() -> None:
    made = record([page(1, "aa")], document([1], purpose=("KET HON", 1)))
    made = made.model_copy(update={"decision": Decision.RESCAN})
    assert carry_over([CONFIRMED], SEEN, made, None).record.decision is Decision.RESCAN
