"""Four eyes: whose correction waits for whom, what settles it, and what the record says then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    Record,
)
from dossier.review import apply
from dossier.review_history import Action, ActionKind, Stage, Target, stage_of, undone_next
from dossier.second_look import LookState, next_stage, second_looks

NAME, SEX = "child_name", "child_sex"
READ = "NGUYEN VĂN AN"
TRUE = "NGUYỄN VĂN AN"


def record() -> Record:
    def read(value: str) -> FieldReading:
        return FieldReading(
            value=value, raw=value, state=FieldState.READ, confidence=0.6, review=True
        )

    document = DocumentReading(
        form="birth_registration",
        edition="",
        title="",
        confidence=1,
        pages=[1],
        fields={NAME: read(READ), SEX: read("male")},
    )
    return Record(
        dossier="A-1",
        decision=Decision.REVIEW,
        reasons=[],
        pages=[],
        documents=[document],
        engine=EngineInfo(recogniser="made", fingerprint="sha256:" + "0" * 64, version="0"),
    )


class Past:
    """A history written in one line an action."""

    def __init__(self) -> None:
        self.actions: list[Action] = []

    def act(self, who: str, kind: ActionKind, value: str | None = None, field: str = NAME) -> Past:
        return self._add(who, kind, value=value, target=Target(document=1, field=field))

    def hand_on(self, who: str, stage: Stage) -> Past:
        return self._add(who, ActionKind.HAND_ON, before={"stage": stage.value})

    def undo(self, who: str) -> Past:
        return self._add(who, ActionKind.UNDO)

    def _add(self, who: str, kind: ActionKind, **more: object) -> Past:
        action = Action(
            revision=len(self.actions) + 1,
            kind=kind,
            actor=who,
            actor_name=who,
            at=datetime(2026, 11, 22, tzinfo=UTC),
            **more,  # type: ignore[arg-type]
        )
        self.actions.append(action)
        return self

    def state(self) -> LookState | None:
        look = second_looks(record(), self.actions).get((1, NAME))
        return look.state if look else None

    def name(self) -> object:
        return apply(record(), self.actions, None).record.documents[0].fields[NAME].value


CORRECT, CONFIRM, ILLEGIBLE = ActionKind.CORRECT, ActionKind.CONFIRM, ActionKind.ILLEGIBLE


def corrected() -> Past:
    return Past().act("lan", CORRECT, TRUE)


def handed_on() -> Past:
    return corrected().hand_on("lan", Stage.SECOND)


def disputed() -> Past:
    return handed_on().act("minh", CORRECT, "NGUYỄN VĂN ÂN").hand_on("minh", Stage.SENIOR)


@pytest.mark.parametrize(
    ("past", "state"),
    [
        (Past().act("lan", CONFIRM), None),
        (Past().act("lan", CORRECT, READ), None),
        (Past().act("lan", CORRECT, "female", SEX), None),  # not critical
        (corrected(), LookState.DUE),
        (Past().act("lan", ILLEGIBLE), LookState.DUE),
        # Seeing it and nodding is no keying, whoever does it.
        (corrected().act("minh", CONFIRM), LookState.DUE),
        (corrected().act("lan", CORRECT, READ), None),
        (handed_on().act("lan", CORRECT, TRUE), LookState.DUE),  # nobody approves their own
        (handed_on().act("minh", CORRECT, TRUE), LookState.AGREED),
        (handed_on().act("minh", CORRECT, "NGUYỄN VĂN ÂN"), LookState.DISPUTED),
        (handed_on().act("minh", ILLEGIBLE), LookState.DISPUTED),
        (handed_on().act("minh", CORRECT, TRUE).undo("minh"), LookState.DUE),
        (disputed().act("minh", CONFIRM), LookState.DISPUTED),
        (disputed().act("lan", CONFIRM), LookState.DISPUTED),
        (disputed().act("hoa", CONFIRM), LookState.SETTLED),
        (disputed().act("hoa", CORRECT, "NGUYỄN VĂN ÂN"), LookState.SETTLED),
    ],
)
def test_how_far_the_check_has_come(past: Past, state: LookState | None) -> None:
    assert past.state() is state


def test_what_is_keyed_blind_is_compared_and_never_stands() -> None:
    assert disputed().name() == TRUE


def test_who_settles_decides() -> None:
    assert disputed().act("hoa", CONFIRM).name() == TRUE
    assert disputed().act("hoa", CORRECT, "NGUYỄN VĂN ÂN").name() == "NGUYỄN VĂN ÂN"


def test_a_confirmed_correction_stays_corrected() -> None:
    assert corrected().act("lan", CONFIRM).name() == TRUE


def test_nobody_takes_back_what_another_handed_on() -> None:
    past = handed_on()
    assert undone_next(past.actions, ActionKind.UNDO) is None
    assert past.undo("minh").state() is LookState.DUE


def test_where_a_dossier_goes_next() -> None:
    read = record()
    assert next_stage(second_looks(read, [])) is None
    assert next_stage(second_looks(read, corrected().actions)) is Stage.SECOND
    assert next_stage(second_looks(read, disputed().actions)) is Stage.SENIOR
    settled = disputed().act("hoa", CONFIRM)
    assert next_stage(second_looks(read, settled.actions)) is None
    assert stage_of(settled.actions) is Stage.SENIOR


def test_a_paper_that_is_another_needs_no_keying() -> None:
    past = corrected()._add("lan", ActionKind.WRONG_DOCUMENT, target=Target(document=1))
    assert past.state() is None
