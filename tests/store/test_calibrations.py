"""Calibrations kept, used and taken back; what people said; the lots and what they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dossier.calibration import SHIPPED, Calibration, Scale
from dossier.errors import NotFound
from dossier.record import (
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    Record,
    RecordCalibration,
)
from dossier.review_history import ActionKind, Target
from dossier.store import calibrations, dossiers, quality, records, review
from dossier.store.database import Database
from dossier.store.keys import KeyInfo
from dossier.store.quality_tables import SampleRow
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, Role, SampleState
from dossier.store.tables import DossierRow

CODE = "H26-1"


def who(branch: str | None = None) -> KeyInfo:
    return KeyInfo(
        id="key_1",
        name="Lan",
        role=Role.REVIEWER,
        branch=branch,
        created=datetime(2026, 1, 1),
        expires=None,
        revoked=None,
    )


def record(version: int = 0, decision: Decision = Decision.REVIEW, count: int = 1) -> Record:
    """`count` documents of two fields each: one flagged, one not."""

    def field(value: str, confidence: float, flagged: bool) -> FieldReading:
        return FieldReading(
            value=value,
            state=FieldState.READ,
            confidence=confidence,
            review=flagged,
            page=1,
            box=[0.1, 0.1, 0.2, 0.2],
        )

    document = DocumentReading(
        form="birth_registration",
        confidence=1.0,
        pages=[1],
        fields={
            "child_name": field("Trần Văn An", 0.7, True),
            "child_birth_place": field("Bệnh viện", 0.97, False),
        },
    )
    return Record(
        dossier=CODE,
        decision=decision,
        documents=[document] * count,
        engine=EngineInfo(recogniser="none", fingerprint="", version="0"),
        calibration=RecordCalibration(version=version),
    )


@pytest.fixture
def kept(database: Database, now: datetime) -> Database:
    with database.write() as session:
        dossiers.register(session, CODE, None, EVERYWHERE, now=now)
        session.get_one(DossierRow, CODE).state = DossierState.NEEDS_REVIEW
    return database


def test_versions_are_used_and_taken_back(database: Database, now: datetime) -> None:
    with database.write() as session:
        assert calibrations.active(session) == SHIPPED
        made = [
            calibrations.add(session, Calibration(drawn=d), fields=9, actor="operator:a", now=now)
            for d in (0.1, 0.2, 0.3)
        ]
        assert [c.version for c in made] == [1, 2, 3]
        # Kept is not used.
        assert calibrations.active(session) == SHIPPED
        for version in (1, 2, 3):
            calibrations.activate(session, version, actor="operator:a", now=now)
        assert calibrations.active(session) == made[2]
        back = [
            calibrations.roll_back(session, actor="operator:a", now=now).version for _ in range(4)
        ]
        assert back == [2, 1, 0, 0]
        assert calibrations.active(session) == SHIPPED
        with pytest.raises(NotFound):
            calibrations.activate(session, 9, actor="operator:a", now=now)
    with database.read() as session:
        listed = calibrations.versions(session)
    assert [k.calibration.version for k in listed] == [3, 2, 1]
    assert all(k.used_since == now for k in listed)


@pytest.mark.parametrize(
    ("kind", "value", "right"),
    [
        (ActionKind.CONFIRM, None, True),
        (ActionKind.CORRECT, "Trần Văn Ân", False),
        (ActionKind.CORRECT, "Trần Văn An", True),
        (ActionKind.NOT_APPLICABLE, None, False),
        (ActionKind.ILLEGIBLE, None, None),
    ],
)
def test_what_reviewers_say_is_a_sample(
    kept: Database, now: datetime, kind: ActionKind, value: str | None, right: bool | None
) -> None:
    scale = Scale(shift=-1.0)
    with kept.write() as session:
        used = calibrations.add(
            session, Calibration(scales={"name": scale}), fields=1, actor="a", now=now
        )
        made = record(used.version)
        version = records.add_record(session, made, now=now)
        lease = review.hold(session, CODE, who(), now=now, lease=timedelta(minutes=2))
        row = review.require(session, CODE, who(), lease.lock, now=now, lease=timedelta(minutes=2))
        target = Target(document=1, field="child_name")
        review.append(
            session, row, kind, who(), now=now, target=target, value=value, record_version=version
        )
    with kept.read() as session:
        found = calibrations.samples(session, since=now - timedelta(days=1))
        assert calibrations.samples(session, since=now + timedelta(days=1)) == []
    if right is None:
        assert found == []
        return
    (sample,) = found
    assert (sample.group, sample.critical, sample.right, sample.weight) == ("name", True, right, 1)
    # As the readers stated it, without the scale of the version in use then.
    assert sample.stated == pytest.approx(scale.undone(0.7))


def test_lots_fall_on_what_nobody_would_look_at(kept: Database, now: datetime) -> None:
    with kept.write() as session:
        everything = Calibration(drawn=1.0)
        assert quality.add_lots(session, record(count=3), 1, everything, now=now) == 3
        assert (
            quality.add_lots(session, record(decision=Decision.RESCAN), 2, everything, now=now) == 0
        )
        assert quality.add_lots(session, record(), 3, Calibration(drawn=0.0), now=now) == 0
        rows = quality.waiting(session, who(), limit=10)
        assert {row.field for row in rows} == {"child_birth_place"}
        assert sorted(row.document for row in rows) == [1, 2, 3]


def test_a_share_is_drawn_and_always_the_same(kept: Database, now: datetime) -> None:
    tenth = Calibration(drawn=0.1)
    with kept.write() as session:
        drawn = quality.add_lots(session, record(count=400), 1, tenth, now=now)
        first = [row.document for row in quality.waiting(session, who(), limit=500)]
        session.query(SampleRow).delete()
        assert quality.add_lots(session, record(count=400), 1, tenth, now=now) == drawn
        again = [row.document for row in quality.waiting(session, who(), limit=500)]
    assert 20 <= drawn <= 65
    assert sorted(first) == sorted(again)


def test_answers_make_a_report_with_intervals(kept: Database, now: datetime) -> None:
    with kept.write() as session:
        quality.add_lots(session, record(count=40), 1, Calibration(drawn=1.0), now=now)
        rows = quality.waiting(session, who(), limit=100)
        for at, row in enumerate(rows[:30]):
            state = SampleState.WRONG if at == 0 else SampleState.RIGHT
            quality.answer(quality.find(session, row.id, EVERYWHERE), state, who(), now=now)
        quality.answer(rows[30], SampleState.UNUSABLE, who(), now=now)
        (found,) = quality.report(session, EVERYWHERE, SHIPPED, days=30, now=now)
        assert (found.wrong.hits, found.wrong.seen) == (1, 30)
        assert found.wrong.low < 1 / 30 < found.wrong.high
        # One of thirty: above one in a thousand, and too few to prove it.
        assert found.kept is None
        later = now + timedelta(days=31)
        assert quality.report(session, EVERYWHERE, SHIPPED, days=30, now=later) == []
        assert quality.count_waiting(session, EVERYWHERE) == 9
        samples = calibrations.samples(session, since=now - timedelta(days=1))
        assert (len(samples), sum(not s.right for s in samples)) == (30, 1)


def test_a_branch_keys_its_own(kept: Database, now: datetime) -> None:
    with kept.write() as session:
        session.get_one(DossierRow, CODE).branch = "H26.01"
        quality.add_lots(session, record(), 1, Calibration(drawn=1.0), now=now)
        (row,) = quality.waiting(session, who("H26.01"), limit=9)
        assert quality.waiting(session, who("H26.02"), limit=9) == []
        with pytest.raises(NotFound):
            quality.find(session, row.id, replace(EVERYWHERE, branch="H26.02"))
