"""What a record is held against when it is made: registers, and the lots of quality control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from dossier.calibration import SHIPPED, Calibration
from dossier.record import EngineInfo, Record, RegisterState
from dossier.registers import Entry, RegisterKind, RegisterUnavailable
from dossier.store import calibrations, quality, records
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState
from dossier.store.tables import DossierRow
from tests.dossier.registers.test_consult import made
from tests.fakes.reader import FakeReader, scan
from tests.worker.conftest import CODE, Bench
from worker.reading import StoredPage

pytestmark = pytest.mark.parametrize("bench", ["sqlite"], indirect=True)


class KnowingReader(FakeReader):
    """Reads a clean dossier of a death whatever it is given."""

    def assemble(
        self,
        code: str,
        pages: Sequence[StoredPage],
        *,
        calibration: Calibration,
        **_: Any,
    ) -> Record:
        record, _number, _entry = made()
        return record.model_copy(update={"dossier": code, "engine": _engine(calibration)})


def _engine(calibration: Calibration) -> EngineInfo:
    return EngineInfo(recogniser=f"calibration {calibration.version}", fingerprint="", version="0")


@dataclass
class Book:
    """A register that knows one entry for everybody, or none that answers."""

    entry: Entry
    down: bool = False
    name: str = "Dân cư"
    kind: RegisterKind = RegisterKind.POPULATION

    def find(self, key: str) -> Sequence[Entry]:
        if self.down:
            raise RegisterUnavailable("TimeoutError")
        return [self.entry]


def finish(bench: Bench, *registers: Book) -> Record:
    """The record that a worker with these registers makes."""
    bench.runtime = replace(bench.runtime, reader=KnowingReader(), registers=registers)
    bench.upload(scan(1))
    bench.work()
    bench.seal()
    bench.work()
    with bench.database.read() as session:
        found = records.latest(session, CODE)
        assert found is not None
        return Record.model_validate(found.body)


def state_of(bench: Bench) -> DossierState:
    with bench.database.read() as session:
        return session.get_one(DossierRow, CODE).state


def test_what_a_register_says_otherwise_sends_a_dossier_to_a_person(bench: Bench) -> None:
    record = finish(bench, Book({"sex": "Nữ"}))
    assert "register_sex" in {finding.rule for finding in record.findings}
    assert state_of(bench) is DossierState.NEEDS_REVIEW


def test_a_register_that_is_down_stops_nothing(bench: Bench) -> None:
    record = finish(bench, Book({}, down=True))
    assert {answer.state for answer in record.registers} == {RegisterState.NOT_CHECKED}
    assert state_of(bench) is DossierState.COMPLETED


def test_the_calibration_in_use_reads_and_draws(bench: Bench) -> None:
    with bench.database.write() as session:
        used = calibrations.add(
            session, Calibration(drawn=1.0), fields=1, actor="a", now=bench.clock.now
        )
        calibrations.activate(session, used.version, actor="a", now=bench.clock.now)
    record = finish(bench)
    assert record.engine.recogniser == "calibration 1"
    with bench.database.read() as session:
        drawn = quality.count_waiting(session, EVERYWHERE)
        # All that was read as one value of a known form, since nothing waits for a person.
        assert drawn >= 10
        assert calibrations.active(session) != SHIPPED
