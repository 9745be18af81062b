"""Every bad file through a worker process: its problem has its name, and the worker lives on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from dossier.geometry import PixelBox
from dossier.page import Line
from dossier.store import dossiers, pages, records
from dossier.store.scope import EVERYWHERE
from dossier.store.states import DossierState, FileState, PageStatus, StepState
from dossier.store.tables import DossierRow, FileRow, PageRow, StepRow
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined
from tests.fakes.engines import ScriptedEngine
from tests.faults import files
from tests.faults.installation import EMBEDDED, Installation, installation, wait_while_moving
from tests.faults.test_bad_files import BAD
from worker.reader import OcrPageReader
from worker.reading import PageReader
from worker.settings import WorkerSettings

GOOD: Final = "good.jpg"
CRASHES: Final = "crashes.jpg"
Sent = tuple[str, str, bytes]
"""Class, name, content."""


def make_reader(_settings: WorkerSettings) -> PageReader:
    """The product's reader with an engine that says the same of every page."""
    line = Line(text="TỜ KHAI", confidence=0.9, box=PixelBox(left=40, top=40, right=200, bottom=60))
    opener = OpenConfined(ImageLimits(), module="tests.faults.crashing_calls")
    return OcrPageReader(ScriptedEngine(lines=(line,)), opener)


@pytest.mark.timeout(1800)
def test_every_bad_file_has_its_named_problem_and_the_worker_lives(tmp_path: Path) -> None:
    sent = [(kind, name, make()) for kind, (name, make, _) in BAD.items()]
    batches = list(apart(sent))
    told = {"lease_s": 120.0, "max_attempts": 2}
    with installation(EMBEDDED, tmp_path, make_reader, **told) as it:
        for number, batch in enumerate(batches):
            for name, content in [(GOOD, files.jpeg_bytes()), *((n, c) for _, n, c in batch)]:
                it.upload(f"H26-{number}", content, name)
        it.upload("H26-0", files.jpeg_bytes(200, 300) + b"segfault", CRASHES)
        with it.playing("worker") as worker, it.playing("keeper"):
            wait_while_moving(lambda: settled(it), len(batches))
            assert worker.is_alive()
        for number, batch in enumerate(batches):
            found = outcomes(it, f"H26-{number}")
            assert found.pop(key_of(files.jpeg_bytes())) == "read"
            for kind, _, content in batch:
                assert found.pop(key_of(content)) == BAD[kind][2], kind
            if number == 0:
                crash = files.jpeg_bytes(200, 300) + b"segfault"
                assert found.pop(key_of(crash)) == "quarantined: parser_crashed"
            assert not found
        assert it.count(StepRow.state == StepState.QUARANTINED) == 1
        assert it.count(StepRow.attempt > 1) == 1


_READ: Final = (DossierState.NEEDS_REVIEW, DossierState.RESCAN)


def apart(sent: Iterable[Sent]) -> Iterable[list[Sent]]:
    """As few dossiers as there must be: the same content twice is one file of a dossier."""
    left = list(sent)
    while left:
        seen: set[str] = set()
        batch: list[Sent] = []
        later: list[Sent] = []
        for item in left:
            (later if key_of(item[2]) in seen else batch).append(item)
            seen.add(key_of(item[2]))
        yield batch
        left = later


def key_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def settled(it: Installation) -> float:
    """How many dossiers have their record, and a little for every step on the way there.

    Seals every dossier whose files are counted or refused, as a branch would.
    """
    with it.database.write() as session:
        open_ones = select(DossierRow.code).where(DossierRow.state == DossierState.OPEN)
        for code in session.scalars(open_ones).all():
            row = dossiers.lock(session, code, EVERYWHERE)
            states = session.scalars(select(FileRow.state).where(FileRow.dossier == code)).all()
            if FileState.WAITING in states:
                continue
            row.state = DossierState.SEALED
            pages.number_pages(session, code)
            pages.start_assembly_if_ready(session, code, now=it.clock())
    done = it.count(StepRow.state.in_((StepState.DONE, StepState.QUARANTINED)))
    return it.count(DossierRow.state.in_(_READ)) + done / 10_000


def outcomes(it: Installation, code: str) -> dict[str, str]:
    """What became of each file, by its SHA-256; and its record says the same."""
    with it.database.read() as session:
        found: dict[str, str] = {}
        for file in session.scalars(select(FileRow).where(FileRow.dossier == code)):
            if file.problem is not None:
                found[file.sha256] = named(file.problem)
                continue
            first = select(PageRow).where(PageRow.file == file.id, PageRow.file_page == 1)
            page = session.scalars(first).one()
            done = page.state in {PageStatus.READ, PageStatus.BLANK}
            found[file.sha256] = "read" if done else named(page.problem or {})
        record = records.latest(session, code)
    assert record is not None
    told = [*record.body["problems"], *(page.get("problem") for page in record.body["pages"])]
    codes = sorted(problem["code"] for problem in told if problem)
    assert codes == sorted(text.split(":")[0] for text in found.values() if text != "read")
    return found


def named(problem: dict[str, Any]) -> str:
    code = str(problem["code"])
    if code != "quarantined":
        return code
    return f"{code}: {problem['detail'].partition(':')[0]}"
